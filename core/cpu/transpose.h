// SPDX-License-Identifier: MIT
// Turning vectors: from channel after channel to pixel after pixel, and back. Internal.
#pragma once

#include "core/cpu/vec.h"

namespace gs {
namespace GS_ISA {

/// Within each quad of lanes, lane e of the result of `transposed` is lane k of row e, for k = 0 .. 3.
template <int n, bool high>
struct PairUp {
    static constexpr int at(int lane) {
        const int quad = lane / 4 * 4, within = lane % 4;
        return quad + (high ? 2 : 0) + within / 2 + (within % 2 == 0 ? 0 : n);
    }
};
template <int n, bool high>
struct JoinPairs {
    static constexpr int at(int lane) {
        const int quad = lane / 4 * 4, within = lane % 4;
        return quad + (high ? 2 : 0) + within % 2 + (within < 2 ? 0 : n);
    }
};
template <class V>
GS_HD void transpose_quads(const V (&row)[4], V (&column)[4]) {
    constexpr int n = V::kLanes;
    const V low01 = shuffle<PairUp<n, false>>(row[0], row[1]), high01 = shuffle<PairUp<n, true>>(row[0], row[1]);
    const V low23 = shuffle<PairUp<n, false>>(row[2], row[3]), high23 = shuffle<PairUp<n, true>>(row[2], row[3]);
    column[0] = shuffle<JoinPairs<n, false>>(low01, low23);
    column[1] = shuffle<JoinPairs<n, true>>(low01, low23);
    column[2] = shuffle<JoinPairs<n, false>>(high01, high23);
    column[3] = shuffle<JoinPairs<n, true>>(high01, high23);
}

/// Lane 4q + e of the result is lane Qe + q, Q being the number of quads: before transpose_quads, it makes the quads of
/// the columns follow one another.
template <int n>
struct ByQuads {
    static constexpr int at(int lane) { return n / 4 * (lane % 4) + lane / 4; }
};

/// Every second quad of the lanes of a and b, from quad `odd` on.
template <int n, int odd>
struct EverySecondQuad {
    static constexpr int at(int lane) { return (lane / 4 * 2 + odd) * 4 + lane % 4; }
};

/// Quad q of row e becomes quad e of row q.
template <class V>
GS_HD void transpose_of_quads(V (&row)[2]) {
    constexpr int n = V::kLanes;
    const V first = shuffle<EverySecondQuad<n, 0>>(row[0], row[1]);
    row[1] = shuffle<EverySecondQuad<n, 1>>(row[0], row[1]);
    row[0] = first;
}
template <class V>
GS_HD void transpose_of_quads(V (&row)[4]) {
    constexpr int n = V::kLanes;
    const V even[2]{shuffle<EverySecondQuad<n, 0>>(row[0], row[1]), shuffle<EverySecondQuad<n, 0>>(row[2], row[3])};
    const V odd[2]{shuffle<EverySecondQuad<n, 1>>(row[0], row[1]), shuffle<EverySecondQuad<n, 1>>(row[2], row[3])};
    row[0] = shuffle<EverySecondQuad<n, 0>>(even[0], even[1]);
    row[1] = shuffle<EverySecondQuad<n, 0>>(odd[0], odd[1]);
    row[2] = shuffle<EverySecondQuad<n, 1>>(even[0], even[1]);
    row[3] = shuffle<EverySecondQuad<n, 1>>(odd[0], odd[1]);
}

/// Lane i of row k becomes lane k of row i.
template <class V>
GS_HD void transpose(V (&row)[V::kLanes]) {
    constexpr int n = V::kLanes;
    GS_UNROLL
    for (int i = 0; i < n; i += 4) {
        const V four[4]{row[i], row[i + 1], row[i + 2], row[i + 3]};
        V column[4];
        transpose_quads(four, column);
        GS_UNROLL
        for (int c = 0; c < 4; ++c) row[i + c] = column[c];
    }
    GS_UNROLL
    for (int c = 0; c < 4; ++c) {
        V quads[n / 4];
        GS_UNROLL
        for (int e = 0; e < n / 4; ++e) quads[e] = row[4 * e + c];
        transpose_of_quads(quads);
        GS_UNROLL
        for (int e = 0; e < n / 4; ++e) row[4 * e + c] = quads[e];
    }
}

/// A vector of pixels from pixel i on: their channels, one pixel after the other, with zeros up to `interleaved` of
/// them.
template <int interleaved, int channels, class V, class F>
GS_HD void interleaved_vector(const F* const* channel, int i, V (&pixels)[interleaved]) {
    constexpr int n = V::kLanes;
    V row[interleaved];
    GS_UNROLL
    for (int c = 0; c < interleaved; ++c) row[c] = c < channels ? load<V>(channel[c] + i) : V(F(0));
    if constexpr (interleaved == 4) {
        GS_UNROLL
        for (int c = 0; c < channels; ++c) row[c] = shuffle<ByQuads<n>>(row[c], row[c]);
        transpose_quads(row, pixels);
    } else {
        transpose(row);
        GS_UNROLL
        for (int k = 0; k < n; ++k) pixels[k] = row[k];
    }
}

}  // namespace GS_ISA
}  // namespace gs
