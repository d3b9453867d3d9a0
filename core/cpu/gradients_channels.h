// SPDX-License-Identifier: MIT
// Both gradients of a row of places where there are as many channels as a vector has lanes: a pixel of the patch is one
// vector (interpolate_channels.h). The same sums in the same order as in grad_grid.h and grad_input.h. Internal.
#pragma once

#include "core/cpu/grad_grid.h"
#include "core/cpu/grad_input.h"

namespace gs {
namespace GS_ISA {

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

/// grad_grid_row for as many channels as there are lanes, which it adds up by fours.
template <class F, Mode mode, int dims>
__attribute__((noinline)) static void grad_grid_row_channels(const PlaceRow<F>& places, const F* const* grad,
                                                             F* const (&gradient)[3]) {
    using V = Wide<F>;
    constexpr int n = V::kLanes, kTaps = taps_per_axis(mode);
    const PlaceRow<F> row = places;  // a local copy, as sums may alias the original
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
            V four[n / 4];  // quad q of vector m has the sums over channels 4q .. 4q + 3, of places 4m .. 4m + 3
            GS_UNROLL
            for (int m = 0; m < n / 4; ++m) {
                const V(&place)[n] = slope[axis];
                four[m] = quad_sums(place[4 * m], place[4 * m + 1], place[4 * m + 2], place[4 * m + 3]);
            }
            transpose_of_quads(four);
            V sum = load<V>(gradient[axis] + i);
            GS_UNROLL
            for (const V& channels : four) sum = sum + channels;
            store(gradient[axis] + i, sum);
        }
    }
}

/// grad_input_row for as many channels as there are lanes; all rows take part.
template <class F, Mode mode, int dims>
__attribute__((noinline)) static void grad_input_row_channels(const PlaceRow<F>& places, int stretch, F* sums,
                                                              const F* const* grad, const Band&) {
    using V = Wide<F>;
    constexpr int n = V::kLanes, kTaps = taps_per_axis(mode);
    const PlaceRow<F> row = places;
    const Patch patch = row.patch;
    V grad_at[kStretches][n];
    const auto prepare = [&](int k, int i) { grad_of_places(grad, i, grad_at[k]); };
    const auto add = [&](int k, int i, int lane) GS_INLINE {
        const auto weight = weights_of_place<mode, dims>(row.fraction, i);
        F* const base = sums + row.at[i];
        for (int layer = 0; layer < kLayers<mode, dims>; ++layer) GS_UNROLL
        for (int j = 0; j < kTaps; ++j) GS_UNROLL
        for (int tap = 0; tap < kTaps; ++tap) {
            F* to = base + layer * patch.layer + j * patch.row + tap * n;
            store(to, load<V>(to) + weight_product<dims>(weight.axis[0][tap].value, weight.axis[1][j].value,
                                                         weight.axis[2][layer].value) *
                                        grad_at[k][lane]);
        }
    };
    in_stretches<n>(row.count, stretch, prepare, add);
}

}  // namespace GS_ISA
}  // namespace gs
