// SPDX-License-Identifier: MIT
// grad_input of a tile: what its places give to the pixels of a patch, and from there to the image. Internal.
#pragma once

#include "core/cpu/interpolate.h"

namespace gs {
namespace GS_ISA {

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
/// pixels, and one's load then waits for the other's store to be forwarded. prepare(k, i) is called before for each n
/// places from i on, of which i + lane is one. `stretch` is at least a quarter of `count`, and a multiple of
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

/// What adding a place to a patch takes: the steps to its next row and layer, and the rows that take part.
struct Steps {
    int64_t row, layer;
    Band band;
};

/// Adds a place's taps in one row of the patch: weight * pixel, `pixel` being its grad_output.
template <int interleaved, int taps, int n, class F>
GS_HD void add_tap_row(const F (&weight)[taps][n], int lane, const F* pixel, F* to) {
    using Pixel = Vec<F, 4>;
    GS_UNROLL
    for (int tap = 0; tap < taps; ++tap) {
        if constexpr (interleaved == 4)
            store(to + 4 * tap, load<Pixel>(to + 4 * tap) + Pixel(weight[tap][lane]) * load<Pixel>(pixel));
        else
            to[tap] += weight[tap][lane] * *pixel;
    }
}

/// A place of which some rows of taps take part: those whose first is row y of the patch's box.
template <int interleaved, class Taps, class F>
__attribute__((noinline)) static void add_in_band(const Taps& taps, int lane, const F* pixel, int64_t y,
                                                  const Steps& step, F* first) {
    for (int j = 0; j < Taps::kRows; ++j) {
        const int64_t row = y + j % Taps::kTaps;
        if (row < step.band.begin || row >= step.band.end) continue;
        add_tap_row<interleaved>(taps.weight[j], lane, pixel,
                                 first + j / Taps::kTaps * step.layer + j % Taps::kTaps * step.row);
    }
}

/// Adds weight * grad_output to the patch at `sums` for each tap of a row of places, in stretches. grad[c] are the rows
/// of grad_output, filled up to a multiple of the lanes, zero from the last channel on. Only the rows of the band take
/// part.
template <class F, Mode mode, int dims, int interleaved>
__attribute__((noinline)) static void grad_input_row(const PlaceRow<F>& places, int stretch, F* sums,
                                                     const F* const* grad, const Band& band) {
    using V = Wide<F>;
    using Taps = TapWeights<F, mode, dims>;
    constexpr int n = V::kLanes, kTaps = Taps::kTaps;
    const PlaceRow<F> row = places;  // local copies, as sums may alias the originals
    const Steps step{row.patch.row, row.patch.layer, band};
    Taps taps[kStretches];
    alignas(64) F pixel[kStretches][interleaved * n];  // grad_output, one place after the other
    const auto prepare = [&](int k, int i) {
        taps[k].set(Weights<V, mode, dims>(row.fraction, i));
        if constexpr (interleaved == 4) {
            const F* const from[4]{grad[0] + i, grad[1] + i, grad[2] + i, grad[3] + i};
            V vector[4];
            interleaved_vector<4, 4>(from, 0, vector);
            GS_UNROLL
            for (int v = 0; v < 4; ++v) store(pixel[k] + v * n, vector[v]);
        } else {
            store(pixel[k], load<V>(grad[0] + i));
        }
    };
    const auto add = [&](int k, int i, int lane) GS_INLINE {
        F* const first = sums + row.at[i];
        for (int layer = 0; layer < kLayers<mode, dims>; ++layer) GS_UNROLL
        for (int j = 0; j < kTaps; ++j)
            add_tap_row<interleaved>(taps[k].weight[layer * kTaps + j], lane, pixel[k] + interleaved * lane,
                                     first + layer * step.layer + j * step.row);
    };
    if (band.is_all()) return in_stretches<n>(row.count, stretch, prepare, add);
    in_stretches<n>(row.count, stretch, prepare, [&](int k, int i, int lane) GS_INLINE {
        const int64_t y = row.first_row[i];
        if (y >= step.band.begin && y + kTaps <= step.band.end)
            add(k, i, lane);
        else if (y < step.band.end && y + kTaps > step.band.begin)
            add_in_band<interleaved>(taps[k], lane, pixel[k] + interleaved * lane, y, step, sums + row.at[i]);
    });
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

/// Adds what a patch's pixels received, to one image of sums (C order, the sizes of input): each to the pixel that its
/// place shows; what fell outside is dropped. Rows [band.begin, band.end) of each layer of the patch.
template <class F, int interleaved>
__attribute__((noinline)) static void add_patch_of(const Job& job, int channels, const Patch& patch, const Band& band,
                                                   const F* from, F* image) {
    const auto& size = job.input.size;
    const Box& box = patch.box;
    const int64_t width = size[kW], plane = size[kH] * width, volume = size[kD] * plane;
    const int64_t begin = lesser(greater(-int64_t{box.begin[0]}, 0), box.size(0));
    const int64_t end = greater(lesser(width - box.begin[0], box.size(0)), begin);
    const bool has_rim = !is_zero_outside(job.options);
    for (int64_t layer = 0; layer < box.size(2); ++layer) {
        const int64_t z = source_of<F>(job, 2, box.begin[2] + layer);
        for (int64_t row = band.begin; row < band.end; ++row) {
            const int64_t y = source_of<F>(job, 1, box.begin[1] + row);
            if (y < 0 || z < 0) continue;
            const F* here = from + layer * patch.layer + row * patch.row;
            F* to = image + z * plane + y * width;
            for (int64_t i = begin > 0 ? 0 : end; has_rim && i < box.size(0); i = i + 1 == begin ? end : i + 1) {
                const int64_t x = source_of<F>(job, 0, box.begin[0] + i);
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
}
template <class F>
void add_patch(const Job& job, const ChannelGroup& group, const Patch& patch, const Band& band, const F* from,
               F* image) {
    constexpr int n = Wide<F>::kLanes;
    const auto& [interleaved, first, channels] = group;
    if (interleaved == 1) return add_patch_of<F, 1>(job, channels, patch, band, from, image);
    if constexpr (n > 4)
        if (interleaved == n) return add_patch_of<F, n>(job, channels, patch, band, from, image);
    add_patch_of<F, 4>(job, channels, patch, band, from, image);
}

}  // namespace GS_ISA
}  // namespace gs
