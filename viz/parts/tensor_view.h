// SPDX-License-Identifier: MIT
// The cells and values of a plane, for all that shows one: pixels of an input, results of an output.
#pragma once

#include <optional>

#include "viz/canvas/canvas.h"
#include "viz/parts/pixel_window.h"
#include "viz/parts/tiles.h"
#include "viz/parts/value_texts.h"

namespace viz {

/// How a plane is drawn: cells that are smaller are an image.
inline constexpr float kSmallestCell = 6;

/// Values that would be smaller are left out.
inline constexpr float kSmallestValue = 8;

/// One place of a plane, or beside it.
struct Cell {
    int64_t x, y;
    int64_t source_x, source_y;  ///< where its value is read: another place than its own outside the plane
    bool is_inside;
    bool is_zero_padding;  ///< outside, and read as 0
    double value;
};

struct TensorView {
    Canvas& canvas;
    TileCache& tiles;
    const Palette& colors;
    const Plane& plane;
    const ColourScale& colours;
    PixelWindow window;            ///< what is shown; may reach beyond the plane
    Vec2 origin;                   ///< the screen position of the window's upper left corner
    Vec2 cell;                     ///< a place's size on the screen
    std::optional<Around> around;  ///< nothing: beside the plane there is nothing to see
    float line = 1;                ///< the width of a thin line

    /// Whether cells are too small to be told apart by lines; then draw_image is the way to draw them, else, for each
    /// one, draw_ground.
    bool is_image() const { return std::min(cell.x, cell.y) < kSmallestCell; }

    Rect picture() const { return {origin.x, origin.y, cell.x * window.columns, cell.y * window.rows}; }
    Rect cell_rect(int64_t x, int64_t y) const {
        const Vec2 centre{origin.x + (static_cast<float>(x) - window.left + 0.5f) * cell.x,
                          origin.y + (static_cast<float>(y) - window.top + 0.5f) * cell.y};
        return {centre.x - cell.x / 2, centre.y - cell.y / 2, cell.x, cell.y};
    }
    Rect plane_rect() const {
        const Rect first = cell_rect(0, 0);
        return {first.x, first.y, cell.x * static_cast<float>(plane.width()),
                cell.y * static_cast<float>(plane.height())};
    }
    /// What is seen of a cell.
    Rect visible_rect(const Cell& cell_) const { return intersection(cell_rect(cell_.x, cell_.y), picture()); }

    bool is_inside(int64_t x, int64_t y) const { return x >= 0 && x < plane.width() && y >= 0 && y < plane.height(); }
    Cell cell_at(int64_t x, int64_t y) const;

    /// Calls visit(cell) for all that are seen, row by row.
    template <class Visitor>
    void for_each_cell(Visitor&& visit) const {
        for (int64_t y = window.first_row(); y < window.last_row(); ++y) {
            for (int64_t x = window.first_column(); x < window.last_column(); ++x) {
                if (around || is_inside(x, y)) visit(cell_at(x, y));
            }
        }
    }

    /// The ground that a value stands on: its shade; paler beside the plane.
    Color ground_of(const Cell& cell) const;
    void draw_ground(const Cell& cell) const;

    /// All that is seen as an image whose pixels are about as large as those of the canvas, or larger.
    void draw_image() const;

    /// The values of all cells that are seen, in one size; 0 where there is not the room.
    ValueTexts value_texts(const ValueRoom& room) const;

private:
    template <class Find>
    void draw_tiles(Rect area, int level, int64_t side, const Find& find) const;
    void draw_beside(Rect strip, int level) const;
};

}  // namespace viz
