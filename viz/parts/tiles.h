// SPDX-License-Identifier: MIT
// Planes as images, in tiles that are made when they are first seen and kept while there is room.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "core/options.h"
#include "viz/canvas/colour_map.h"
#include "viz/canvas/image.h"
#include "viz/model/plane.h"

namespace viz {

/// What sampling reads beyond a plane's edges, and how that is shown: copies of the plane's values, faded towards a
/// colour.
struct Around {
    gs::Padding padding = gs::Padding::zeros;
    bool align_corners = false;
    Color towards;
    float opacity = 1;  ///< of the copies
};

/// The place of an axis of `size` places that padding reads for the place `at`; itself where that lies inside.
int64_t padded_place(int64_t at, int64_t size, const Around& around);

/// Shared by all that shows planes in a frame, and kept from frame to frame.
class TileCache {
public:
    /// Places along both axes of a tile of a plane, and of one beside it, where mostly a narrow ring is seen.
    static constexpr int kSide = 256, kAroundSide = 64;
    static constexpr size_t kMostBytes = size_t{64} << 20;

    /// The places from kSide * row and kSide * column on of a level, and one row and column more, where there are
    /// these: tiles that are drawn with them leave no gap.
    ImagePtr tile(const Plane& plane, int level, int64_t row, int64_t column, const ColourScale& colours);

    /// Likewise of the endless plane that padding makes, faded everywhere, in tiles of kAroundSide; rows and columns
    /// may be negative. Not for padding with zeros.
    ImagePtr tile_around(const Plane& plane, int level, int64_t row, int64_t column, const ColourScale& colours,
                         const Around& around);

    /// How many tiles were made so far.
    int64_t made() const { return made_; }
    size_t bytes() const { return bytes_; }

private:
    /// Plane, whether it has levels, level, row, column, scale, surroundings.
    using Key = std::tuple<uint64_t, bool, int, int64_t, int64_t, size_t, size_t>;
    struct Tile {
        ImagePtr image;
        uint64_t last_use;
    };

    template <class Make>
    ImagePtr find(const Key& key, const Make& make);
    size_t number_of(const ColourScale& colours);
    void make_room();

    std::map<Key, Tile> tiles_;
    std::vector<ColourScale> scales_;
    size_t bytes_ = 0;
    uint64_t uses_ = 0;
    int64_t made_ = 0;
};

}  // namespace viz
