// SPDX-License-Identifier: MIT
#include "viz/parts/tiles.h"

#include <algorithm>
#include <bit>

#include "core/coordinates.h"
#include "viz/model/level_view.h"

namespace viz {
namespace {

ImagePtr make_tile(const Plane& plane, int level, int64_t row, int64_t column, const ColourScale& colours) {
    std::vector<Color> pixels;
    int width = 0, height = 0;
    visit_level(plane, level, [&](const auto& values) {
        constexpr int64_t kSide = TileCache::kSide;
        const int64_t left = column * kSide, top = row * kSide;
        const int64_t right = std::min(left + kSide + 1, values.sizes[1]),
                      bottom = std::min(top + kSide + 1, values.sizes[0]);
        width = static_cast<int>(right - left);
        height = static_cast<int>(bottom - top);
        pixels.reserve(static_cast<size_t>(width) * static_cast<size_t>(height));
        for (int64_t y = top; y < bottom; ++y) {
            const auto* const from = &values.at(y, 0);
            for (int64_t x = left; x < right; ++x)
                pixels.push_back(colours(static_cast<double>(gs::value_of(from[x * values.strides[1]]))));
        }
    });
    return std::make_shared<Image>(width, height, std::move(pixels));
}

/// Which place of a level each of a row of places of the endless plane shows: that of the pixel in its middle.
std::vector<int64_t> sources(int64_t first, int64_t size, int level, const Around& around) {
    std::vector<int64_t> places;
    const int64_t block = int64_t{1} << level;
    for (int64_t k = first; k <= first + TileCache::kAroundSide; ++k)
        places.push_back(padded_place(k * block + block / 2, size, around) >> level);
    return places;
}

ImagePtr make_tile_around(const Plane& plane, int level, int64_t row, int64_t column, const ColourScale& colours,
                          const Around& around) {
    const std::vector<int64_t> rows = sources(row * TileCache::kAroundSide, plane.height(), level, around),
                               columns = sources(column * TileCache::kAroundSide, plane.width(), level, around);
    std::vector<Color> pixels;
    pixels.reserve(rows.size() * columns.size());
    visit_level(plane, level, [&](const auto& values) {
        for (const int64_t y : rows) {
            for (const int64_t x : columns)
                pixels.push_back(
                    mix(around.towards, colours(static_cast<double>(gs::value_of(values.at(y, x)))), around.opacity));
        }
    });
    return std::make_shared<Image>(static_cast<int>(columns.size()), static_cast<int>(rows.size()), std::move(pixels));
}

/// A number for what a tile around a plane depends on; 0 is for those of the plane itself.
size_t number_of(const Around& around) {
    const size_t kind = around.padding == gs::Padding::border ? 1 : around.align_corners ? 2 : 3;
    return kind | size_t{std::bit_cast<uint32_t>(around.towards)} << 2 |
           size_t{static_cast<uint8_t>(around.opacity * 255)} << 34;
}

}  // namespace

int64_t padded_place(int64_t at, int64_t size, const Around& around) {
    if (at >= 0 && at < size) return at;
    return static_cast<int64_t>(gs::pad(static_cast<float>(at), size, around.padding, around.align_corners).value);
}

ImagePtr TileCache::tile(const Plane& plane, int level, int64_t row, int64_t column, const ColourScale& colours) {
    return find({plane.id, plane.levels != nullptr, level, row, column, number_of(colours), 0},
                [&] { return make_tile(plane, level, row, column, colours); });
}

ImagePtr TileCache::tile_around(const Plane& plane, int level, int64_t row, int64_t column, const ColourScale& colours,
                                const Around& around) {
    return find({plane.id, plane.levels != nullptr, level, row, column, number_of(colours), viz::number_of(around)},
                [&] { return make_tile_around(plane, level, row, column, colours, around); });
}

template <class Make>
ImagePtr TileCache::find(const Key& key, const Make& make) {
    const auto [found, is_new] = tiles_.try_emplace(key);
    if (is_new) {
        found->second.image = make();
        bytes_ += found->second.image->bytes();
        ++made_;
    }
    found->second.last_use = ++uses_;
    const ImagePtr image = found->second.image;
    if (is_new && bytes_ > kMostBytes) make_room();
    return image;
}

size_t TileCache::number_of(const ColourScale& colours) {
    const auto found = std::ranges::find(scales_, colours);
    if (found != scales_.end()) return static_cast<size_t>(found - scales_.begin());
    constexpr size_t kMostScales = 64;
    if (scales_.size() == kMostScales) {  // numbers begin anew, so that no tile may keep one
        scales_.clear();
        tiles_.clear();
        bytes_ = 0;
    }
    scales_.push_back(colours);
    return scales_.size() - 1;
}

/// Half of it, so that this is rarely done.
void TileCache::make_room() {
    std::vector<std::map<Key, Tile>::iterator> oldest;
    for (auto at = tiles_.begin(); at != tiles_.end(); ++at) oldest.push_back(at);
    std::ranges::sort(oldest, {}, [](const auto& at) { return at->second.last_use; });
    for (const auto& at : oldest) {
        if (bytes_ <= kMostBytes / 2) return;
        bytes_ -= at->second.image->bytes();
        tiles_.erase(at);
    }
}

}  // namespace viz
