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

/// The lowest and highest first tap of the places so far, lane by lane, along each axis.
template <int n, int dims>
struct Reach {
    using I = Vec<int32_t, n>;
    I lowest[dims], highest[dims];

    GS_HD Reach() {
        for (I& tap : lowest) tap = I(INT32_MAX);
        for (I& tap : highest) tap = I(INT32_MIN);
    }

    GS_HD void add(int axis, I first) {
        lowest[axis] = smaller(lowest[axis], first);
        highest[axis] = larger(highest[axis], first);
    }

    /// The box of the taps of all of them.
    GS_HD Box box(int taps) const {
        Box box{{0, 0, 0}, {1, 1, 1}};
        for (int axis = 0; axis < dims; ++axis) {
            box.begin[axis] = lowest[axis].v[0];
            box.end[axis] = highest[axis].v[0];
            for (int lane = 1; lane < n; ++lane) {
                if (lowest[axis].v[lane] < box.begin[axis]) box.begin[axis] = lowest[axis].v[lane];
                if (highest[axis].v[lane] > box.end[axis]) box.end[axis] = highest[axis].v[lane];
            }
            box.end[axis] += taps;
        }
        return box;
    }
};

/// The tap indices and fractions of the grid values g along one axis, into the tile's arrays from place `to` on.
template <class F, Mode mode, int dims, Padding padding, bool align_corners>
GS_HD void locate_axis(const Sampling& sampling, int axis, Wide<F> g, int to, Scratch<F>& scratch,
                       Reach<Wide<F>::kLanes, dims>& reach) {
    using V = Wide<F>;
    using I = Vec<int32_t, V::kLanes>;
    // Beyond the image by more than its taps reach, one place is as good as another: all taps are outside. Only
    // reflected taps of bicubic still come back from there.
    constexpr bool kClamps = !(pads_taps(mode) && padding == Padding::reflection);
    constexpr int kBefore = taps_before_base(mode);
    const int64_t size = sampling.input.size[static_cast<size_t>(kW - axis)];
    const Place<V> at = place<dims, mode>(g, size, padding, align_corners);
    I first = to_int(at.base) - I(kBefore);
    if (kClamps) {
        const auto behind = static_cast<int32_t>(lesser(size, kPixelLimit));
        first = larger(smaller(first, I(behind)), I(-taps_per_axis(mode)));
    }
    reach.add(axis, first);
    store(scratch.first[axis] + to, first);
    if constexpr (mode != Mode::nearest) store(scratch.fraction[axis] + to, at.fraction);
    if (sampling.wants_slopes) store(scratch.slope[axis] + to, at.unnormalized.slope * at.padded.slope);
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
template <class F, Mode mode, int dims, Padding padding, bool align_corners>
__attribute__((noinline)) static Box locate_tile(const Sampling& sampling, const Tile& tile, Scratch<F>& scratch) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    Reach<n, dims> reach;
    for (int row = 0; row < tile.rows(); ++row) {
        const F* entries = grid_row<F, dims>(sampling.grid, tile, row, scratch);
        for (int i = 0; i < tile.pitch; i += n) {
            alignas(64) F last[dims * n];
            const F* from = entries + i * dims;
            if (i + n > tile.width) {  // rows are filled up with copies of their last entry
                for (int k = 0; k < dims * n; ++k)
                    last[k] = entries[lesser(i + k / dims, tile.width - 1) * dims + k % dims];
                from = last;
            }
            V vector[dims];
            GS_UNROLL
            for (int k = 0; k < dims; ++k) vector[k] = load<V>(from + k * n);
            const int to = row * tile.pitch + i;
            const auto locate = [&](auto axis) {
                locate_axis<F, mode, dims, padding, align_corners>(
                    sampling, axis, deinterleaved<dims, axis.value>(vector), to, scratch, reach);
            };
            locate(Constant<0>{});
            locate(Constant<1>{});
            if constexpr (dims == 3) locate(Constant<2>{});
        }
    }
    return reach.box(taps_per_axis(mode));
}

template <class F, Mode mode, int dims>
GS_HD Box locate(const Sampling& sampling, const Tile& tile, Scratch<F>& scratch) {
    const Options& options = sampling.options;
    if (options.padding == Padding::zeros)
        return options.align_corners ? locate_tile<F, mode, dims, Padding::zeros, true>(sampling, tile, scratch)
                                     : locate_tile<F, mode, dims, Padding::zeros, false>(sampling, tile, scratch);
    if (options.padding == Padding::border)
        return options.align_corners ? locate_tile<F, mode, dims, Padding::border, true>(sampling, tile, scratch)
                                     : locate_tile<F, mode, dims, Padding::border, false>(sampling, tile, scratch);
    return options.align_corners ? locate_tile<F, mode, dims, Padding::reflection, true>(sampling, tile, scratch)
                                 : locate_tile<F, mode, dims, Padding::reflection, false>(sampling, tile, scratch);
}

/// The box of all taps of a block of places.
template <class F, Mode mode, int dims>
GS_HD Box box_of(const Tile& tile, const Block& block, const Scratch<F>& scratch) {
    constexpr int n = Wide<F>::kLanes;
    Reach<n, dims> reach;
    for (int row = block.row_begin; row < block.row_end; ++row)
        for (int i = block.column_begin; i < block.column_end; i += n)
            for (int axis = 0; axis < dims; ++axis)
                reach.add(axis, load<Vec<int32_t, n>>(scratch.first[axis] + row * tile.pitch + i));
    return reach.box(taps_per_axis(mode));
}

}  // namespace GS_LEVEL
}  // namespace gs
