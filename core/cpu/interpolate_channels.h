// SPDX-License-Identifier: MIT
// Step 3 of a tile where there are as many channels as a vector has lanes: a pixel of the patch is one vector, and a
// place takes one weighted sum of vectors. Only the sums have to be turned, from places to channels. Internal.
#pragma once

#include "core/cpu/interpolate.h"

namespace gs {
namespace GS_ISA {

/// The sums of one place, for all channels. Its pixels begin at `base`; weight[k][place] are its weights.
template <Mode mode, int dims, class F>
GS_HD Wide<F> sum_of_channels(const F* base, const Patch& patch, const F (*weight)[kStagingPixels], int place) {
    using V = Wide<F>;
    constexpr int kTaps = taps_per_axis(mode);
    V spread[kSumWeights<mode, dims>];
    GS_UNROLL
    for (int k = 0; k < kSumWeights<mode, dims>; ++k) spread[k] = V(weight[k][place]);
    return tap_sum<mode, dims>(spread, [&](int layer, int row, V(&value)[kTaps]) GS_INLINE {
        GS_UNROLL
        for (int i = 0; i < kTaps; ++i)
            value[i] = load<V>(base + layer * patch.layer + row * patch.row + i * V::kLanes);
    });
}

/// interpolate_row for as many channels as there are lanes.
template <class F, Mode mode, int dims>
__attribute__((noinline)) static void interpolate_row_channels(const PlaceRow<F>& places, int, Scratch<F>& scratch,
                                                               F* out, int64_t next, bool non_temporal) {
    using V = Wide<F>;
    constexpr int n = V::kLanes, kCount = kSumWeights<mode, dims>;
    const PlaceRow<F> row = places;  // a local copy, as results may alias the original
    const Patch patch = row.patch;
    F(*const weight)[kStagingPixels] = scratch.weight;
    // All weights before the first is read as a number: a load of part of a vector cannot be forwarded from its store,
    // and waits until that is in the cache.
    for (int i = 0; i < row.count; i += n) {
        V weights[kCount];
        Weights<V, mode, dims>(row.fraction, i).for_sum(weights);
        GS_UNROLL
        for (int k = 0; k < kCount; ++k) store(weight[k] + i, weights[k]);
    }
    for (int i = 0; i < row.count; i += n) {
        V sum[n];
        const auto sum_of = [&](int place) GS_INLINE {
            return sum_of_channels<mode, dims>(row.base + row.at[place], patch, weight, place);
        };
        if constexpr (kCount <= 4) {
            GS_UNROLL
            for (int k = 0; k < n; ++k) sum[k] = sum_of(i + k);
        } else {
            alignas(64) F sums[n][n];
            for (int k = 0; k < n; ++k) store(sums[k], sum_of(i + k));
            GS_UNROLL
            for (int k = 0; k < n; ++k) sum[k] = load<V>(sums[k]);
        }
        transpose(sum);
        const int count = row.count - i;
        GS_UNROLL
        for (int c = 0; c < n; ++c) {
            if (count >= n)
                write(out + c * next + i, sum[c], non_temporal);
            else
                __builtin_memcpy(out + c * next + i, &sum[c].v, static_cast<size_t>(count) * sizeof(F));
        }
    }
}

}  // namespace GS_ISA
}  // namespace gs
