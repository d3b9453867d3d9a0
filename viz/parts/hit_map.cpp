// SPDX-License-Identifier: MIT
#include "viz/parts/hit_map.h"

namespace viz {
namespace {

/// The cell of a hit that a point of its rectangle is in.
Target target_in(const HitMap::Hit& hit, Vec2 point) {
    const auto index = [](float from_start, float length, int64_t count) {
        return std::clamp<int64_t>(static_cast<int64_t>(from_start / length * static_cast<float>(count)), 0, count - 1);
    };
    Target target = hit.target;
    target.h += index(point.y - hit.rect.y, hit.rect.h, hit.cells.rows);
    target.w += index(point.x - hit.rect.x, hit.rect.w, hit.cells.columns);
    return target;
}

}  // namespace

Target HitMap::at(Vec2 point) const {
    for (auto hit = hits.rbegin(); hit != hits.rend(); ++hit) {
        if (hit->rect.contains(point)) return target_in(*hit, point);
    }
    return {};
}

std::optional<Rect> HitMap::place_of(const Target& target) const {
    for (const Hit& hit : hits) {
        Target first = target;
        first.h = hit.target.h;
        first.w = hit.target.w;
        const int64_t row = target.h - hit.target.h, column = target.w - hit.target.w;
        if (first != hit.target || row < 0 || row >= hit.cells.rows || column < 0 || column >= hit.cells.columns)
            continue;
        return hit.cell_rect(row, column);
    }
    return std::nullopt;
}

std::optional<PixelPlace> HitMap::pixel_at(Vec2 point) const {
    for (const StageView& stage : stages) {
        if (!stage.picture().contains(point)) continue;
        const Vec2 pixel = stage.pixel_from_screen(point);
        return PixelPlace{std::lround(pixel.y), std::lround(pixel.x)};
    }
    return std::nullopt;
}

}  // namespace viz
