// SPDX-License-Identifier: MIT
// Where the points of a grid land in an image, and which of them are worth a dot.
#pragma once

#include <cstdint>
#include <vector>

#include "viz/document/any_tensor.h"

namespace viz {

/// In pixels: whole numbers are the pixels' centres.
struct Position {
    float x, y;
};

/// Where grid[n, h, w] lands in an image of `width` x `height` pixels before padding, for all h and w, row by row, in
/// float32.
std::vector<Position> pixel_positions(const gs::AnyTensor& grid, int64_t n, int64_t height, int64_t width,
                                      bool align_corners);

/// A part of an image, in pixels.
struct PixelArea {
    float left, top, right, bottom;

    bool contains(const PixelArea& other) const {
        return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
    }
};

/// Of the positions in or near the area one for each square of `side` by `side` pixels that has some, the first one;
/// all in the area for a side of 0. Squares begin at multiples of their side, which is a power of two: so what is left
/// does not change while an area moves over the image.
std::vector<Position> thinned(const std::vector<Position>& positions, const PixelArea& area, float side);

}  // namespace viz
