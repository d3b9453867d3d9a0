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
    if (points.area != area || points.side != side) {
        points.shown = thinned(points.all, area, side);
        points.area = area;
        points.side = side;
    }
    return points.shown;
}

}  // namespace viz
