// SPDX-License-Identifier: MIT
#include "viz/figures/stage_view.h"

#include "core/sample_math.h"

namespace viz {
namespace {

struct Span {
    int64_t first, count;
};

/// The part of one axis to show: everything when that is at most `whole_limit` pixels, else `part` pixels around the
/// middle of the two landing points.
Span choose_span(int64_t size, int64_t ring, double landing_a, double landing_b, int64_t whole_limit, int64_t part) {
    const int64_t whole = size + 2 * ring;
    if (whole <= whole_limit) return {-ring, whole};
    const double middle = gs::is_usable(landing_a) && gs::is_usable(landing_b) ? (landing_a + landing_b) / 2 : 0;
    const auto first = static_cast<int64_t>(std::lround(middle)) - part / 2;
    return {std::clamp(first, -ring, size + ring - part), part};
}

}  // namespace

int64_t ring_width(gs::Mode mode) {
    return gs::pads_taps(mode) ? 2 : 1;
}

PixelWindow choose_window(const Model& model, int whole_limit) {
    const State& state = model.state();
    // A part is shown larger than the whole would be: values of photographs need the room.
    const int64_t limit = state.view_pixels > 0 ? state.view_pixels : whole_limit;
    const int64_t part = state.view_pixels > 0 ? state.view_pixels : std::min(whole_limit, 8);
    const int64_t ring = ring_width(state.mode);
    const Trace &a = model.side(true).trace, &b = model.side(false).trace;
    const Span x = choose_span(model.width(), ring, a.x.padded, b.x.padded, limit, part);
    const Span y = choose_span(model.height(), ring, a.y.padded, b.y.padded, limit, part);
    return {x.first, y.first, x.count, y.count};
}

StageView StageView::fit(const Model& model, bool align_corners, const PixelWindow& window, Rect area,
                         float largest_cell) {
    StageView view{align_corners, model.width(), model.height(), window, 1, {}};
    const auto columns = static_cast<float>(window.columns), rows = static_cast<float>(window.rows);
    view.cell = std::min({area.w / columns, area.h / rows, largest_cell});
    view.origin = {area.x + (area.w - view.cell * columns) / 2, area.y + (area.h - view.cell * rows) / 2};
    return view;
}

Vec2 StageView::pixel_from_grid(Vec2 grid) const {
    return {gs::unnormalize(grid.x, width, align_corners).value, gs::unnormalize(grid.y, height, align_corners).value};
}

Vec2 StageView::grid_from_pixel(Vec2 pixel) const {
    return {gs::normalize(pixel.x, width, align_corners), gs::normalize(pixel.y, height, align_corners)};
}

}  // namespace viz
