// SPDX-License-Identifier: MIT
// Step 3 of a tile: the weighted sums, from packed pixels. Internal.
#pragma once

#include "core/cpu/isa.h"
#include "core/cpu/transpose.h"
#include "core/dispatch.h"
#include "core/sample_math.h"

namespace gs {
namespace GS_ISA {

/// Lane k of each quad, in all lanes of the quad.
template <int n, int k>
struct OfQuad {
    static constexpr int at(int lane) { return lane / 4 * 4 + k; }
};

/// Every second lane of the lanes of a and b.
template <int n, int odd>
struct EverySecond {
    static constexpr int at(int lane) { return 2 * lane + odd; }
};

/// The vector of the `m` numbers at each of the addresses base + at[0], base + at[step], ...
template <class V, int m, class F>
GS_HD V gather(const F* base, const int32_t* at, int step) {
    if constexpr (V::kLanes == m)
        return load<V>(base + *at);
    else if constexpr (V::kLanes == m * 2)
        return joined(load<Vec<F, m>>(base + at[0]), load<Vec<F, m>>(base + at[step]));
    else
        return joined(gather<Vec<F, V::kLanes / 2>, m>(base, at, step),
                      gather<Vec<F, V::kLanes / 2>, m>(base, at + V::kLanes / 2 / m * step, step));
}

/// The vector of the numbers at the addresses base + at[0], base + at[1], ... By quads, as a vector that takes one lane
/// after the other waits for each.
template <class V, class F>
GS_HD V gather_each(const F* base, const int32_t* at) {
    if constexpr (V::kLanes == 4) {
        return V(typename V::Native{base[at[0]], base[at[1]], base[at[2]], base[at[3]]});
    } else {
        using Half = Vec<F, V::kLanes / 2>;
        return joined(gather_each<Half>(base, at), gather_each<Half>(base, at + Half::kLanes));
    }
}

/// How a vector of places reads pixels of one channel, and of four interleaved ones. In the latter case four vectors
/// share the places of one: vector k has, in its quad q, the four channels of place 4q + k.
template <class F, int interleaved>
struct Reader;

template <class F>
struct Reader<F, 1> {
    using V = Wide<F>;
    static constexpr int kVectors = 1;

    template <int k>
    static GS_HD V spread(V weight) {
        return weight;
    }

    /// The values of `taps` neighbouring pixels, the first at base + at[i] for place i.
    template <int taps, int k>
    static GS_HD void read(const F* base, const int32_t* at, V (&value)[taps]) {
        constexpr int n = V::kLanes;
        if constexpr (taps == 1) {
            value[0] = gather_each<V>(base, at);
        } else if constexpr (taps == 2) {
            const V a = gather<V, 2>(base, at, 1), b = gather<V, 2>(base, at + n / 2, 1);
            value[0] = shuffle<EverySecond<n, 0>>(a, b);
            value[1] = shuffle<EverySecond<n, 1>>(a, b);
        } else {
            // Vector e has, in its quad q, the taps of place 4q + e.
            V row[4];
            GS_UNROLL
            for (int e = 0; e < 4; ++e) row[e] = gather<V, 4>(base, at + e, 4);
            transpose_quads(row, value);
        }
    }

    static GS_HD void separate(const V (&sum)[1], V (&channel)[1]) { channel[0] = sum[0]; }
};

template <class F>
struct Reader<F, 4> {
    using V = Wide<F>;
    static constexpr int kVectors = 4;

    template <int k>
    static GS_HD V spread(V weight) {
        return shuffle<OfQuad<V::kLanes, k>>(weight, weight);
    }

    template <int taps, int k>
    static GS_HD void read(const F* base, const int32_t* at, V (&value)[taps]) {
        constexpr int n = V::kLanes;
        if constexpr (taps == 2 && n > 4) {
            // Both neighbours in one load.
            using Half = Vec<F, n>;
            const Half a = gather<Half, 8>(base, at + k, 4), b = gather<Half, 8>(base, at + k + n / 2, 4);
            value[0] = shuffle<EverySecondQuad<n, 0>>(a, b);
            value[1] = shuffle<EverySecondQuad<n, 1>>(a, b);
        } else {
            GS_UNROLL
            for (int i = 0; i < taps; ++i) value[i] = gather<V, 4>(base + 4 * i, at + k, 4);
        }
    }

    static GS_HD void separate(const V (&sum)[4], V (&channel)[4]) { transpose_quads(sum, channel); }
};

/// The weights along the axes of a vector of places.
template <class V, Mode mode, int dims>
struct Weights {
    static constexpr int kTaps = taps_per_axis(mode);
    Mapped<V> axis[3][kTaps];

    /// fraction_of(axis) returns their fractions.
    template <class FractionOf>
    GS_HD explicit Weights(FractionOf&& fraction_of) {
        using F = typename V::Element;
        GS_UNROLL
        for (int a = 0; a < dims; ++a)
            tap_weights<dims, mode>(mode == Mode::nearest ? V(F(0)) : fraction_of(a), axis[a]);
        if (dims == 2)
            for (Mapped<V>& weight : axis[2]) weight = {V(F(1)), V(F(0))};
    }
    /// Of the places from place i on.
    template <class F>
    GS_HD Weights(const F* const (&fraction)[3], int i)
        : Weights([&](int a) GS_INLINE { return load<V>(fraction[a] + i); }) {}

