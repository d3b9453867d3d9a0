// SPDX-License-Identifier: MIT
// grad_grid of a tile: the slopes of the samples, summed over the channels. Internal.
#pragma once

#include "core/cpu/interpolate.h"

namespace gs {
namespace GS_ISA {

/// Within each quad, the lanes `odd` and 2 + odd of a, then those of b.
template <int n, int odd>
struct EverySecondOfQuads {
    static constexpr int at(int lane) { return lane / 4 * 4 + lane % 2 * 2 + odd + (lane % 4 < 2 ? 0 : n); }
};

/// Lane e of each quad is the sum of that quad of argument e, as (0 + 1) + (2 + 3).
template <class V>
GS_HD V quad_sums(V v0, V v1, V v2, V v3) {
    constexpr int n = V::kLanes;
    const auto pair_sums = [](V a, V b) GS_INLINE {
        return shuffle<EverySecondOfQuads<n, 0>>(a, b) + shuffle<EverySecondOfQuads<n, 1>>(a, b);
    };
    return pair_sums(pair_sums(v0, v1), pair_sums(v2, v3));
}

/// Vector k of grad_output * d(sample) / d(coordinate) for each axis.
template <class R, Mode mode, int dims, int k, class V, class F>
GS_HD void slopes_at(const PlaceRow<F>& row, const int32_t* at, const Weights<V, mode, dims>& weights, V grad,
                     V (&slope)[dims]) {
    constexpr int kTaps = taps_per_axis(mode);
    Mapped<V> weight[3][kTaps];
    weights.template spread<R, k>(weight);
    tap_slopes<mode, dims>(
        weight[0], weight[1], weight[2],
        [&](int layer, int j, V(&value)[kTaps]) GS_INLINE {
            R::template read<kTaps, k>(row.base + layer * row.patch.layer + j * row.patch.row, at, value);
        },
        slope);
    GS_UNROLL
    for (V& along_axis : slope) along_axis = along_axis * grad;
}

/// Adds to gradient[axis], for a row of places, grad_output times the slope along the axis, summed over up to four
/// channels as (c0 + c1) + (c2 + c3). grad[c] are the rows of grad_output, filled up to a multiple of the lanes, with
/// zeros from the last channel on.
template <class F, Mode mode, int dims, int interleaved>
__attribute__((noinline)) static void grad_grid_row(const PlaceRow<F>& places, const F* const* grad,
                                                    F* const (&gradient)[3]) {
    using R = Reader<F, interleaved>;
    using V = typename R::V;
    constexpr int n = V::kLanes, kAhead = 4 * n;
    const PlaceRow<F> row = places;  // a local copy, as sums may alias the original
    for (int i = 0; i < row.count; i += n) {
        if (row.far && i + kAhead < row.count) prefetch<n, mode, dims>(row, row.at + i + kAhead);
        const int32_t* at = row.at + i;
        const Weights<V, mode, dims> weights(row.fraction, i);
        V slope[R::kVectors][dims];
        if constexpr (interleaved == 1) {
            slopes_at<R, mode, dims, 0>(row, at, weights, load<V>(grad[0] + i), slope[0]);
        } else {
            const V channel[4]{load<V>(grad[0] + i), load<V>(grad[1] + i), load<V>(grad[2] + i), load<V>(grad[3] + i)};
            V shared[4];
            transpose_quads(channel, shared);
            slopes_at<R, mode, dims, 0>(row, at, weights, shared[0], slope[0]);
            slopes_at<R, mode, dims, 1>(row, at, weights, shared[1], slope[1]);
            slopes_at<R, mode, dims, 2>(row, at, weights, shared[2], slope[2]);
            slopes_at<R, mode, dims, 3>(row, at, weights, shared[3], slope[3]);
        }
        GS_UNROLL
        for (int axis = 0; axis < dims; ++axis) {
            V sum = slope[0][axis];
            if constexpr (interleaved == 4)
                sum = quad_sums(slope[0][axis], slope[1][axis], slope[2][axis], slope[3][axis]);
            store(gradient[axis] + i, load<V>(gradient[axis] + i) + sum);
        }
    }
}

}  // namespace GS_ISA
}  // namespace gs
