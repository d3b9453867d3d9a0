// SPDX-License-Identifier: MIT
// Pixels that OpenGL draws into, where nobody sees them.
#pragma once

#include <cstdint>
#include <vector>

namespace viz {

/// Pixels to draw into, bound as the target as long as it lives.
class Framebuffer {
public:
    /// Throws std::runtime_error when the size is beyond what this OpenGL can do.
    Framebuffer(int width, int height);
    ~Framebuffer();
    Framebuffer(const Framebuffer&) = delete;
    Framebuffer& operator=(const Framebuffer&) = delete;

    void clear(float red, float green, float blue);

    /// Red, green, blue of each pixel, top row first.
    std::vector<uint8_t> read_rgb() const;

private:
    int width_, height_;
    unsigned framebuffer_ = 0, color_ = 0;
};

}  // namespace viz
