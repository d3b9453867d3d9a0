// SPDX-License-Identifier: MIT
#include "viz/platform/coverage_texture.h"

#include <glad/gl.h>

#include <cstddef>
#include <vector>

namespace viz {

CoverageTexture::CoverageTexture(int size) : size_(size) {
    glGenTextures(1, &id_);
    glBindTexture(GL_TEXTURE_2D, id_);
    // Glyphs are drawn pixel for pixel.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size, size, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
}

CoverageTexture::~CoverageTexture() {
    glDeleteTextures(1, &id_);
}

void CoverageTexture::update(const uint8_t* pixels, int first, int end) {
    if (first >= end) return;
    glBindTexture(GL_TEXTURE_2D, id_);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    // A browser's OpenGL cannot make one channel white with an opacity.
    std::vector<uint8_t> white(static_cast<size_t>(end - first) * static_cast<size_t>(size_) * 4, 255);
    const uint8_t* from = pixels + static_cast<std::ptrdiff_t>(first) * size_;
    for (size_t alpha = 3; alpha < white.size(); alpha += 4) white[alpha] = *from++;
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, first, size_, end - first, GL_RGBA, GL_UNSIGNED_BYTE, white.data());
}

}  // namespace viz
