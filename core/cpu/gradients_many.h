// SPDX-License-Identifier: MIT
// Both gradients of a row of places where there are as many channels as a vector has lanes: a pixel of the patch is one
// vector (interpolate_many.h). The same sums in the same order as in slopes.h and scatter.h. Internal.
#pragma once

#include "core/cpu/interpolate.h"

namespace gs {
namespace GS_LEVEL {

/// The weights of one place, the same in every lane.
template <Mode mode, int dims, class F>
GS_HD Weights<Wide<F>, mode, dims> weights_of_place(const F* const (&fraction)[3], int place) {
    return Weights<Wide<F>, mode, dims>([&](int axis) GS_INLINE { return Wide<F>(fraction[axis][place]); });
}

/// grad_output of n places from place i on: one vector of channels for each.
template <class V, class F>
GS_HD void grad_of_places(const F* const* grad, int i, V (&place)[V::kLanes]) {
    GS_UNROLL
    for (int c = 0; c < V::kLanes; ++c) place[c] = load<V>(grad[c] + i);
    transpose(place);
}

/// slope_row for as many channels as there are lanes, which it adds up by fours.
template <class F, Mode mode, int dims>
__attribute__((noinline)) static void slope_row_many(const PlaceRow<F>& places, const F* const* grad,
                                                     F* const (&gradient)[3]) {
    using V = Wide<F>;
    constexpr int n = V::kLanes, kTaps = taps_per_axis(mode);
    const PlaceRow<F> row = places;  // a copy that no store can change
    const Patch patch = row.patch;
    for (int i = 0; i < row.count; i += n) {
        V grad_at[n], slope[dims][n];
        grad_of_places(grad, i, grad_at);
        for (int k = 0; k < n; ++k) {
            const auto weight = weights_of_place<mode, dims>(row.fraction, i + k);
            const F* base = row.base + row.at[i + k];
            V along[dims];
            tap_slopes<mode, dims>(
                weight.axis[0], weight.axis[1], weight.axis[2],
                [&](int layer, int j, V(&value)[kTaps]) GS_INLINE {
                    GS_UNROLL
                    for (int tap = 0; tap < kTaps; ++tap)
                        value[tap] = load<V>(base + layer * patch.layer + j * patch.row + tap * n);
                },
                along);
            GS_UNROLL
            for (int axis = 0; axis < dims; ++axis) slope[axis][k] = along[axis] * grad_at[k];
        }
        GS_UNROLL
        for (int axis = 0; axis < dims; ++axis) {
            V(&channel)[n] = slope[axis];
            transpose(channel);
            V sum = load<V>(gradient[axis] + i);
            GS_UNROLL
            for (int c = 0; c < n; c += 4)
                sum = sum + ((channel[c] + channel[c + 1]) + (channel[c + 2] + channel[c + 3]));
            store(gradient[axis] + i, sum);
        }
    }
}

/// scatter_row for as many channels as there are lanes.
template <class F, Mode mode, int dims>
__attribute__((noinline)) static void scatter_row_many(const PlaceRow<F>& places, F* sums, const F* const* grad) {
    using V = Wide<F>;
    constexpr int n = V::kLanes, kTaps = taps_per_axis(mode);
    const PlaceRow<F> row = places;
    const Patch patch = row.patch;
    for (int i = 0; i < row.count; i += n) {
        V grad_at[n];
        grad_of_places(grad, i, grad_at);
        const int count = row.count - i < n ? row.count - i : n;
        for (int k = 0; k < count; ++k) {
            const auto weight = weights_of_place<mode, dims>(row.fraction, i + k);
            F* const base = sums + row.at[i + k];
            for (int layer = 0; layer < kLayers<mode, dims>; ++layer) GS_UNROLL
            for (int j = 0; j < kTaps; ++j) GS_UNROLL
            for (int tap = 0; tap < kTaps; ++tap) {
                F* to = base + layer * patch.layer + j * patch.row + tap * n;
                store(to, load<V>(to) + weight_product<dims>(weight.axis[0][tap].value, weight.axis[1][j].value,
                                                             weight.axis[2][layer].value) *
                                            grad_at[k]);
            }
        }
    }
}

}  // namespace GS_LEVEL
}  // namespace gs
