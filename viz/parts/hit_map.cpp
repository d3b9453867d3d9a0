// SPDX-License-Identifier: MIT
#include "viz/parts/hit_map.h"

namespace viz {

Target HitMap::at(Vec2 point) const {
    for (auto hit = hits.rbegin(); hit != hits.rend(); ++hit) {
        if (hit->rect.contains(point)) return hit->target;
    }
    return {};
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
