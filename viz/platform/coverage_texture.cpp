// SPDX-License-Identifier: MIT
#include "viz/platform/coverage_texture.h"

#include <glad/gl.h>

#include <cstddef>

namespace viz {

CoverageTexture::CoverageTexture(int size) : size_(size) {
    glGenTextures(1, &id_);
    glBindTexture(GL_TEXTURE_2D, id_);
    // Glyphs are drawn pixel for pixel.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    constexpr GLint kWhiteWithOpacity[] = {GL_ONE, GL_ONE, GL_ONE, GL_RED};
    glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, kWhiteWithOpacity);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, size, size, 0, GL_RED, GL_UNSIGNED_BYTE, nullptr);
}

CoverageTexture::~CoverageTexture() {
    glDeleteTextures(1, &id_);
}

void CoverageTexture::update(const uint8_t* pixels, int first, int end) {
    if (first >= end) return;
    glBindTexture(GL_TEXTURE_2D, id_);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, first, size_, end - first, GL_RED, GL_UNSIGNED_BYTE,
                    pixels + static_cast<std::ptrdiff_t>(first) * size_);
}

}  // namespace viz
