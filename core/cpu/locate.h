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

/// Splits `count` grid entries that lie packed into their coordinates.
template <class F, int dims>
GS_HD void deinterleave(const F* entries, int count, F* const (&to)[3]) {
    using V = Wide<F>;
    int i = 0;
    for (; i + V::kLanes <= count; i += V::kLanes) {
        V vector[dims];
        for (int k = 0; k < dims; ++k) vector[k] = load<V>(entries + i * dims + k * V::kLanes);
        store(to[0] + i, deinterleaved<dims, 0>(vector));
        store(to[1] + i, deinterleaved<dims, 1>(vector));
        if constexpr (dims == 3) store(to[2] + i, deinterleaved<dims, 2>(vector));
    }
    for (; i < count; ++i)
        for (int k = 0; k < dims; ++k) to[k][i] = entries[i * dims + k];
}

/// The lowest and highest tap index of some places along an axis.
struct Span {
    int32_t lowest = INT32_MAX, highest = INT32_MIN;

    GS_HD void add(int32_t index) {
        lowest = lowest < index ? lowest : index;
        highest = highest > index ? highest : index;
    }
};

/// The tap indices and fractions of the grid values g along one axis. `count` is a multiple of the lanes. The lowest
/// and highest base so far are in `lowest` and `highest`. `slope`, if not null, gets the derivatives of the padded
/// coordinates with respect to the grid values.
template <class F, Mode mode, int dims, Padding padding, bool align_corners>
GS_HD void locate_axis(const F* g, int count, int64_t size, int32_t* first, F* fraction, F* slope, Wide<F>& lowest,
                       Wide<F>& highest) {
    using V = Wide<F>;
    // Beyond the image by more than its taps reach, one place is as good as another: all taps are outside. Only
    // reflected taps of bicubic still come back from there.
    constexpr bool kClamps = !(pads_taps(mode) && padding == Padding::reflection);
    constexpr int kBefore = taps_before_base(mode);
    const V low(static_cast<F>(kBefore - taps_per_axis(mode))), high(static_cast<F>(size + kBefore));
    for (int i = 0; i < count; i += V::kLanes) {
        const Place<V> at = place<dims, mode>(load<V>(g + i), size, padding, align_corners);
        const V base = kClamps ? larger(smaller(at.base, high), low) : at.base;
        lowest = smaller(lowest, base);
        highest = larger(highest, base);
        store(first + i, to_int(base) - Vec<int32_t, V::kLanes>(kBefore));
        if constexpr (mode != Mode::nearest) store(fraction + i, at.fraction);
        if (slope != nullptr) store(slope + i, at.unnormalized.slope * at.padded.slope);
    }
}

/// Reads row `row` of the tile from the grid, filled up with copies of its last entry.
template <class F, int dims>
GS_HD void read_grid_row(const ConstField& grid, const Tile& tile, int row, Scratch<F>& scratch) {
    const int64_t first = row_element(grid, tile, row);
    const bool is_packed = grid.dtype == kDtype<F> && grid.stride[kC] == 1 && grid.stride[kW] == dims;
    if (is_packed) {
        F* const to[3]{scratch.grid[0], scratch.grid[1], scratch.grid[2]};
        deinterleave<F, dims>(reinterpret_cast<const F*>(grid.at(first)), tile.width, to);
    } else {
        for (int axis = 0; axis < dims; ++axis)
            load_row(grid, first + axis * grid.stride[kC], grid.stride[kW], tile.width, scratch.grid[axis]);
    }
    for (int axis = 0; axis < dims; ++axis)
        for (int i = tile.width; i < tile.pitch; ++i) scratch.grid[axis][i] = scratch.grid[axis][tile.width - 1];
}

/// Locates all places of the tile, and returns the box of their taps.
template <class F, Mode mode, int dims, Padding padding, bool align_corners>
__attribute__((noinline)) static Box locate_tile(const Sampling& sampling, const Tile& tile, Scratch<F>& scratch) {
    using V = Wide<F>;
    V lowest[dims], highest[dims];
    for (int axis = 0; axis < dims; ++axis) {
        lowest[axis] = V(static_cast<F>(INT32_MAX));
        highest[axis] = V(static_cast<F>(INT32_MIN));
    }
    for (int row = 0; row < tile.rows(); ++row) {
        read_grid_row<F, dims>(sampling.grid, tile, row, scratch);
        for (int axis = 0; axis < dims; ++axis)
            locate_axis<F, mode, dims, padding, align_corners>(
                scratch.grid[axis], tile.pitch, sampling.input.size[static_cast<size_t>(kW - axis)],
                scratch.first[axis] + row * tile.pitch, scratch.fraction[axis] + row * tile.pitch,
                sampling.wants_slopes ? scratch.slope[axis] + row * tile.pitch : nullptr, lowest[axis], highest[axis]);
    }
    Box box{{0, 0, 0}, {1, 1, 1}};
    for (int axis = 0; axis < dims; ++axis) {
        Span span;
        for (int lane = 0; lane < V::kLanes; ++lane) {
            span.add(static_cast<int32_t>(lowest[axis].v[lane]));
            span.add(static_cast<int32_t>(highest[axis].v[lane]));
        }
        box.begin[axis] = span.lowest - taps_before_base(mode);
        box.end[axis] = span.highest - taps_before_base(mode) + taps_per_axis(mode);
    }
    return box;
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
    Box box{{0, 0, 0}, {1, 1, 1}};
    for (int axis = 0; axis < dims; ++axis) {
        Span span;
        for (int row = block.row_begin; row < block.row_end; ++row)
            for (int i = block.column_begin; i < block.column_end; ++i)
                span.add(scratch.first[axis][row * tile.pitch + i]);
        box.begin[axis] = span.lowest;
        box.end[axis] = span.highest + taps_per_axis(mode);
    }
    return box;
}

}  // namespace GS_LEVEL
}  // namespace gs
