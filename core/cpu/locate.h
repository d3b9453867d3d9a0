// SPDX-License-Identifier: MIT
// Step 1 of a tile: from the grid to tap indices and fractions. Internal.
#pragma once

#include "core/coordinates.h"
#include "core/cpu/convert.h"
#include "core/dispatch.h"

namespace gs {
namespace GS_LEVEL {

/// Lane i is coordinate `axis` of entry i of the `dims` * lanes numbers that follow one another in memory.
template <int dims, int axis, int part, int n>
struct EveryNth {
    // Lanes 0 .. n - 1 are what was picked so far, or vector 0; lanes n .. 2n - 1 are vector `part`.
    static constexpr int at(int lane) {
        const int wanted = lane * dims + axis;
        if (wanted / n == part) return n + wanted % n;
        return part == 1 && wanted / n == 0 ? wanted : lane;
    }
};

template <int dims, int axis, class V>
GS_HD V deinterleaved(const V (&vector)[dims]) {
    V picked = shuffle<EveryNth<dims, axis, 1, V::kLanes>>(vector[0], vector[1]);
    if constexpr (dims == 3) picked = shuffle<EveryNth<dims, axis, 2, V::kLanes>>(picked, vector[2]);
    return picked;
}

/// The lowest and highest first tap of the places so far, lane by lane, along an axis.
template <int n>
struct Reach {
    using I = Vec<int32_t, n>;
    I lowest = I(INT32_MAX), highest = I(INT32_MIN);

    GS_HD void add(I first) {
        lowest = smaller(lowest, first);
        highest = larger(highest, first);
    }

