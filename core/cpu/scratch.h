// SPDX-License-Identifier: MIT
// What one thread needs for one tile. Internal.
#pragma once

#include "core/cpu/tile.h"
#include "core/cpu/vec.h"

namespace gs {
namespace GS_ISA {

/// Most channels of a patch.
inline constexpr int kMostInterleaved = 16;
/// Most weights that tap_sum takes (3-D bicubic).
inline constexpr int kMostSumWeights = 12;

/// Room in an array for the places of a tile. A bit more, so that a place's numbers in several arrays are not a
/// multiple of 4 KiB apart: a load behind a store to the same offset in another page waits for it (4K aliasing). A
/// backward takes 5 % less time.
inline constexpr int kArrayPlaces = kTilePlaces + 80;

template <class F>
struct Scratch {
    // Per place of the tile: along each axis the index of its first tap, and the fraction.
    alignas(64) int32_t first[3][kArrayPlaces];
    alignas(64) F fraction[3][kArrayPlaces];
    alignas(64) int32_t at[kArrayPlaces];     ///< where the first tap lies in the patch that is read, in elements
    alignas(64) F slope[3][kArrayPlaces];     ///< d(padded coordinate) / d(grid value); backward only
    alignas(64) F gradient[3][kArrayPlaces];  ///< sums over channels of d(sample) / d(coordinate) * grad_output
    alignas(64) F staging[kMostInterleaved][kStagingPixels];  ///< a row of pixels, when they have to be converted
    alignas(64) F results[kMostInterleaved][kStagingPixels];  ///< a row of outputs, likewise
    alignas(64) F weight[kMostSumWeights][kStagingPixels];    ///< the weights of a row of places
    alignas(64) F patch[kPatchElements];
    alignas(64) F sums[kPatchElements];  ///< what a patch's pixels receive; backward only
    Box last_box;                        ///< of all taps of the tile before
};

/// Calls function(Scratch<F>&) for the arithmetic type of a job.
template <class Function>
GS_HD decltype(auto) with_scratch(const Job& job, void* memory, Function&& function) {
    return job.input.dtype == Dtype::float64 ? function(*static_cast<Scratch<double>*>(memory))
                                             : function(*static_cast<Scratch<float>*>(memory));
}

/// Asks for `count` elements of T, beginning `ahead` elements after `from`, to be in the level-2 cache soon. They need
/// not exist: the address is reckoned as a number, for a pointer may not leave its array.
template <class T>
GS_HD void prefetch_row(const T* from, int64_t ahead, int64_t count) {
    constexpr int64_t kLine = 64 / sizeof(T);
    for (int64_t i = 0; i < count + kLine - 1; i += kLine) {
        const uintptr_t address = reinterpret_cast<uintptr_t>(from) + static_cast<uintptr_t>(ahead + i) * sizeof(T);
        __builtin_prefetch(reinterpret_cast<const void*>(address), 0, 2);
    }
}

/// A rectangle of a tile's places: rows [row_begin, row_end) of its rows in all layers, columns likewise.
struct Block {
    int row_begin, row_end, column_begin, column_end;

    int rows() const { return row_end - row_begin; }
    int columns() const { return column_end - column_begin; }
    int places() const { return rows() * columns(); }
};

/// One tile: where in the output it lies.
struct Tile {
    int64_t n, d, h, w;        ///< of its first place
    int depth, height, width;  ///< in places
    int pitch;                 ///< from one row to the next in the tile's arrays

    int rows() const { return depth * height; }
};

GS_HD int rounded_up(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

GS_HD int64_t lesser(int64_t a, int64_t b) {
    return a < b ? a : b;
}
GS_HD int64_t greater(int64_t a, int64_t b) {
    return a > b ? a : b;
}

GS_HD Tile tile_at(const Tiling& tiling, const ConstField& grid, int64_t index) {
    const int64_t n = index / tiling.per_image(), within = index % tiling.per_image();
    Tile tile;
    tile.n = n;
    tile.w = within % tiling.across * tiling.width;
    tile.h = within / tiling.across % tiling.down * tiling.height;
    tile.d = within / tiling.across / tiling.down * tiling.depth;
    tile.width = static_cast<int>(lesser(tiling.width, grid.size[kW] - tile.w));
    tile.height = static_cast<int>(lesser(tiling.height, grid.size[kH] - tile.h));
    tile.depth = static_cast<int>(lesser(tiling.depth, grid.size[kD] - tile.d));
    tile.pitch = rounded_up(tile.width, kRowMultiple);
    return tile;
}

/// The element of a field where row `row` of a tile begins, in channel 0.
template <class AnyField>
GS_HD int64_t row_element(const AnyField& field, const Tile& tile, int row) {
    const int layer = tile.depth == 1 ? 0 : row / tile.height;  // a division takes as long as a vector of places
    const int64_t d = tile.d + layer, h = tile.h + row - layer * tile.height;
    return tile.n * field.stride[kN] + d * field.stride[kD] + h * field.stride[kH] + tile.w * field.stride[kW];
}

/// Where elements of type F that follow one another lie as they are; null when they have to be converted.
template <class F, class AnyField>
GS_HD auto* as_they_lie(const AnyField& field, int64_t first, int64_t stride) {
    using Element = std::conditional_t<std::is_same_v<AnyField, Field>, F, const F>;
    return field.dtype == kDtype<F> && stride == 1 ? reinterpret_cast<Element*>(field.at(first)) : nullptr;
}

}  // namespace GS_ISA
}  // namespace gs
