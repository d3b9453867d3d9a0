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

/// Writes `count` pixels of four channels, one pixel after the other. Channels from `channels` on are zero.
template <class F>
GS_HD void interleave(const F* const (&channel)[4], int channels, int count, F* to) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    if (count < n) {
        for (int i = 0; i < count; ++i)
            for (int c = 0; c < 4; ++c) to[4 * i + c] = c < channels ? channel[c][i] : F(0);
        return;
    }
    for (int at = 0; at < count; at += n) {
        const int i = at + n <= count ? at : count - n;  // the last vector overlaps the one before
        V row[4], column[4];
        GS_UNROLL
        for (int c = 0; c < 4; ++c) {
            row[c] = V(F(0));
            if (c < channels) row[c] = load<V>(channel[c] + i);
            row[c] = shuffle<ByQuads<n>>(row[c], row[c]);
        }
        transpose_quads(row, column);
        GS_UNROLL
        for (int k = 0; k < 4; ++k) store(to + 4 * i + k * n, column[k]);
    }
}

/// Which pixel place i of a box shows along an axis, or -1 for a zero: bicubic pads its taps; the coordinates of the
/// other modes have been padded, so whatever they tap outside the image counts as 0.
template <class F, Mode mode, int dims>
GS_HD int64_t source_of(int64_t i, int64_t size, const Options& options) {
    if (i >= 0 && i < size) return i;
    if (!pads_taps(mode) || options.padding == Padding::zeros) return -1;
    return static_cast<int64_t>(pad<dims>(static_cast<F>(i), size, options.padding, options.align_corners).value);
}

/// `width` columns of one row of a box, from column `left` on; the row's pixels begin at element `first`. What lies
/// `ahead` elements further is going to be packed next (0: not known).
template <class F, Mode mode, int dims, int interleaved>
GS_HD void pack_row(const ConstField& input, const Options& options, int64_t first, int channels, int64_t left,
                    int width, int64_t ahead, Scratch<F>& scratch, F* to) {
    const int64_t step = input.stride[kW], size = input.size[kW];
    // The columns inside the image follow one another there as they do here.
    const int begin = static_cast<int>(lesser(greater(-left, 0), width));
    const int end = static_cast<int>(greater(lesser(size - left, width), begin));
    const int count = end - begin;
    const F* channel[4]{};
    for (int c = 0; c < channels; ++c) {
        const int64_t element = first + c * input.stride[kC];
        if (count > 0) {
            const int64_t inside = element + (left + begin) * step;
            channel[c] = as_they_lie<F>(input, inside, step);
            if (channel[c] != nullptr) {
                if (ahead != 0) prefetch_row(channel[c] + ahead, count);
            } else {
                load_row(input, inside, step, count, scratch.staging[c]);
                channel[c] = scratch.staging[c];
            }
        }
        for (int i = begin > 0 ? 0 : end; i < width; i = i + 1 == begin ? end : i + 1) {
            const int64_t source = source_of<F, mode, dims>(left + i, size, options);
            to[i * interleaved + c] = F(0);
            if (source >= 0) load_row(input, element + source * step, 1, 1, to + i * interleaved + c);
        }
    }
    for (int c = channels; c < interleaved; ++c) {
        for (int i = 0; i < begin; ++i) to[i * interleaved + c] = F(0);
        for (int i = end; i < width; ++i) to[i * interleaved + c] = F(0);
    }
    if (count == 0) return;
    if constexpr (interleaved == 1)
        __builtin_memcpy(to + begin, channel[0], static_cast<size_t>(count) * sizeof(F));
    else
        interleave(channel, channels, count, to + 4 * begin);
}

/// Rows [begin, end) of all rows of a box, into the memory of a patch; `ahead` as above.
template <class F, Mode mode, int dims, int interleaved>
__attribute__((noinline)) static void pack_rows(const ConstField& input, const Options& options, int64_t n,
                                                int64_t channel, int channels, const Patch& patch, int64_t begin,
                                                int64_t end, int64_t ahead, Scratch<F>& scratch, F* to) {
    const Box& box = patch.box;
    for (int64_t index = begin; index < end; ++index) {
        const int64_t row = index % box.size(1), layer = index / box.size(1);
        const int64_t y = source_of<F, mode, dims>(box.begin[1] + row, input.size[kH], options);
        const int64_t z = dims == 2 ? 0 : source_of<F, mode, dims>(box.begin[2] + layer, input.size[kD], options);
        F* here = to + layer * patch.layer + row * patch.row;
        if (y < 0 || z < 0) {
            __builtin_memset(here, 0, static_cast<size_t>(box.size(0)) * interleaved * sizeof(F));
            continue;
        }
        const int64_t first =
            n * input.stride[kN] + channel * input.stride[kC] + z * input.stride[kD] + y * input.stride[kH];
        for (int64_t i = 0; i < box.size(0); i += kStagingPixels)
            pack_row<F, mode, dims, interleaved>(input, options, first, channels, box.begin[0] + i,
                                                 static_cast<int>(lesser(box.size(0) - i, kStagingPixels)), ahead,
                                                 scratch, here + i * interleaved);
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
