// SPDX-License-Identifier: MIT
#include "viz/parts/figure_cache.h"

namespace viz {

const std::vector<Position>& FigureCache::points(const Model& model, bool align_corners, const PixelArea& area,
                                                 float side) {
    Points& points = points_[align_corners ? 0 : 1];
    const std::array image{model.state().query.n, model.height(), model.width()};
    if (points.grid != model.shared_grid() || points.image != image) {
        points = {.grid = model.shared_grid(), .image = image, .all = {}, .shown = {}};
        points.all = pixel_positions(*points.grid, image[0], image[1], image[2], align_corners);
    }
    if (!points.area.contains(area) || points.side != side) {
        // With what lies around, so that little has to be thinned anew while the part that is seen moves.
        const float wide = (area.right - area.left) / 2, high = (area.bottom - area.top) / 2;
        points.area = {area.left - wide, area.top - high, area.right + wide, area.bottom + high};
        points.side = side;
        points.shown = thinned(points.all, points.area, side);
    }
    return points.shown;
}

}  // namespace viz
