// SPDX-License-Identifier: MIT
// Which pixels a stage shows, and the way between three coordinate systems, each function named by both ends:
//   grid     normalised, -1 .. 1 across the image
//   pixel    integer i is the centre of pixel i
//   screen   design units of the figure
#pragma once

#include <cstdint>

#include "viz/figures/geometry.h"
#include "viz/model/model.h"

namespace viz {

/// The block of pixels that both stages show: `columns` x `rows` of them, from (left, top) on. It may reach beyond the
/// image, into the padding.
struct PixelWindow {
    int64_t left = 0, top = 0, columns = 0, rows = 0;

    bool contains(int64_t x, int64_t y) const { return x >= left && x < left + columns && y >= top && y < top + rows; }
};

/// The window for a State: the whole image and its ring of padding when that is at most `whole_limit` pixels along an
/// axis, else a part around the two places where the query lands.
PixelWindow choose_window(const Model& model, int whole_limit);

/// How far the padding is drawn beyond the image: as far as taps reach.
int64_t ring_width(gs::Mode mode);

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

    Rect picture() const {
        return {origin.x, origin.y, cell * static_cast<float>(window.columns), cell * static_cast<float>(window.rows)};
    }
    Rect cell_rect(int64_t x, int64_t y) const {
        const Vec2 centre = screen_from_pixel({static_cast<float>(x), static_cast<float>(y)});
        return {centre.x - cell / 2, centre.y - cell / 2, cell, cell};
    }
    /// The image without its padding.
    Rect image_rect() const {
        const Rect first = cell_rect(0, 0);
        return {first.x, first.y, cell * static_cast<float>(width), cell * static_cast<float>(height)};
    }

    Vec2 screen_from_pixel(Vec2 pixel) const {
        return {origin.x + (pixel.x - static_cast<float>(window.left) + 0.5f) * cell,
                origin.y + (pixel.y - static_cast<float>(window.top) + 0.5f) * cell};
    }
    /// The same for the numbers of a trace.
    Vec2 screen_from_pixel(double x, double y) const {
        return screen_from_pixel({static_cast<float>(x), static_cast<float>(y)});
    }
    Vec2 pixel_from_screen(Vec2 screen) const {
        return {(screen.x - origin.x) / cell + static_cast<float>(window.left) - 0.5f,
                (screen.y - origin.y) / cell + static_cast<float>(window.top) - 0.5f};
    }
    Vec2 pixel_from_grid(Vec2 grid) const;
    /// Along a one-pixel axis under align_corners = true, where any grid value lands on the pixel, this is 0.
    Vec2 grid_from_pixel(Vec2 pixel) const;
    Vec2 screen_from_grid(Vec2 grid) const { return screen_from_pixel(pixel_from_grid(grid)); }
    Vec2 grid_from_screen(Vec2 screen) const { return grid_from_pixel(pixel_from_screen(screen)); }
};

}  // namespace viz
