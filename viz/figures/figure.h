// SPDX-License-Identifier: MIT
// The picture: both conventions side by side, with everything that leads from one grid value to two results.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "viz/figures/canvas.h"
#include "viz/figures/layout.h"
#include "viz/figures/palette.h"
#include "viz/figures/stage_view.h"
#include "viz/model/model.h"
#include "viz/parts/figure_cache.h"

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
    std::vector<Hit> hits;            ///< what is on top comes last
    std::array<StageView, 2> stages;  ///< True, False

    Target at(Vec2 point) const;
    /// Where a target is first found, or nothing.
    std::optional<Rect> place_of(const Target& target) const;
    /// The pixel under a point of either picture.
    std::optional<PixelPlace> pixel_at(Vec2 point) const;
};

struct FigureOptions {
    Vec2 size = kDesignSize;
    Target hover;                       ///< its partners light up in all views
    std::optional<PixelPlace> pixel;    ///< under the pointer: its exact value is shown
    bool has_header = true;             ///< false: the window puts its tool bar there
    std::optional<PixelWindow> window;  ///< the pixels to show, where they must stay as they were
    FigureCache* cache = nullptr;       ///< null: everything is made for this picture alone
};

/// Draws the model's State and tells what stands where.
HitMap draw_figure(Canvas& canvas, const Model& model, const FigureOptions& options);

/// The figure in one or two sentences, for screen readers and the SVG's description.
std::string describe(const Model& model);

}  // namespace viz
