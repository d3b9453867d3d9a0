// SPDX-License-Identifier: MIT
// grad_input of a tile: what its places give to the pixels of a patch, and from there to the image. Internal.
#pragma once

#include "core/cpu/interpolate.h"

namespace gs {
namespace GS_LEVEL {

/// The weights of all taps of a vector of places, layer by layer and row by row.
template <class F, Mode mode, int dims>
struct TapWeights {
    using V = Wide<F>;
    static constexpr int kTaps = taps_per_axis(mode), kRows = kTaps * kLayers<mode, dims>;
    alignas(64) F weight[kRows][kTaps][V::kLanes];

    GS_HD explicit TapWeights(const Weights<V, mode, dims>& weights) {
        for (int row = 0; row < kRows; ++row) GS_UNROLL
        for (int i = 0; i < kTaps; ++i)
            store(weight[row][i], weight_product<dims>(weights.axis[0][i].value, weights.axis[1][row % kTaps].value,
                                                       weights.axis[2][row / kTaps].value));
    }
};

/// Adds weight * grad_output to the patch at `sums` for each tap of a row of places, one place after the other: the
/// order in which a pixel's sum grows is that of the places. grad[c] are the rows of grad_output, filled up to a
/// multiple of the lanes. Only rows [band_begin, band_end) of the patch take part.
template <class F, Mode mode, int dims, int interleaved, bool banded>
__attribute__((noinline)) static void scatter_row(const PlaceRow<F>& places, F* sums, const F* const (&grad)[4],
                                                  int channels, int64_t band_begin, int64_t band_end) {
    using V = Wide<F>;
    using Pixel = Vec<F, 4>;
    using Taps = TapWeights<F, mode, dims>;
    constexpr int n = V::kLanes;
    alignas(64) F pixel[4 * n];              // grad_output, one place after the other
    const PlaceRow<F> from_places = places;  // copies that no store can change
    const int64_t row_step = places.patch.row, layer_step = places.patch.layer;
    for (int i = 0; i < from_places.count; i += n) {
        const Taps taps(Weights<V, mode, dims>(from_places.fraction, i));
        const F* const from[4]{grad[0] + i, grad[1] + i, grad[2] + i, grad[3] + i};
        if constexpr (interleaved == 4) interleave<4>(from, channels, n, pixel);
        const int count = from_places.count - i < n ? from_places.count - i : n;
        for (int place = 0; place < count; ++place) {
            F* const first = sums + from_places.at[i + place];
            GS_UNROLL
            for (int row = 0; row < Taps::kRows; ++row) {
                if constexpr (banded) {
                    const int64_t y = from_places.first_row[i + place] + row % Taps::kTaps;
                    if (y < band_begin || y >= band_end) continue;
                }
                F* to = first + row / Taps::kTaps * layer_step + row % Taps::kTaps * row_step;
                GS_UNROLL
                for (int tap = 0; tap < Taps::kTaps; ++tap) {
                    if constexpr (interleaved == 4)
                        store(to + 4 * tap, load<Pixel>(to + 4 * tap) +
                                                Pixel(taps.weight[row][tap][place]) * load<Pixel>(pixel + 4 * place));
                    else
                        to[tap] += taps.weight[row][tap][place] * from[0][place];
                }
            }
        }
    }
}

/// Adds `count` pixels of one channel to a row of an image.
template <class F>
GS_HD void add_row(const F* from, int count, F* to) {
    using V = Wide<F>;
    int i = 0;
    for (; i + V::kLanes <= count; i += V::kLanes) store(to + i, load<V>(to + i) + load<V>(from + i));
    for (; i < count; ++i) to[i] += from[i];
}

/// Adds `count` packed pixels to rows of an image, one for each channel.
template <class F>
GS_HD void add_deinterleaved(const F* from, int count, int channels, F* const (&to)[4]) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    int i = 0;
    for (; i + n <= count; i += n) {
        V row[4], channel[4];
        // Quad q of vector k is pixel 4q + k, as transpose_quads wants it.
        constexpr int32_t kQuad[4]{0, 16, 32, 48};
        GS_UNROLL
        for (int k = 0; k < 4; ++k) row[k] = gather<V, 4>(from + 4 * (i + k), kQuad, 1);
        transpose_quads(row, channel);
        GS_UNROLL
        for (int c = 0; c < 4; ++c)
            if (c < channels) store(to[c] + i, load<V>(to[c] + i) + channel[c]);
    }
    for (; i < count; ++i)
        for (int c = 0; c < channels; ++c) to[c][i] += from[4 * i + c];
}

/// The same for as many channels as a vector has lanes.
template <class F>
GS_HD void add_deinterleaved_many(const F* from, int count, F* const* to) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    int i = 0;
    for (; i + n <= count; i += n) {
        V row[n];
        GS_UNROLL
        for (int k = 0; k < n; ++k) row[k] = load<V>(from + (i + k) * n);
        transpose(row);
        GS_UNROLL
        for (int c = 0; c < n; ++c) store(to[c] + i, load<V>(to[c] + i) + row[c]);
    }
    for (; i < count; ++i)
        for (int c = 0; c < n; ++c) to[c][i] += from[n * i + c];
}

/// Adds the sums of a patch to one image of `sums` (C order, the sizes of input): each to the pixel that its place
/// shows; what fell outside is dropped. Rows [row_begin, row_end) of each layer of the patch.
template <class F, bool pads, int dims, int interleaved>
__attribute__((noinline)) static void add_patch(const ConstField& input, const Options& options, int channels,
                                                const Patch& patch, int64_t row_begin, int64_t row_end, const F* from,
                                                F* image) {
    const Box& box = patch.box;
    const int64_t width = input.size[kW], plane = input.size[kH] * width, volume = input.size[kD] * plane;
    const int64_t begin = lesser(greater(-int64_t{box.begin[0]}, 0), box.size(0));
    const int64_t end = greater(lesser(width - box.begin[0], box.size(0)), begin);
    for (int64_t layer = 0; layer < box.size(2); ++layer)
        for (int64_t row = row_begin; row < row_end; ++row) {
            const int64_t y = source_of<F, pads, dims>(box.begin[1] + row, input.size[kH], options);
            const int64_t z = dims == 2 ? 0 : source_of<F, pads, dims>(box.begin[2] + layer, input.size[kD], options);
            if (y < 0 || z < 0) continue;
            const F* here = from + layer * patch.layer + row * patch.row;
            F* to = image + z * plane + y * width;
            for (int64_t i = begin > 0 ? 0 : end; i < box.size(0); i = i + 1 == begin ? end : i + 1) {
                const int64_t x = source_of<F, pads, dims>(box.begin[0] + i, width, options);
                if (x >= 0)
                    for (int c = 0; c < channels; ++c) to[c * volume + x] += here[i * interleaved + c];
            }
            to += box.begin[0] + begin;
            const int count = static_cast<int>(end - begin);
            if constexpr (interleaved == 4) {
                F* const rows[4]{to, to + volume, to + 2 * volume, to + 3 * volume};
                add_deinterleaved(here + 4 * begin, count, channels, rows);
            } else if constexpr (interleaved == 1) {
                add_row(here + begin, count, to);
            } else {
                F* rows[interleaved];
                for (int c = 0; c < interleaved; ++c) rows[c] = to + c * volume;
                add_deinterleaved_many(here + interleaved * begin, count, rows);
            }
        }
}

}  // namespace GS_LEVEL
}  // namespace gs
