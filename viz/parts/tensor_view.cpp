// SPDX-License-Identifier: MIT
#include "viz/parts/tensor_view.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "viz/canvas/drawing.h"
#include "viz/model/level_view.h"

namespace viz {
namespace {

constexpr float kZerosOpacity = 0.6f;  ///< of the ground over the card
constexpr float kHatchOpacity = 0.55f, kHatchSpacing = 7;

/// The level whose places are as small as possible, but not smaller than a pixel of the canvas.
int level_for(const Plane& plane, float pixels_per_place) {
    constexpr float kSame = 0.999f;  // what is a pixel but for rounding
    int level = 0;
    for (float size = pixels_per_place; size < kSame && level + 1 < level_count(plane); size *= 2) ++level;
    return level;
}

/// Along one axis of a level: the places of a tile that are seen, whole ones, and one more that the next tile covers.
struct Stretch {
    int64_t first, last;
    bool is_empty() const { return first >= last; }
};

Stretch seen_places(int64_t tile, int64_t side, double low, double high) {
    const int64_t start = tile * side;
    return {std::max(start, static_cast<int64_t>(std::floor(low))),
            std::min(start + side + 1, static_cast<int64_t>(std::ceil(high)))};
}

int64_t rounded_down(int64_t number, int64_t divisor) {
    return (number - (number < 0 ? divisor - 1 : 0)) / divisor;
}

}  // namespace

Cell TensorView::cell_at(int64_t x, int64_t y) const {
    const bool inside = is_inside(x, y), is_zero = !inside && around && around->padding == gs::Padding::zeros;
    if (inside || is_zero) return {x, y, x, y, inside, is_zero, inside ? plane.at(y, x) : 0};
    const int64_t source_x = padded_place(x, plane.width(), *around),
                  source_y = padded_place(y, plane.height(), *around);
    return {x, y, source_x, source_y, false, false, plane.at(source_y, source_x)};
}

Color TensorView::ground_of(const Cell& cell_) const {
    if (cell_.is_zero_padding) return mix(colors.card, colors.ground, kZerosOpacity);
    const Color shown = colours(cell_.value);
    return cell_.is_inside ? shown : mix(around->towards, shown, around->opacity);
}

void TensorView::draw_ground(const Cell& cell_) const {
    const Rect rect = cell_rect(cell_.x, cell_.y);
    canvas.fill(rect, ground_of(cell_));
    if (cell_.is_zero_padding) hatch(canvas, rect, faded(colors.faint, kHatchOpacity), kHatchSpacing, line);
}

ValueTexts TensorView::value_texts(const ValueRoom& room) const {
    std::vector<double> values;
    for_each_cell([&](const Cell& shown) { values.push_back(shown.value); });
    return {values, room};
}

/// The tiles that are seen in an area of the plane, which is given in places of level 0 and may lie beside it.
/// find(row, column) gives a tile's image.
template <class Find>
void TensorView::draw_tiles(Rect area, int level, int64_t side, const Find& find) const {
    const auto block = static_cast<double>(int64_t{1} << level);
    const double left = area.x / block, right = area.right() / block, top = area.y / block,
                 bottom = area.bottom() / block;
    const auto screen = [&](double place, float start, float size, float window_start) {
        return start + static_cast<float>((place * block - window_start) * size);
    };
    const auto tile_of = [&](double place) { return rounded_down(static_cast<int64_t>(std::floor(place)), side); };
    for (int64_t row = tile_of(top); static_cast<double>(row * side) < bottom; ++row) {
        const Stretch y = seen_places(row, side, top, bottom);
        for (int64_t column = tile_of(left); static_cast<double>(column * side) < right; ++column) {
            const Stretch x = seen_places(column, side, left, right);
            if (x.is_empty() || y.is_empty()) continue;
            // The last place of a level may stand for less than a whole block.
            const double x_end = std::min(static_cast<double>(x.last), right),
                         y_end = std::min(static_cast<double>(y.last), bottom);
            const float x0 = screen(static_cast<double>(x.first), origin.x, cell.x, window.left),
                        x1 = screen(x_end, origin.x, cell.x, window.left),
                        y0 = screen(static_cast<double>(y.first), origin.y, cell.y, window.top),
                        y1 = screen(y_end, origin.y, cell.y, window.top);
            canvas.image({x0, y0, x1 - x0, y1 - y0}, find(row, column),
                         {static_cast<float>(x.first - column * side), static_cast<float>(y.first - row * side),
                          static_cast<float>(x_end - static_cast<double>(x.first)),
                          static_cast<float>(y_end - static_cast<double>(y.first))});
        }
    }
}

void TensorView::draw_beside(Rect strip, int level) const {
    if (strip.is_empty()) return;
    const Rect on_screen{origin.x + (strip.x - window.left) * cell.x, origin.y + (strip.y - window.top) * cell.y,
                         strip.w * cell.x, strip.h * cell.y};
    constexpr float kUnseen = 0.25f;  // pixels of the canvas
    if (std::min(on_screen.w, on_screen.h) * canvas.resolution() < kUnseen) return;
    const Clip clip(canvas, on_screen);
    if (around->padding == gs::Padding::zeros) {
        canvas.fill(on_screen, mix(colors.card, colors.ground, kZerosOpacity));
        hatch(canvas, on_screen, faded(colors.faint, kHatchOpacity), kHatchSpacing, line);
        return;
    }
    draw_tiles(strip, level, TileCache::kAroundSide, [&](int64_t row, int64_t column) {
        return tiles.tile_around(plane, level, row, column, colours, *around);
    });
}

void TensorView::draw_image() const {
    const int level = level_for(plane, std::min(cell.x, cell.y) * canvas.resolution());
    // In places of level 0, whose upper left one begins at (0, 0).
    const Rect shown{window.left, window.top, window.columns, window.rows};
    const Rect whole{0, 0, static_cast<float>(plane.width()), static_cast<float>(plane.height())};
    const Rect inside = intersection(shown, whole);
    if (!inside.is_empty())
        draw_tiles(inside, level, TileCache::kSide,
                   [&](int64_t row, int64_t column) { return tiles.tile(plane, level, row, column, colours); });
    if (!around) return;
    const float top = std::clamp(0.0f, shown.y, shown.bottom()), bottom = std::clamp(whole.h, shown.y, shown.bottom());
    draw_beside({shown.x, shown.y, shown.w, top - shown.y}, level);
    draw_beside({shown.x, bottom, shown.w, shown.bottom() - bottom}, level);
    draw_beside(intersection({shown.x, top, -shown.x, bottom - top}, shown), level);
    draw_beside(intersection({whole.w, top, shown.right() - whole.w, bottom - top}, shown), level);
}

}  // namespace viz
