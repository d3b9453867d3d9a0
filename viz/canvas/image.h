// SPDX-License-Identifier: MIT
// A picture made of pixels, as canvases draw it.
#pragma once

#include <atomic>
#include <cassert>
#include <cstdint>
#include <memory>
#include <vector>

#include "viz/canvas/geometry.h"

namespace viz {

/// Pixels that never change, row by row from the top. A canvas may keep what it makes of them, a texture, by their id:
/// no two images of a run of the program share one.
class Image {
public:
    Image(int width, int height, std::vector<Color> pixels)
        : width_(width), height_(height), pixels_(std::move(pixels)), id_(next_id()) {
        assert(pixels_.size() == static_cast<size_t>(width) * static_cast<size_t>(height));
    }

    int width() const { return width_; }
    int height() const { return height_; }
    /// (height, width), four bytes each: red, green, blue, opacity.
    const Color* pixels() const { return pixels_.data(); }
    Color at(int x, int y) const {
        return pixels_[static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x)];
    }
    size_t bytes() const { return pixels_.size() * sizeof(Color); }
    uint64_t id() const { return id_; }

private:
    static uint64_t next_id() {
        static std::atomic<uint64_t> last{0};
        return ++last;
    }

    int width_, height_;
    std::vector<Color> pixels_;
    uint64_t id_;
};

static_assert(sizeof(Color) == 4, "an image's pixels are given to OpenGL and to PNG encoders as they are");

using ImagePtr = std::shared_ptr<const Image>;

}  // namespace viz
