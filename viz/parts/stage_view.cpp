// SPDX-License-Identifier: MIT
#include "viz/parts/stage_view.h"

#include <algorithm>
#include <cmath>

#include "core/sample_math.h"

namespace viz {
namespace {

constexpr float kNarrowRing = 0.25f;

/// A stretch along one axis, in pixels: i - 1/2 and i + 1/2 are the edges of pixel i.
struct Stretch {
    double low, high;

    bool is_empty() const { return !(low <= high); }
    void include(double at, double margin) {
        if (!gs::is_usable(at)) return;
        low = std::min(low, at - margin);
        high = std::max(high, at + margin);
    }
};

/// What both conventions read along an axis, and where the query lands if that is near: the box around it whose
/// overlaps are the weights; for bicubic its four taps.
Stretch read_along(const Model& model, AxisTrace Trace::*along) {
    Stretch read{HUGE_VAL, -HUGE_VAL};
    for (const Side& side : model.sides()) {
        const AxisTrace& axis = side.trace.*along;
        if (gs::pads_taps(model.state().sampling.mode)) {
            read.include(axis.base - 1, 0.5);
            read.include(axis.base + 2, 0.5);
        } else {
            read.include(axis.padded, 0.5);
            // A tap beyond the rim is seen up to its middle, which is room for its value and its name.
            if (model.state().sampling.mode == gs::Mode::bilinear) {
                read.include(axis.base, 0);
                read.include(axis.base + 1, 0);
            }
            if (model.state().sampling.mode == gs::Mode::nearest) read.include(axis.base, 0.5);
        }
        const double beyond = std::max(-axis.unnormalized, axis.unnormalized - static_cast<double>(axis.size - 1));
        constexpr double kNear = 1.5;  // what lies beyond the widest ring is pointed to by an arrow
        if (beyond <= kNear) read.include(axis.unnormalized, 0);
    }
    return read;
}

/// How wide the ring of padding is, in pixels: the least of a few widths that holds what is read.
float ring_for(const Model& model, const Stretch& x, const Stretch& y) {
    const auto beyond = [](const Stretch& read, int64_t size) {
        return read.is_empty() ? 0 : std::max(-0.5 - read.low, read.high - (static_cast<double>(size) - 0.5));
    };
    const double needed = std::max(beyond(x, model.width()), beyond(y, model.height()));
    const float widest = gs::pads_taps(model.state().sampling.mode) ? 2 : 1;
    for (const float width : {kNarrowRing, 0.5f, 1.0f}) {
        if (needed <= width) return width;
    }
    return widest;
}

/// The part of one axis to show.
struct Span {
    float first, count;
};

/// Everything when that is at most `whole_limit` pixels, else `part` pixels or more around what is read.
Span choose_span(int64_t size, float ring, const Stretch& read, float whole_limit, float part) {
    const float whole = static_cast<float>(size) + 2 * ring;
    if (whole <= whole_limit) return {-ring, whole};
    constexpr double kMostApart = 12;  // what is farther apart than this is not shown together
    const auto needed = read.is_empty() ? 0 : std::ceil(read.high + 0.5) - std::floor(read.low + 0.5);
    const float count = needed <= kMostApart ? std::max(part, static_cast<float>(needed)) : part;
    if (whole <= count) return {-ring, whole};
    const double middle = read.is_empty() ? 0 : (read.low + read.high) / 2;
    const auto first = static_cast<float>(std::lround(middle + 0.5 - count / 2));
    return {std::clamp(first, -std::ceil(ring), static_cast<float>(size) + std::ceil(ring) - count), count};
}

/// `count` pixels around a place, which may begin within one; all where there are no more. The image stays in view.
Span span_around(int64_t size, float ring, double centre, double count) {
    const double whole = static_cast<double>(size) + 2.0 * ring;
    if (whole <= count) return {-ring, static_cast<float>(whole)};
    const double first = std::clamp(centre + 0.5 - count / 2, -1.0 * ring, whole - ring - count);
    return {static_cast<float>(first), static_cast<float>(count)};
}

}  // namespace

PixelWindow choose_window(const Model& model, float whole_limit) {
    const State& state = model.state();
    // A part is shown larger than the whole would be: values of photographs need the room.
    constexpr float kPart = 8;
    const auto chosen = static_cast<float>(state.view.pixels);
    const float limit = chosen > 0 ? chosen : whole_limit, part = chosen > 0 ? chosen : std::min(whole_limit, kPart);
    const Stretch read_x = read_along(model, &Trace::x), read_y = read_along(model, &Trace::y);
    const float ring = ring_for(model, read_x, read_y);
    if (const std::optional<PixelPoint>& centre = state.view.centre) {
        const auto along = [&](int64_t size, double at) {
            const bool is_whole = static_cast<float>(size) + 2 * ring <= limit;
            return span_around(size, ring, at, is_whole ? limit : chosen > 0 ? state.view.pixels : part);
        };
        const Span x = along(model.width(), centre->x), y = along(model.height(), centre->y);
        return {x.first, y.first, x.count, y.count};
    }
    const Span x = choose_span(model.width(), ring, read_x, limit, std::floor(part));
    const Span y = choose_span(model.height(), ring, read_y, limit, std::floor(part));
    return {x.first, y.first, x.count, y.count};
}

StageView StageView::fit(const Model& model, bool align_corners, const PixelWindow& window, Rect area,
                         float largest_cell) {
    StageView view{align_corners, model.width(), model.height(), window, 1, {}};
    view.cell = std::min({area.w / window.columns, area.h / window.rows, largest_cell});
    view.origin = {area.x + (area.w - view.cell * window.columns) / 2, area.y + (area.h - view.cell * window.rows) / 2};
    return view;
}

Vec2 StageView::pixel_from_grid(Vec2 grid) const {
    return {gs::unnormalize(grid.x, width, align_corners).value, gs::unnormalize(grid.y, height, align_corners).value};
}

Vec2 StageView::grid_from_pixel(Vec2 pixel) const {
    return {gs::normalize(pixel.x, width, align_corners), gs::normalize(pixel.y, height, align_corners)};
}

}  // namespace viz
