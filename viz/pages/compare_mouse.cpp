// SPDX-License-Identifier: MIT
// What the mouse does on the page.
#include <algorithm>
#include <array>
#include <cmath>

#include "viz/document/format.h"
#include "viz/pages/compare.h"

namespace viz {
namespace {

constexpr float kGrabDistance = 18;  ///< nearer than this, the query is taken where it is

std::optional<size_t> stage_at(const HitMap& hits, Vec2 point) {
    for (size_t stage = 0; stage < 2; ++stage) {
        if (hits.stages[stage].picture().contains(point)) return stage;
    }
    return std::nullopt;
}

Vec2 from_pointer_to_query(const StageView& view, Vec2 pointer, const LoadedState& now) {
    const auto [x, y] = now.query_grid();
    return view.screen_from_grid({static_cast<float>(x), static_cast<float>(y)}) - pointer;
}

bool is_on_stage(const Target& target) {
    return target.kind == Target::Kind::stage || target.kind == Target::Kind::tap;
}

}  // namespace

std::optional<State> ComparePage::click(const HitMap& hits, Vec2 at, const LoadedState& now) const {
    const Target target = hits.at(at);
    State next = now.state;
    int& step = next.walk.step;
    switch (target.kind) {
        case Target::Kind::step: step = target.index; return next;
        case Target::Kind::back: step = std::max(1, step - 1); return next;
        case Target::Kind::forward: step = std::min(kSteps, step + 1); return next;
        case Target::Kind::cell:
            next.query = {.is_cell = true, .n = next.query.n, .h = target.h, .w = target.w};
            return next;
        default: return std::nullopt;
    }
}

std::optional<Grip> ComparePage::grip(const HitMap& hits, Vec2 at, const LoadedState& now) const {
    const auto stage = stage_at(hits, at);
    if (!stage || !is_on_stage(hits.at(at))) return std::nullopt;
    const StageView& view = hits.stages[*stage];
    const Vec2 offset = from_pointer_to_query(view, at, now);
    const bool is_far = length(offset) > kGrabDistance;
    return Grip{view, is_far ? Vec2{} : offset, is_far};
}

State ComparePage::drag(const Grip& grip, Vec2 to, const LoadedState& now) const {
    const StageView& view = grip.view;
    const Vec2 grid = view.grid_from_screen(to + grip.offset);
    State next = now.state;
    next.query = now.free_query();
    // Under True every grid value of a one-pixel axis lands on that pixel: dragging cannot choose one.
    if (!view.align_corners || view.width > 1) next.query.x = shortest(grid.x, gs::Dtype::float32);
    if (!view.align_corners || view.height > 1) next.query.y = shortest(grid.y, gs::Dtype::float32);
    return next;
}

State ComparePage::zoom(const HitMap& hits, int direction, const LoadedState& now) const {
    constexpr std::array kSizes{4,   6,   8,   10,  12,   16,   24,   32,   48,    64,   96,
                                128, 192, 256, 512, 1024, 2048, 4096, 8192, 16384, 65536};
    const auto shown = static_cast<int>(std::ceil(hits.stages[0].window.columns));
    const auto larger = std::upper_bound(kSizes.begin(), kSizes.end(), shown);
    const auto not_smaller = std::lower_bound(kSizes.begin(), kSizes.end(), shown);
    State next = now.state;
    next.view.pixels = direction > 0 ? (larger == kSizes.end() ? kSizes.back() : *larger)
                                     : (not_smaller == kSizes.begin() ? kSizes.front() : *(not_smaller - 1));
    return next;
}

bool ComparePage::can_zoom(const Target& target) const {
    return is_on_stage(target);
}

PointerShape ComparePage::pointer(const HitMap& hits, Vec2 at, const LoadedState& now) const {
    const Target target = hits.at(at);
    switch (target.kind) {
        case Target::Kind::none:
        case Target::Kind::row: return PointerShape::arrow;
        case Target::Kind::back: return now.state.walk.step > 1 ? PointerShape::hand : PointerShape::arrow;
        case Target::Kind::forward: return now.state.walk.step < kSteps ? PointerShape::hand : PointerShape::arrow;
        case Target::Kind::step:
        case Target::Kind::cell: return PointerShape::hand;
        case Target::Kind::tap:
        case Target::Kind::stage: break;
    }
    const auto stage = stage_at(hits, at);
    if (!stage) return PointerShape::arrow;
    const bool is_near = length(from_pointer_to_query(hits.stages[*stage], at, now)) <= kGrabDistance;
    return is_near ? PointerShape::move : PointerShape::hand;
}

}  // namespace viz
