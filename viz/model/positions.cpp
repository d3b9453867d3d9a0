// SPDX-License-Identifier: MIT
#include "viz/model/positions.h"

#include <cmath>

#include "core/coordinates.h"

namespace viz {

std::vector<Position> pixel_positions(const gs::AnyTensor& grid, int64_t n, int64_t height, int64_t width,
                                      bool align_corners) {
    std::vector<Position> positions;
    std::visit(
        [&](const auto& tensor) {
            const int64_t count = tensor.size(1) * tensor.size(2);
            if (count == 0) return;
            positions.resize(static_cast<size_t>(count));
            const auto* const values = &tensor.at(n, 0, 0, 0);
            for (int64_t k = 0; k < count; ++k) {
                const auto x = static_cast<float>(gs::value_of(values[2 * k])),
                           y = static_cast<float>(gs::value_of(values[2 * k + 1]));
                positions[static_cast<size_t>(k)] = {gs::unnormalize(x, width, align_corners).value,
                                                     gs::unnormalize(y, height, align_corners).value};
            }
        },
        grid);
    return positions;
}

std::vector<Position> thinned(const std::vector<Position>& positions, const PixelArea& area, float side) {
    std::vector<Position> left;
    if (side == 0) {
        for (const Position at : positions) {
            if (at.x >= area.left && at.x < area.right && at.y >= area.top && at.y < area.bottom) left.push_back(at);
        }
        return left;
    }
    // Multiplying by a power of two is exact, so that a position is in the same square whatever the area.
    const float per_side = 1 / side;
    const float first_x = std::floor(area.left * per_side), last_x = std::ceil(area.right * per_side),
                first_y = std::floor(area.top * per_side), last_y = std::ceil(area.bottom * per_side);
    const auto columns = static_cast<int64_t>(last_x - first_x), rows = static_cast<int64_t>(last_y - first_y);
    const auto left_column = static_cast<int64_t>(first_x), top_row = static_cast<int64_t>(first_y);
    std::vector<char> is_taken(static_cast<size_t>(columns * rows));
    const auto rounded_down = [](float value) {
        const auto whole = static_cast<int64_t>(value);
        return whole - (value < static_cast<float>(whole) ? 1 : 0);
    };
    for (const Position at : positions) {
        const float x = at.x * per_side, y = at.y * per_side;
        if (!(x >= first_x && x < last_x && y >= first_y && y < last_y)) continue;
        char& taken =
            is_taken[static_cast<size_t>((rounded_down(y) - top_row) * columns + rounded_down(x) - left_column)];
        if (taken != 0) continue;
        taken = 1;
        left.push_back(at);
    }
    return left;
}

}  // namespace viz