    /// In the form that tap_sum takes.
    GS_HD void for_sum(V (&weight)[kSumWeights<mode, dims>]) const {
        V along[3][kTaps];
        GS_UNROLL
        for (int a = 0; a < 3; ++a) GS_UNROLL
        for (int i = 0; i < kTaps; ++i) along[a][i] = axis[a][i].value;
        sum_weights<mode, dims>(along[0], along[1], along[2], weight);
    }

    /// Those of the places that vector k of a Reader stands for.
    template <class R, int k>
    GS_HD void spread(Mapped<V> (&to)[3][kTaps]) const {
        GS_UNROLL
        for (int a = 0; a < 3; ++a) GS_UNROLL
        for (int i = 0; i < kTaps; ++i)
            to[a][i] = {R::template spread<k>(axis[a][i].value), R::template spread<k>(axis[a][i].slope)};
    }
};

/// Vector k of the weighted sums at the places whose first taps lie at base + at[...].
template <class R, Mode mode, int dims, int k, class V, class F>
GS_HD V sum_at(const F* base, const Patch& patch, const int32_t* at, const V (&weight)[kSumWeights<mode, dims>]) {
    constexpr int kTaps = taps_per_axis(mode);
    V spread[kSumWeights<mode, dims>];
    GS_UNROLL
    for (int i = 0; i < kSumWeights<mode, dims>; ++i) spread[i] = R::template spread<k>(weight[i]);
    return tap_sum<mode, dims>(spread, [&](int layer, int row, V(&value)[kTaps]) GS_INLINE {
        R::template read<kTaps, k>(base + layer * patch.layer + row * patch.row, at, value);
    });
}

/// A row of places to sample from the pixels of a patch at `base`: where their first taps lie in it, in elements, and
/// their fractions along each axis, filled up to a multiple of the lanes.
template <class F>
struct PlaceRow {
    const F* base;
    Patch patch;  ///< by value: what a reference points to would be loaded anew after each store
    const int32_t* at;
    const F* fraction[3];
    const int32_t* first_row;  ///< the y of the first taps
    int count;
    bool far;  ///< whether the patch is too large for the caches
};

/// Asks for the pixels at these offsets ahead of time.
template <int n, Mode mode, int dims, class F>
GS_HD void prefetch(const PlaceRow<F>& row, const int32_t* at) {
    for (int lane = 0; lane < n; ++lane)
        for (int layer = 0; layer < kLayers<mode, dims>; ++layer)
            for (int j = 0; j < taps_per_axis(mode); ++j)
                __builtin_prefetch(row.base + layer * row.patch.layer + j * row.patch.row + at[lane]);
}

/// The samples at the places [i, i + lanes), channel by channel.
template <class R, Mode mode, int dims, int interleaved, class V, class F>
GS_HD void sample_at(const PlaceRow<F>& row, int i, V (&channel)[R::kVectors]) {
    const int32_t* at = row.at + i;
    V weight[kSumWeights<mode, dims>];
    Weights<V, mode, dims>(row.fraction, i).for_sum(weight);
    V sum[R::kVectors];
    sum[0] = sum_at<R, mode, dims, 0>(row.base, row.patch, at, weight);
    if constexpr (interleaved == 4) {
        sum[1] = sum_at<R, mode, dims, 1>(row.base, row.patch, at, weight);
        sum[2] = sum_at<R, mode, dims, 2>(row.base, row.patch, at, weight);
        sum[3] = sum_at<R, mode, dims, 3>(row.base, row.patch, at, weight);
    }
    R::separate(sum, channel);
}

/// Stores results, by a non-temporal store if they are wanted and `to` is aligned.
template <class V>
GS_HD void write(typename V::Element* to, V values, bool non_temporal) {
    if (non_temporal && reinterpret_cast<uintptr_t>(to) % sizeof(V) == 0)
        store_non_temporal(to, values);
    else
        store(to, values);
}

/// Samples a row of places; results of channel c < channels go to out + c * next.
template <class F, Mode mode, int dims, int interleaved>
__attribute__((noinline)) static void interpolate_row(const PlaceRow<F>& places, int channels, Scratch<F>&, F* out,
                                                      int64_t next, bool non_temporal) {
    using R = Reader<F, interleaved>;
    using V = typename R::V;
    constexpr int n = V::kLanes, kAhead = 4 * n;
    // A local copy: results may alias what the reference points to, which would be loaded anew after each store.
    const PlaceRow<F> row = places;
    // The end of the row, less than a vector; copied after the loop, which a call would cost its vector registers.
    alignas(64) F rest[R::kVectors][n];
    int i = 0;
    const int last_ahead = row.far ? row.count - kAhead : 0;
    for (; i < row.count; i += n) {
        if (i < last_ahead) [[unlikely]]
            prefetch<n, mode, dims>(row, row.at + i + kAhead);
        V channel[R::kVectors];
        sample_at<R, mode, dims, interleaved>(row, i, channel);
        if (i + n > row.count) {
            GS_UNROLL
            for (int c = 0; c < R::kVectors; ++c) store(rest[c], channel[c]);
            break;
        }
        GS_UNROLL
        for (int c = 0; c < R::kVectors; ++c) {
            if (c >= channels) break;
            write(out + c * next + i, channel[c], non_temporal);
        }
    }
    if (i >= row.count) return;
    for (int c = 0; c < R::kVectors; ++c)
        if (c < channels) __builtin_memcpy(out + c * next + i, rest[c], static_cast<size_t>(row.count - i) * sizeof(F));
}

}  // namespace GS_ISA
}  // namespace gs
