// SPDX-License-Identifier: MIT
// What is being loaded, how far it is, and a button that stops it; where messages stand.
#pragma once

#include <optional>
#include <string>

#include "viz/canvas/canvas.h"
#include "viz/parts/layout.h"

namespace viz {

struct LoadingLine {
    std::string words;
    std::optional<double> fraction;  ///< nothing: a piece of the bar runs to and fro
    double seconds = 0;              ///< the clock that it runs by
    bool is_on_cancel = false;       ///< the pointer is on the button
};

/// Returns where the button stands.
Rect draw_loading_line(Canvas& canvas, const Layout& layout, Theme theme, const LoadingLine& line);

}  // namespace viz
