// SPDX-License-Identifier: MIT
// Step 1 of a tile: from the grid to tap indices and fractions. Internal.
#pragma once

#include "core/coordinates.h"
#include "core/cpu/isa.h"
#include "core/cpu/reach.h"
#include "core/dispatch.h"

namespace gs {
namespace GS_ISA {

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

/// The tap indices and fractions of the grid values g along one axis, into the tile's arrays from place `to` on.
template <class F, Mode mode, int dims, Padding padding, bool wants_slopes>
GS_HD void locate_axis(bool align_corners, int64_t size, int axis, Wide<F> g, int to, Scratch<F>& scratch,
                       Reach<Wide<F>::kLanes>& reach) {
    using V = Wide<F>;
    using I = Vec<int32_t, V::kLanes>;
    // Beyond the image by more than its taps reach, one place is as good as another: all taps are outside. Only
    // reflected taps of bicubic still come back from there.
    constexpr bool kClamps = !(pads_taps(mode) && padding == Padding::reflection);
    constexpr int kBefore = taps_before_base(mode);
    const Place<V> at = place<dims, mode>(g, size, padding, align_corners);
    I first = to_int(at.base) - I(kBefore);
    if constexpr (kClamps) {
        const auto behind = static_cast<int32_t>(lesser(size, kPixelLimit));
        first = larger(smaller(first, I(behind)), I(-taps_per_axis(mode)));
    }
    reach.add(first);
    store(scratch.first[axis] + to, first);
    if constexpr (mode != Mode::nearest) store(scratch.fraction[axis] + to, at.fraction);
    if constexpr (wants_slopes) store(scratch.slope[axis] + to, at.unnormalized.slope * at.padded.slope);
}

/// Where the grid entries of a tile follow one another as they are read: `row` and `layer` elements from one row and
/// layer to the next.
template <class F>
struct Entries {
    const F* first;
    int64_t row, layer;
};

/// In the grid, or converted; all before the first is read, as a call between the rows would cost the loop over them
/// its vector registers.
template <class F>
Entries<F> entries_of(const Job& job, const Tile& tile, Scratch<F>& scratch) {
    const ConstField& grid = job.grid;
    const int dims = job.dims;
    if (grid.dtype == kDtype<F> && grid.stride[kC] == 1 && grid.stride[kW] == dims)
        return {reinterpret_cast<const F*>(grid.at(row_element(grid, tile, 0))), grid.stride[kH], grid.stride[kD]};
    const int64_t pitch = int64_t{tile.width} * dims;
    static_assert(kPatchElements >= 3 * kTilePlaces);
    for (int row = 0; row < tile.rows(); ++row)
        for (int axis = 0; axis < dims; ++axis) {
            const int64_t first = row_element(grid, tile, row) + axis * grid.stride[kC];
            load_row(grid, first, grid.stride[kW], tile.width, scratch.staging[0]);
            F* to = scratch.patch + row * pitch + axis;
            for (int i = 0; i < tile.width; ++i, to += dims) *to = scratch.staging[0][i];
        }
    return {scratch.patch, pitch, tile.height * pitch};
}

template <class F, Mode mode, int dims, Padding padding, bool wants_slopes>
GS_HD void locate_rows(bool align_corners, const int64_t (&size)[3], const Tile& tile, const Entries<F>& entries,
                       Scratch<F>& scratch, Reach<Wide<F>::kLanes> (&reach)[3]) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    // Asked for ahead of time: the next tile's row, behind this row's loads, as they would wait behind so many
    // requests; or at once what is this tile's next row, where tiles are as wide as the grid.
    const int64_t ahead = int64_t{tile.width} * dims;
    const bool is_next_row = entries.row == ahead;
    int to = 0;
    for (int d = 0; d < tile.depth; ++d)
        for (int h = 0; h < tile.height; ++h, to += tile.pitch) {
            const F* const row = entries.first + d * entries.layer + h * entries.row;
            if (is_next_row) prefetch_row(row, ahead, ahead);
            for (int i = 0; i < tile.pitch; i += n) {
                alignas(64) F last[dims * n];
                const F* from = row + i * dims;
                if (i + n > tile.width) {  // rows are filled up with copies of their last entry
                    for (int k = 0; k < dims * n; ++k)
                        last[k] = row[lesser(i + k / dims, tile.width - 1) * dims + k % dims];
                    from = last;
                }
                V vector[dims];
                GS_UNROLL
                for (int k = 0; k < dims; ++k) vector[k] = load<V>(from + k * n);
                const auto locate = [&](auto axis) GS_INLINE {
                    locate_axis<F, mode, dims, padding, wants_slopes>(align_corners, size[axis.value], axis.value,
                                                                      deinterleaved<dims, axis.value>(vector), to + i,
                                                                      scratch, reach[axis.value]);
                };
                locate(Constant<0>{});
                locate(Constant<1>{});
                if constexpr (dims == 3) locate(Constant<2>{});
            }
            if (!is_next_row) prefetch_row(row, ahead, ahead);
        }
}

template <class F, Mode mode, int dims, bool wants_slopes>
__attribute__((noinline)) static Box locate_tile(const Job& job, const Tile& whole, Scratch<F>& scratch) {
    const Entries<F> entries = entries_of(job, whole, scratch);
    // Local copies: the stores into scratch may alias what references point to, which would be loaded anew after each.
    const Tile tile = whole;
    const int64_t size[3]{job.input.size[kW], job.input.size[kH], job.input.size[kD]};
    Reach<Wide<F>::kLanes> reach[3];
    const bool align_corners = job.options.align_corners;
    with_padding(job.options.padding, [&](auto padding) GS_INLINE {  // here, and not for each vector
        const auto locate = [&](bool known) GS_INLINE {
            locate_rows<F, mode, dims, padding.value, wants_slopes>(known, size, tile, entries, scratch, reach);
        };
        // The backward does so much more with a place that it can do with one loop for both.
        if (wants_slopes)
            locate(align_corners);
        else
            align_corners ? locate(true) : locate(false);
    });
    return box_of_reach(dims, taps_per_axis(mode), reach[0], reach[1], reach[2]);
}

template <class F>
Box locate(const Job& job, const Tile& tile, bool wants_slopes, Scratch<F>& scratch) {
    return with_mode_and_dims(job.options, job.dims, [&](auto mode, auto dims) {
        if constexpr (mode.value != Mode::nearest)
            if (wants_slopes) return locate_tile<F, mode.value, dims.value, true>(job, tile, scratch);
        return locate_tile<F, mode.value, dims.value, false>(job, tile, scratch);
    });
}

}  // namespace GS_ISA
}  // namespace gs
