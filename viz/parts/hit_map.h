// SPDX-License-Identifier: MIT
// What stands where in a drawn figure, for the pointer.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "viz/parts/layout.h"
#include "viz/parts/stage_view.h"

namespace viz {

/// Something in the figure that the pointer can be on.
struct Target {
    enum class Kind { none, stage, tap, row, cell, step, back, forward };

    Kind kind = Kind::none;
    int index = 0;         ///< tap, row of bicubic taps: which one; step: its number; stage: 0 True, 1 False
    int64_t h = 0, w = 0;  ///< cell

    friend bool operator==(const Target&, const Target&) = default;
};

/// A pixel of the input, or a place in the padding around it.
struct PixelPlace {
    int64_t h = 0, w = 0;
};

/// What stands where in a drawn figure.
struct HitMap {
    /// Equal cells that a rectangle is divided into.
    struct Cells {
        int64_t rows = 1, columns = 1;
    };
    struct Hit {
        Rect rect;
        Target target;  ///< of the first cell
        Cells cells;    ///< their h and w are counted from the target's

        Rect cell_rect(int64_t row, int64_t column) const {
            const Vec2 size{rect.w / static_cast<float>(cells.columns), rect.h / static_cast<float>(cells.rows)};
            return {rect.x + size.x * static_cast<float>(column), rect.y + size.y * static_cast<float>(row), size.x,
                    size.y};
        }
    };
    Layout layout{};
    std::vector<Hit> hits;            ///< what is on top comes last
    std::array<StageView, 2> stages;  ///< True, False

    Target at(Vec2 point) const;
    /// Where a target is first found, or nothing.
    std::optional<Rect> place_of(const Target& target) const;
    /// The pixel under a point of either picture.
    std::optional<PixelPlace> pixel_at(Vec2 point) const;
};

}  // namespace viz
