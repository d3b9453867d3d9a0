// SPDX-License-Identifier: MIT
// OpenGL without a window or a display, by way of EGL.
#pragma once

#include <cstdint>
#include <vector>

namespace viz {

/// An OpenGL 3.3 core context that is current on this thread as long as it lives.
class OffscreenContext {
public:
    /// Tries Mesa's surfaceless platform first (software is enough), then EGL devices, then the default display.
    /// Throws std::runtime_error in one sentence when none works.
    OffscreenContext();
    ~OffscreenContext();
    OffscreenContext(const OffscreenContext&) = delete;
    OffscreenContext& operator=(const OffscreenContext&) = delete;

private:
    void* display_ = nullptr;
    void* context_ = nullptr;
};

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
