// SPDX-License-Identifier: MIT
// Which part of a plane is shown.
#pragma once

#include <cmath>
#include <cstdint>

namespace viz {

/// The block of places of a plane that is shown (both stages show the same pixels): `columns` x `rows` of them, from
/// the left edge of place `left` and the upper edge of place `top` on. It may begin and end within places, and reach
/// beyond the image, into the padding.
struct PixelWindow {
    float left = 0, top = 0, columns = 0, rows = 0;

    /// Whether the whole pixel is shown.
    bool contains(int64_t x, int64_t y) const {
        const auto px = static_cast<float>(x), py = static_cast<float>(y);
        return px >= left && px + 1 <= left + columns && py >= top && py + 1 <= top + rows;
    }

    /// The pixels of which something is shown: from first to last, the latter not included.
    int64_t first_column() const { return static_cast<int64_t>(std::floor(left)); }
    int64_t last_column() const { return static_cast<int64_t>(std::ceil(left + columns)); }
    int64_t first_row() const { return static_cast<int64_t>(std::floor(top)); }
    int64_t last_row() const { return static_cast<int64_t>(std::ceil(top + rows)); }
};

}  // namespace viz