    /// Makes [begin, end) the range of the taps of all of them.
    GS_HD void range(int taps, int32_t& begin, int32_t& end) const {
        int32_t low[n], high[n];
        store(low, lowest);
        store(high, highest);
        begin = low[0];
        end = high[0];
        for (int lane = 1; lane < n; ++lane) {
            if (low[lane] < begin) begin = low[lane];
            if (high[lane] > end) end = high[lane];
        }
        end += taps;
    }
};

/// The box of the taps of places that reach so far along x, y and z.
template <int dims, int n>
GS_HD Box box_of_reach(int taps, const Reach<n>& x, const Reach<n>& y, const Reach<n>& z) {
    Box box{{0, 0, 0}, {1, 1, 1}};
    x.range(taps, box.begin[0], box.end[0]);
    y.range(taps, box.begin[1], box.end[1]);
    if (dims == 3) z.range(taps, box.begin[2], box.end[2]);
    return box;
}

/// The tap indices and fractions of the grid values g along one axis, into the tile's arrays from place `to` on.
template <class F, Mode mode, int dims, Padding padding, bool align_corners, bool wants_slopes>
GS_HD void locate_axis(int64_t size, int axis, Wide<F> g, int to, Scratch<F>& scratch, Reach<Wide<F>::kLanes>& reach) {
    using V = Wide<F>;
    using I = Vec<int32_t, V::kLanes>;
    // Beyond the image by more than its taps reach, one place is as good as another: all taps are outside. Only
    // reflected taps of bicubic still come back from there.
    constexpr bool kClamps = !(pads_taps(mode) && padding == Padding::reflection);
    constexpr int kBefore = taps_before_base(mode);
    const Place<V> at = place<dims, mode>(g, size, padding, align_corners);
    I first = to_int(at.base) - I(kBefore);
    if (kClamps) {
        const auto behind = static_cast<int32_t>(lesser(size, kPixelLimit));
        first = larger(smaller(first, I(behind)), I(-taps_per_axis(mode)));
    }
    reach.add(first);
    store(scratch.first[axis] + to, first);
    if constexpr (mode != Mode::nearest) store(scratch.fraction[axis] + to, at.fraction);
    if constexpr (wants_slopes) store(scratch.slope[axis] + to, at.unnormalized.slope * at.padded.slope);
}

/// Where the grid entries of row `row` of the tile follow one another as they are read: in the grid, or converted.
template <class F, int dims>
GS_HD const F* grid_row(const ConstField& grid, const Tile& tile, int row, Scratch<F>& scratch) {
    const int64_t first = row_element(grid, tile, row);
    if (grid.dtype == kDtype<F> && grid.stride[kC] == 1 && grid.stride[kW] == dims) {
        const F* entries = reinterpret_cast<const F*>(grid.at(first));
        prefetch_row(entries, int64_t{tile.width} * dims, int64_t{tile.width} * dims);  // the next tile's
        return entries;
    }
    for (int axis = 0; axis < dims; ++axis) {
        load_row(grid, first + axis * grid.stride[kC], grid.stride[kW], tile.width, scratch.staging[0]);
        for (int i = 0; i < tile.width; ++i) scratch.grid[i * dims + axis] = scratch.staging[0][i];
    }
    return scratch.grid;
}

/// Locates all places of the tile, and returns the box of their taps.
template <class F, Mode mode, int dims, Padding padding, bool align_corners, bool wants_slopes>
__attribute__((noinline)) static Box locate_tile(const Sampling& sampling, const Tile& tile, Scratch<F>& scratch) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    Reach<n> x, y, z;
    const int64_t width = sampling.input.size[kW], height = sampling.input.size[kH], depth = sampling.input.size[kD];
    const int tile_width = tile.width, pitch = tile.pitch;
    for (int row = 0; row < tile.rows(); ++row) {
        const F* entries = grid_row<F, dims>(sampling.grid, tile, row, scratch);
        for (int i = 0; i < pitch; i += n) {
            alignas(64) F last[dims * n];
            const F* from = entries + i * dims;
            if (i + n > tile_width) {  // rows are filled up with copies of their last entry
                for (int k = 0; k < dims * n; ++k)
                    last[k] = entries[lesser(i + k / dims, tile_width - 1) * dims + k % dims];
                from = last;
            }
            V vector[dims];
            GS_UNROLL
            for (int k = 0; k < dims; ++k) vector[k] = load<V>(from + k * n);
            const int to = row * pitch + i;
            const auto locate = [&](auto axis, int64_t size, Reach<n>& reach) GS_INLINE {
                locate_axis<F, mode, dims, padding, align_corners, wants_slopes>(
                    size, axis, deinterleaved<dims, axis.value>(vector), to, scratch, reach);
            };
            locate(Constant<0>{}, width, x);
            locate(Constant<1>{}, height, y);
            if constexpr (dims == 3) locate(Constant<2>{}, depth, z);
        }
    }
    return box_of_reach<dims>(taps_per_axis(mode), x, y, z);
}

template <class F, Mode mode, int dims>
GS_HD Box locate(const Sampling& sampling, const Tile& tile, Scratch<F>& scratch) {
    return with_padding(sampling.options, [&](auto padding, auto align_corners) {
        return sampling.wants_slopes
                   ? locate_tile<F, mode, dims, padding.value, align_corners.value, true>(sampling, tile, scratch)
                   : locate_tile<F, mode, dims, padding.value, align_corners.value, false>(sampling, tile, scratch);
    });
}

/// The box of all taps of a block of places.
template <class F, Mode mode, int dims>
GS_HD Box box_of(const Tile& tile, const Block& block, const Scratch<F>& scratch) {
    constexpr int n = Wide<F>::kLanes;
    using I = Vec<int32_t, n>;
    Reach<n> x, y, z;
    for (int row = block.row_begin; row < block.row_end; ++row)
        for (int i = block.column_begin; i < block.column_end; i += n) {
            const int place = row * tile.pitch + i;
            x.add(load<I>(scratch.first[0] + place));
            y.add(load<I>(scratch.first[1] + place));
            if constexpr (dims == 3) z.add(load<I>(scratch.first[2] + place));
        }
    return box_of_reach<dims>(taps_per_axis(mode), x, y, z);
}

}  // namespace GS_LEVEL
}  // namespace gs
