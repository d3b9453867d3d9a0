// SPDX-License-Identifier: MIT
// Both conventions side by side, with everything that leads from one grid value to two results.
#pragma once

#include "viz/pages/page.h"

namespace viz {

class ComparePage : public Page {
public:
    std::string_view name() const override { return "compare"; }
    HitMap draw(Canvas& canvas, const Model& model, const PageOptions& options) const override;
    std::string describe(const Model& model) const override;

    std::optional<State> click(const HitMap& hits, Vec2 at, const LoadedState& now) const override;
    std::optional<Grip> grip(const HitMap& hits, Vec2 at, const LoadedState& now) const override;
    State drag(const Grip& grip, Vec2 to, const LoadedState& now) const override;
    State zoom(const HitMap& hits, int direction, const LoadedState& now) const override;
    bool can_zoom(const Target& target) const override;
    PointerShape pointer(const HitMap& hits, Vec2 at, const LoadedState& now) const override;
};

}  // namespace viz
