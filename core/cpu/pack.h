// SPDX-License-Identifier: MIT
// Step 2 of a tile: a box of pixels, padding done, channels interleaved. Internal.
#pragma once

#include "core/coordinates.h"
#include "core/cpu/isa.h"
#include "core/cpu/transpose.h"

namespace gs {
namespace GS_ISA {

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

template <class F>
int64_t padded_source(const Job& job, int axis, int64_t place) {
    const auto& [mode, padding, align_corners] = job.options;
    const int64_t size = job.input.size[static_cast<size_t>(kW - axis)];
    const auto at = static_cast<F>(place);
    return static_cast<int64_t>(job.dims == 2 ? pad<2>(at, size, padding, align_corners).value
                                              : pad<3>(at, size, padding, align_corners).value);
}

/// Writes a row of pixels, one pixel after the other.
template <int interleaved, class F>
GS_HD void write_pixels(const F* const* channel, int channels, int count, F* to) {
    if constexpr (interleaved == 1)
        __builtin_memcpy(to, channel[0], static_cast<size_t>(count) * sizeof(F));
    else
        interleave<interleaved>(channel, channels, count, to);
}

/// The pixels that follow one another from element `first` on, which need no conversion.
template <int interleaved, class F>
GS_HD void pack_as_they_lie(const PackSource& source, int64_t first, int count, F* to) {
    const F* channel[interleaved];
    for (int c = 0; c < source.group.count; ++c) {
        channel[c] = reinterpret_cast<const F*>(source.job.input.data) + first + c * source.job.input.stride[kC];
        if (source.ahead != 0) prefetch_row(channel[c], source.ahead, count);
    }
    write_pixels<interleaved>(channel, source.group.count, count, to);
}

/// The same with conversion.
template <int interleaved, class F>
GS_HD void pack_converted(const PackSource& source, int64_t first, int64_t count, Scratch<F>& scratch, F* to) {
    const auto& stride = source.job.input.stride;
    const F* channel[interleaved];
    for (int c = 0; c < source.group.count; ++c) channel[c] = scratch.staging[c];
    for (int64_t i = 0; i < count; i += kStagingPixels) {
        const int pixels = static_cast<int>(lesser(count - i, kStagingPixels));
        for (int c = 0; c < source.group.count; ++c)
            load_row(source.job.input, first + i * stride[kW] + c * stride[kC], stride[kW], pixels, scratch.staging[c]);
        write_pixels<interleaved>(channel, source.group.count, pixels, to + i * interleaved);
    }
}

/// The columns [begin, end) of a box, outside the image; the row's own pixels begin at element `first`.
template <int interleaved, class F>
GS_HD void pack_rim(const PackSource& source, const Box& box, int64_t begin, int64_t end, int64_t first, F* to) {
    const auto& stride = source.job.input.stride;
    __builtin_memset(to + begin * interleaved, 0, static_cast<size_t>(end - begin) * interleaved * sizeof(F));
    if (is_zero_outside(source.job.options)) return;
    for (int64_t i = begin; i < end; ++i) {
        const int64_t pixel = first + padded_source<F>(source.job, 0, box.begin[0] + i) * stride[kW];
        for (int c = 0; c < source.group.count; ++c) {
            const F* const lying = as_they_lie<F>(source.job.input, pixel + c * stride[kC], 1);
            F& value = to[i * interleaved + c];
            lying != nullptr ? void(value = *lying) : load_row(source.job.input, pixel + c * stride[kC], 1, 1, &value);
        }
    }
}

template <class F, int interleaved>
__attribute__((noinline)) static void pack_rows_of(const PackSource& source, const Patch& patch, int64_t begin,
                                                   int64_t end, Scratch<F>& scratch, F* to) {
    const ConstField& input = source.job.input;
    const Box& box = patch.box;
    const int64_t width = box.size(0), left = box.begin[0];
    // The columns inside the image follow one another there as they do here.
    const int64_t inside = lesser(greater(-left, 0), width);
    const int64_t outside = greater(lesser(input.size[kW] - left, width), inside);
    const bool lies = input.dtype == kDtype<F> && input.stride[kW] == 1;
    int64_t layer = begin == 0 ? 0 : begin / box.size(1), row = begin - layer * box.size(1) - 1;
    int64_t z = source_of<F>(source.job, 2, box.begin[2] + layer);
    for (int64_t index = begin; index < end; ++index) {
        if (++row == box.size(1)) {
            row = 0;
            z = source_of<F>(source.job, 2, box.begin[2] + ++layer);
        }
        const int64_t y = source_of<F>(source.job, 1, box.begin[1] + row);
        F* here = to + layer * patch.layer + row * patch.row;
        if (y < 0 || z < 0) {
            __builtin_memset(here, 0, static_cast<size_t>(width) * interleaved * sizeof(F));
            continue;
        }
        const int64_t first = source.n * input.stride[kN] + source.group.first * input.stride[kC] +
                              z * input.stride[kD] + y * input.stride[kH];
        const int64_t first_inside = first + (left + inside) * input.stride[kW], count = outside - inside;
        if (lies)
            pack_as_they_lie<interleaved>(source, first_inside, static_cast<int>(count), here + inside * interleaved);
        else
            pack_converted<interleaved>(source, first_inside, count, scratch, here + inside * interleaved);
        if (count == width) continue;
        pack_rim<interleaved>(source, box, 0, inside, first, here);
        pack_rim<interleaved>(source, box, outside, width, first, here);
    }
}

template <class F>
void pack_rows(const PackSource& source, const Patch& patch, int64_t begin, int64_t end, Scratch<F>& scratch, F* to) {
    constexpr int n = Wide<F>::kLanes;
    const int interleaved = source.group.interleaved;
    if (interleaved == 1) return pack_rows_of<F, 1>(source, patch, begin, end, scratch, to);
    if constexpr (n > 4)
        if (interleaved == n) return pack_rows_of<F, n>(source, patch, begin, end, scratch, to);
    pack_rows_of<F, 4>(source, patch, begin, end, scratch, to);
}

}  // namespace GS_ISA
}  // namespace gs
