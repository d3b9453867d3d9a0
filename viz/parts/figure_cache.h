// SPDX-License-Identifier: MIT
// What drawing needs of a Model in every frame and takes long to make: kept from one frame to the next. It follows from
// the Model alone: a picture drawn with an empty cache is the same.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "viz/model/model.h"
#include "viz/model/positions.h"
#include "viz/parts/tiles.h"

namespace viz {

class FigureCache {
public:
    TileCache& tiles() { return tiles_; }

    /// The grid's points in a part of the image, and some around it, thinned to one for each square of that side
    /// (viz/model/positions.h).
    const std::vector<Position>& points(const Model& model, bool align_corners, const PixelArea& area, float side);

private:
    struct Points {
        std::shared_ptr<const gs::AnyTensor> grid;
        std::array<int64_t, 3> image{};  ///< n, height, width
        std::vector<Position> all, shown;
        PixelArea area{};
        float side = -1;
    };

    TileCache tiles_;
    std::array<Points, 2> points_;
};

}  // namespace viz
