// SPDX-License-Identifier: MIT
#include "viz/parts/figure_cache.h"

#include <algorithm>

namespace viz {
namespace {

/// The plane with its levels.
Plane with_levels(Plane plane) {
    plane.levels = std::make_shared<Pyramid>(plane);
    return plane;
}

}  // namespace

Plane FigureCache::plane(const std::shared_ptr<const gs::AnyTensor>& tensor, int64_t n, int64_t c) {
    const auto found = std::ranges::find_if(planes_, [&](const Plane& plane) {
        return plane.tensor.get() == tensor.get() && plane.n == n && plane.c == c;
    });
    if (found != planes_.end()) {
        std::rotate(found, found + 1, planes_.end());
    } else {
        constexpr size_t kMost = 4;  // input, two outputs, and one to come back to
        if (planes_.size() == kMost) planes_.erase(planes_.begin());
        planes_.push_back(with_levels(new_plane(tensor, n, c)));
    }
    return planes_.back();
}

Plane FigureCache::input(const Model& model) {
    return plane(model.shared_input(), model.state().query.n, model.state().view.channel);
}

Plane FigureCache::output(const Model& model, size_t side) {
    return plane(model.sides()[side].output, model.state().query.n, model.state().view.channel);
}

const Difference& FigureCache::difference(const Model& model) {
    const Plane a = output(model, 0), b = output(model, 1);
    if (compared_ != std::array{a.id, b.id}) {
        difference_ = difference_of(a, b);
        difference_.plane = with_levels(difference_.plane);
        compared_ = {a.id, b.id};
    }
    return difference_;
}

const std::vector<Position>& FigureCache::points(const Model& model, bool align_corners, const PixelArea& area,
                                                 float side) {
    Points& points = points_[align_corners ? 0 : 1];
    const std::array image{model.state().query.n, model.height(), model.width()};
    if (points.grid != model.shared_grid() || points.image != image) {
        points = {.grid = model.shared_grid(), .image = image, .all = {}, .shown = {}};
        points.all = pixel_positions(*points.grid, image[0], image[1], image[2], align_corners);
    }
    if (points.area != area || points.side != side) {
        points.shown = thinned(points.all, area, side);
        points.area = area;
        points.side = side;
    }
    return points.shown;
}

}  // namespace viz
