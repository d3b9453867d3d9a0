// SPDX-License-Identifier: MIT
#include "viz/platform/framebuffer.h"

#include <fmt/core.h>
#include <glad/gl.h>

#include <algorithm>
#include <stdexcept>

namespace viz {

Framebuffer::Framebuffer(int width, int height) : width_(width), height_(height) {
    GLint largest = 0;
    glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &largest);
    GLint viewport[2] = {0, 0};
    glGetIntegerv(GL_MAX_VIEWPORT_DIMS, viewport);
    largest = std::min({largest, viewport[0], viewport[1]});
    if (std::max(width, height) > largest)
        throw std::runtime_error(
            fmt::format("a picture of {} x {} pixels is too large: this OpenGL draws up to {} x {}", width, height,
                        largest, largest));
    glGenFramebuffers(1, &framebuffer_);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glGenRenderbuffers(1, &color_);
    glBindRenderbuffer(GL_RENDERBUFFER, color_);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, color_);
    glViewport(0, 0, width, height);
}

Framebuffer::~Framebuffer() {
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glDeleteRenderbuffers(1, &color_);
    glDeleteFramebuffers(1, &framebuffer_);
}

void Framebuffer::clear(float red, float green, float blue) {
    glClearColor(red, green, blue, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

std::vector<uint8_t> Framebuffer::read_rgb() const {
    // OpenGL ES gives four channels only: some rows at a time, not to hold all of them twice.
    constexpr int kRows = 64;
    const auto width = static_cast<size_t>(width_);
    std::vector<uint8_t> pixels(width * static_cast<size_t>(height_) * 3);
    std::vector<uint8_t> rows(width * kRows * 4);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    uint8_t* to = pixels.data();
    for (int top = 0; top < height_; top += kRows) {
        const int count = std::min(kRows, height_ - top);
        // OpenGL's first row is the bottom one.
        glReadPixels(0, height_ - top - count, width_, count, GL_RGBA, GL_UNSIGNED_BYTE, rows.data());
        for (int row = count - 1; row >= 0; --row) {
            const uint8_t* from = rows.data() + static_cast<size_t>(row) * width * 4;
            for (size_t x = 0; x < width; ++x, from += 4) to = std::copy_n(from, 3, to);
        }
    }
    return pixels;
}

}  // namespace viz
