// SPDX-License-Identifier: MIT
// Step 2 of a tile: a box of pixels, padding done, channels interleaved. Internal.
#pragma once

#include "core/coordinates.h"
#include "core/cpu/convert.h"

namespace gs {
namespace GS_LEVEL {

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

/// Writes `count` pixels of `interleaved` channels (four, or as many as a vector has lanes), one pixel after the other.
/// Channels from `channels` on are zero.
template <int interleaved, int channels, class F>
GS_HD void interleave(const F* const* channel, int count, F* to) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    if (count < n) {
        for (int i = 0; i < count; ++i)
            for (int c = 0; c < interleaved; ++c) to[interleaved * i + c] = c < channels ? channel[c][i] : F(0);
        return;
    }
    for (int at = 0; at < count; at += n) {
        const int i = at + n <= count ? at : count - n;  // the last vector overlaps the one before
        V pixels[interleaved];
        interleaved_vector<interleaved, channels>(channel, i, pixels);
        GS_UNROLL
        for (int k = 0; k < interleaved; ++k) store(to + interleaved * i + k * n, pixels[k]);
    }
}
template <int interleaved, class F>
GS_HD void interleave(const F* const* channel, int channels, int count, F* to) {
    if (channels == interleaved) return interleave<interleaved, interleaved>(channel, count, to);
    if constexpr (interleaved == 4) {
        if (channels == 3) return interleave<4, 3>(channel, count, to);
        interleave<4, 2>(channel, count, to);
    }
}

/// Which pixel place i of a box shows along an axis, or -1 for a zero. `pads`: the mode pads its taps (bicubic); the
/// coordinates of the others have been padded, so whatever they tap outside the image counts as 0.
template <class F, bool pads, int dims>
GS_HD int64_t source_of(int64_t i, int64_t size, const Options& options) {
    if (i >= 0 && i < size) return i;
    if (!pads || options.padding == Padding::zeros) return -1;
    return static_cast<int64_t>(pad<dims>(static_cast<F>(i), size, options.padding, options.align_corners).value);
}

/// Writes a row of pixels, one pixel after the other.
template <int interleaved, class F>
GS_HD void write_pixels(const F* const* channel, int channels, int count, F* to) {
    if constexpr (interleaved == 1)
        __builtin_memcpy(to, channel[0], static_cast<size_t>(count) * sizeof(F));
    else
        interleave<interleaved>(channel, channels, count, to);
}

/// What packing reads: channels [channel, channel + channels) of image n. `ahead` elements further lies what is going
/// to be packed next (0: not known).
struct PackSource {
    const ConstField& input;
    const Options& options;
    int64_t n, channel;
    int channels;
    int64_t ahead;
};

/// The pixels that follow one another from element `first` on, which need no conversion.
template <int interleaved, class F>
GS_HD void pack_as_they_lie(const PackSource& source, int64_t first, int count, F* to) {
    const F* channel[interleaved];
    for (int c = 0; c < source.channels; ++c) {
        channel[c] = reinterpret_cast<const F*>(source.input.data) + first + c * source.input.stride[kC];
        if (source.ahead != 0) prefetch_row(channel[c], source.ahead, count);
    }
    write_pixels<interleaved>(channel, source.channels, count, to);
}

/// The same with conversion.
template <int interleaved, class F>
GS_HD void pack_converted(const PackSource& source, int64_t first, int64_t count, Scratch<F>& scratch, F* to) {
    const auto& stride = source.input.stride;
    const F* channel[interleaved];
    for (int c = 0; c < source.channels; ++c) channel[c] = scratch.staging[c];
    for (int64_t i = 0; i < count; i += kStagingPixels) {
        const int pixels = static_cast<int>(lesser(count - i, kStagingPixels));
        for (int c = 0; c < source.channels; ++c)
            load_row(source.input, first + i * stride[kW] + c * stride[kC], stride[kW], pixels, scratch.staging[c]);
        write_pixels<interleaved>(channel, source.channels, pixels, to + i * interleaved);
    }
}

/// The columns [begin, end) of a box, outside the image; the row's own pixels begin at element `first`.
template <class F, bool pads, int dims, int interleaved>
GS_HD void pack_rim(const PackSource& source, const Box& box, int64_t begin, int64_t end, int64_t first, F* to) {
    const auto& stride = source.input.stride;
    for (int64_t i = begin; i < end; ++i) {
        const int64_t x = source_of<F, pads, dims>(box.begin[0] + i, source.input.size[kW], source.options);
        __builtin_memset(to + i * interleaved, 0, interleaved * sizeof(F));
        if (x < 0) continue;
        for (int c = 0; c < source.channels; ++c)
            load_row(source.input, first + x * stride[kW] + c * stride[kC], 1, 1, to + i * interleaved + c);
    }
}

/// Rows [begin, end) of all rows of a box, into the memory of a patch.
template <class F, bool pads, int dims, int interleaved>
__attribute__((noinline)) static void pack_rows(const PackSource& source, const Patch& patch, int64_t begin,
                                                int64_t end, Scratch<F>& scratch, F* to) {
    const ConstField& input = source.input;
    const Box& box = patch.box;
    const int64_t width = box.size(0), left = box.begin[0];
    // The columns inside the image follow one another there as they do here.
    const int64_t inside = lesser(greater(-left, 0), width);
    const int64_t outside = greater(lesser(input.size[kW] - left, width), inside);
    const bool lies = input.dtype == kDtype<F> && input.stride[kW] == 1;
    for (int64_t index = begin; index < end; ++index) {
        const int64_t layer = dims == 2 ? 0 : index / box.size(1), row = index - layer * box.size(1);
        const int64_t y = source_of<F, pads, dims>(box.begin[1] + row, input.size[kH], source.options);
        const int64_t z =
            dims == 2 ? 0 : source_of<F, pads, dims>(box.begin[2] + layer, input.size[kD], source.options);
        F* here = to + layer * patch.layer + row * patch.row;
        if (y < 0 || z < 0) {
            __builtin_memset(here, 0, static_cast<size_t>(width) * interleaved * sizeof(F));
            continue;
        }
        const int64_t first = source.n * input.stride[kN] + source.channel * input.stride[kC] + z * input.stride[kD] +
                              y * input.stride[kH];
        const int64_t first_inside = first + (left + inside) * input.stride[kW], count = outside - inside;
        if (lies)
            pack_as_they_lie<interleaved>(source, first_inside, static_cast<int>(count), here + inside * interleaved);
        else
            pack_converted<interleaved>(source, first_inside, count, scratch, here + inside * interleaved);
        if (count == width) continue;
        pack_rim<F, pads, dims, interleaved>(source, box, 0, inside, first, here);
        pack_rim<F, pads, dims, interleaved>(source, box, outside, width, first, here);
    }
}

/// How a box lies in a patch.
template <int interleaved>
GS_HD Patch patch_of(const Box& box) {
    Patch patch{box, box.size(0) * interleaved, 0};
    patch.layer = patch.row * box.size(1);
    return patch;
}

}  // namespace GS_LEVEL
}  // namespace gs
