// SPDX-License-Identifier: MIT
// The picture: both conventions side by side, with everything that leads from one grid value to two results.
#pragma once

#include <optional>
#include <string>

#include "viz/canvas/canvas.h"
#include "viz/canvas/palette.h"
#include "viz/model/model.h"
#include "viz/parts/figure_cache.h"
#include "viz/parts/hit_map.h"
#include "viz/parts/layout.h"

namespace viz {

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
