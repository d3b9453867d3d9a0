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

    GS_HD void set(const Weights<V, mode, dims>& weights) {
        for (int row = 0; row < kRows; ++row) GS_UNROLL
        for (int i = 0; i < kTaps; ++i)
            store(weight[row][i], weight_product<dims>(weights.axis[0][i].value, weights.axis[1][row % kTaps].value,
                                                       weights.axis[2][row / kTaps].value));
    }
};

/// Calls add(k, i, lane) for the places i of a row in the order in which they add to the patch: with the row cut into
/// stretches, the first of each stretch k, then the second of each, ... Neighbours mostly add to some of the same
/// pixels, and the processor then waits for one's store before it loads for the next. prepare(k, i) is called before
/// for each n places from i on, of which i + lane is one. `stretch` is at least a quarter of `count`, and a multiple of
/// kRowMultiple.
template <int n, class Prepare, class Add>
GS_HD void in_stretches(int count, int stretch, Prepare&& prepare, Add&& add) {
    for (int begin = 0; begin < stretch; begin += n) {
        int places[kStretches], fewest = n;
        for (int k = 0; k < kStretches; ++k) {
            const int i = k * stretch + begin;
            places[k] = count <= i ? 0 : count < i + n ? count - i : n;
            if (places[k] > 0) prepare(k, i);
            if (places[k] < fewest) fewest = places[k];
        }
        int lane = 0;
        for (; lane < fewest; ++lane) GS_UNROLL
        for (int k = 0; k < kStretches; ++k) add(k, k * stretch + begin + lane, lane);
        for (; lane < n; ++lane)
            for (int k = 0; k < kStretches; ++k)
                if (lane < places[k]) add(k, k * stretch + begin + lane, lane);
    }
}

/// Adds weight * grad_output to the patch at `sums` for each tap of a row of places, in stretches. grad[c] are the rows
/// of grad_output, filled up to a multiple of the lanes. Only rows [band_begin, band_end) of the patch take part.
template <class F, Mode mode, int dims, int interleaved, bool banded>
__attribute__((noinline)) static void scatter_row(const PlaceRow<F>& places, int stretch, F* sums,
                                                  const F* const (&grad)[4], int channels, int64_t band_begin,
                                                  int64_t band_end) {
    using V = Wide<F>;
    using Pixel = Vec<F, 4>;
    using Taps = TapWeights<F, mode, dims>;
    constexpr int n = V::kLanes;
    const PlaceRow<F> row = places;  // copies that no store can change
    const int64_t row_step = row.patch.row, layer_step = row.patch.layer;
    Taps taps[kStretches];
    alignas(64) F pixel[kStretches][4 * n];  // grad_output, one place after the other
    const auto prepare = [&](int k, int i) {
        taps[k].set(Weights<V, mode, dims>(row.fraction, i));
        const F* const from[4]{grad[0] + i, grad[1] + i, grad[2] + i, grad[3] + i};
        if constexpr (interleaved == 4)
            interleave<4>(from, channels, n, pixel[k]);
        else
            store(pixel[k], load<V>(from[0]));
    };
    const auto add = [&](int k, int i, int lane) GS_INLINE {
        F* const first = sums + row.at[i];
        GS_UNROLL
        for (int j = 0; j < Taps::kRows; ++j) {
            if constexpr (banded) {
                const int64_t y = row.first_row[i] + j % Taps::kTaps;
                if (y < band_begin || y >= band_end) continue;
            }
            F* to = first + j / Taps::kTaps * layer_step + j % Taps::kTaps * row_step;
            GS_UNROLL
            for (int tap = 0; tap < Taps::kTaps; ++tap) {
                const F weight = taps[k].weight[j][tap][lane];
                if constexpr (interleaved == 4)
                    store(to + 4 * tap, load<Pixel>(to + 4 * tap) + Pixel(weight) * load<Pixel>(pixel[k] + 4 * lane));
                else
                    to[tap] += weight * pixel[k][lane];
            }
        }
    };
    in_stretches<n>(row.count, stretch, prepare, add);
}

/// Adds `count` pixels of one channel to a row of an image.
template <class F>
GS_HD void add_row(const F* from, int count, F* to) {
    using V = Wide<F>;
    int i = 0;
    for (; i + V::kLanes <= count; i += V::kLanes) store(to + i, load<V>(to + i) + load<V>(from + i));
    for (; i < count; ++i) to[i] += from[i];
}

/// The channels of a vector of pixels that lie packed from `from` on.
template <int interleaved, class V, class F>
GS_HD void deinterleaved_vector(const F* from, V (&channel)[interleaved]) {
    if constexpr (interleaved == 4) {
        V row[4];
        constexpr int32_t kQuad[4]{0, 16, 32, 48};  // quad q of vector k is pixel 4q + k, as transpose_quads wants it
        GS_UNROLL
        for (int k = 0; k < 4; ++k) row[k] = gather<V, 4>(from + 4 * k, kQuad, 1);
        transpose_quads(row, channel);
    } else {
        GS_UNROLL
        for (int k = 0; k < interleaved; ++k) channel[k] = load<V>(from + k * interleaved);
        transpose(channel);
    }
}

/// Adds `count` packed pixels to rows of an image, one for each channel.
template <int interleaved, class F>
GS_HD void add_deinterleaved(const F* from, int count, int channels, F* const* to) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    int i = 0;
    for (; i + n <= count; i += n) {
        V channel[interleaved];
        deinterleaved_vector<interleaved>(from + interleaved * i, channel);
        GS_UNROLL
        for (int c = 0; c < interleaved; ++c)
            if (c < channels) store(to[c] + i, load<V>(to[c] + i) + channel[c]);
    }
    for (; i < count; ++i)
        for (int c = 0; c < channels; ++c) to[c][i] += from[interleaved * i + c];
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
            if constexpr (interleaved == 1) {
                add_row(here + begin, count, to);
            } else {
                F* rows[interleaved];
                for (int c = 0; c < channels; ++c) rows[c] = to + c * volume;
                add_deinterleaved<interleaved>(here + interleaved * begin, count, channels, rows);
            }
        }
}

}  // namespace GS_LEVEL
}  // namespace gs
