// SPDX-License-Identifier: MIT
// Which pixels a stage shows, and the way between three coordinate systems, each function named by both ends:
//   grid     normalised, -1 .. 1 across the image
//   pixel    integer i is the centre of pixel i
//   screen   design units of the figure
#pragma once

#include <cmath>
#include <cstdint>

#include "viz/canvas/geometry.h"
#include "viz/model/model.h"
#include "viz/parts/pixel_window.h"

namespace viz {

/// The window for a State. The whole image and a ring of its padding when that is at most `whole_limit` pixels along an
/// axis, else a part around what is read; either way with all that is read in it, unless the conventions read more
/// than a few pixels apart. The ring is narrow, and as wide as the taps and their areas need when these reach out.
/// Where the State has a centre, as many pixels as it asks for around that, which begin and end anywhere in pixels, and
/// as near to it as keeps the image in view.
PixelWindow choose_window(const Model& model, float whole_limit);

/// A stage's picture: the window drawn with square cells.
struct StageView {
    bool align_corners = false;
    int64_t width = 1, height = 1;  ///< of the image, in pixels
    PixelWindow window;
    float cell = 1;  ///< the side of a pixel on the screen
    Vec2 origin;     ///< the screen position of the window's top left corner

    /// Fits the window into `area`, centred, with cells of at most `largest_cell`.
    static StageView fit(const Model& model, bool align_corners, const PixelWindow& window, Rect area,
                         float largest_cell);

    Rect picture() const { return {origin.x, origin.y, cell * window.columns, cell * window.rows}; }
    Rect cell_rect(int64_t x, int64_t y) const {
        const Vec2 centre = screen_from_pixel({static_cast<float>(x), static_cast<float>(y)});
        return {centre.x - cell / 2, centre.y - cell / 2, cell, cell};
    }
    /// What is seen of a pixel.
    Rect visible_rect(int64_t x, int64_t y) const { return intersection(cell_rect(x, y), picture()); }
    /// The image without its padding.
    Rect image_rect() const {
        const Rect first = cell_rect(0, 0);
        return {first.x, first.y, cell * static_cast<float>(width), cell * static_cast<float>(height)};
    }

    Vec2 screen_from_pixel(Vec2 pixel) const {
        return {origin.x + (pixel.x - window.left + 0.5f) * cell, origin.y + (pixel.y - window.top + 0.5f) * cell};
    }
    /// The same for the numbers of a trace.
    Vec2 screen_from_pixel(double x, double y) const {
        return screen_from_pixel({static_cast<float>(x), static_cast<float>(y)});
    }
    Vec2 pixel_from_screen(Vec2 screen) const {
        return {(screen.x - origin.x) / cell + window.left - 0.5f, (screen.y - origin.y) / cell + window.top - 0.5f};
    }
    Vec2 pixel_from_grid(Vec2 grid) const;
    /// Along a one-pixel axis under align_corners = true, where any grid value lands on the pixel, this is 0.
    Vec2 grid_from_pixel(Vec2 pixel) const;
    Vec2 screen_from_grid(Vec2 grid) const { return screen_from_pixel(pixel_from_grid(grid)); }
    Vec2 grid_from_screen(Vec2 screen) const { return grid_from_pixel(pixel_from_screen(screen)); }
};

}  // namespace viz
