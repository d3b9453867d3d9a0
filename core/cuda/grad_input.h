// SPDX-License-Identifier: MIT
// grad_input in a fixed order. What many threads add to one pixel with atomics comes in another order on every run, and
// sums of floats then differ in their last bits. Sums of integers would not, but would need one scale for values as far
// apart as gradients are. So the taps are sorted instead:
//
//   1  each place writes, for each of its taps, the pixel (the key) and its own number,
//   2  a stable radix sort brings the taps of a pixel together, still in the order of places,
//   3  each pixel adds up its run of taps, in that order: the plain code's order, hence its bits.
//
// Sorting is done once for all channels. A run of very many taps (a grid that points to one spot) is added up by a
// warp: each lane every 32nd tap, then a tree; the same on every run, too, but not the plain code's order.
//
// Here is what a thread does in steps 1 and 3, without CUDA, and how a gradient is cut into steps that fit memory.
#pragma once

#include <vector>

#include "core/cuda/kernels.h"
#include "core/cuda/places.h"

namespace gs::cuda {

/// Runs from here on are a warp's: one thread would take 32 times as long, with its 31 neighbours waiting.
inline constexpr uint32_t kLongRun = 1024;

/// The channels of a pixel that a thread sums at once; what it finds out about a tap serves them all.
inline constexpr int kChannelsTogether = 4;

/// The taps of `places` places and the pixels that they are added to, each counted through all images.
struct Step {
    int64_t first_place, places;
    int64_t first_pixel, pixels;
    bool is_first, is_last;  ///< of the steps for these pixels
};

/// The steps of a gradient: whole images, as many as fit, or parts of one image, its places in order.
std::vector<Step> steps_of(const Backward& call, const BackwardSettings& settings);

/// All taps of a sample, in bounds or not.
template <Mode mode, int dims>
inline constexpr uint32_t kTaps = dims == 2 ? taps_per_axis(mode) * taps_per_axis(mode)
                                            : taps_per_axis(mode) * taps_per_axis(mode) * taps_per_axis(mode);

/// A place, counted through all images.
template <class Index>
GS_HD At<Index> place_at(const Extent<Index>& extent, Index place) {
    const Index row = place / extent.width, layer = row / extent.height, n = layer / extent.depth;
    return {n, layer - n * extent.depth, row - layer * extent.height, place - row * extent.width};
}

/// Step 1 for a place. Taps that are out of bounds or not among the step's pixels get the key step.pixels, which sorts
/// behind all others.
template <class F, Mode mode, int dims, class Index>
GS_HD void list_taps(const BackwardGeometry<Index>& call, const Step& step, uint32_t place, uint32_t* keys,
                     uint32_t* taps) {
    const At<Index> at = place_at(call.extent, static_cast<Index>(step.first_place) + static_cast<Index>(place));
    const auto axes = axes_at<F, mode, dims>(call, at);
    uint32_t tap = place * kTaps<mode, dims>;
    for (int k = 0; k < kLayers<mode, dims>; ++k)
        for (int j = 0; j < taps_per_axis(mode); ++j)
            for (int i = 0; i < taps_per_axis(mode); ++i, ++tap) {
                const int64_t layer = at.n * int64_t{call.size[2]} + (dims == 3 ? axes.z().index[k] : 0);
                const int64_t pixel = (layer * call.size[1] + axes.y().index[j]) * call.size[0] + axes.x().index[i];
                const int64_t key = pixel - step.first_pixel;
                const bool is_here = axes.in_bounds(k, j, i) && key >= 0 && key < step.pixels;
                keys[tap] = static_cast<uint32_t>(is_here ? key : step.pixels);
                taps[tap] = tap;
            }
}

/// The part of the sorted list that belongs to one pixel.
struct Run {
    uint32_t begin, end;
};

/// What the list's entry `i` of `count` says about the runs: where its pixel's begins or ends.
GS_HD void mark_run(const uint32_t* keys, uint32_t i, uint32_t count, uint32_t pixels, Run* runs) {
    const uint32_t key = keys[i];
    if (key >= pixels) return;
    if (i == 0 || keys[i - 1] != key) runs[key].begin = i;
    if (i + 1 == count || keys[i + 1] != key) runs[key].end = i + 1;
}

/// The weight of a place's tap, by the tap's number. Loops instead of indices: registers cannot be indexed.
template <class F, Mode mode, int dims>
GS_HD F weight_of(const Axes<F, mode, dims>& axes, uint32_t tap) {
    constexpr int n = taps_per_axis(mode);
    Axes<F, mode, dims> only;
    GS_UNROLL
    for (int axis = 0; axis < dims; ++axis) {
        const int wanted = static_cast<int>(tap % n);
        tap /= n;
        F weight = axes.axis[axis].weight[0].value;
        GS_UNROLL
        for (int k = 1; k < n; ++k) weight = wanted == k ? axes.axis[axis].weight[k].value : weight;
        only.axis[axis].weight[0].value = weight;
    }
    return tap_weight(only, 0, 0, 0);
}

/// The sums of a few channels of one pixel.
template <class F>
struct Sums {
    F channel[kChannelsTogether];
};

/// Step 3: adds the taps begin, begin + stride, ... below end of a sorted list to the sums of the channels from
/// `channel` on.
template <class T, Mode mode, int dims, class Index>
GS_HD void add_taps(const BackwardGeometry<Index>& call, const Step& step, const uint32_t* taps, const Run& run,
                    uint32_t stride, Index channel, Sums<Arithmetic<T>>& sums) {
    const T* grad_output = call.grad_output.template as<T>();
    for (uint32_t i = run.begin; i < run.end; i += stride) {
        const uint32_t tap = taps[i];
        const At<Index> at =
            place_at(call.extent, static_cast<Index>(step.first_place) + static_cast<Index>(tap / kTaps<mode, dims>));
        const auto weight = weight_of(axes_at<Arithmetic<T>, mode, dims>(call, at), tap % kTaps<mode, dims>);
        const T* grad = grad_output + (call.grad_output.at(at) + channel * call.grad_output.c);
        GS_UNROLL
        for (int c = 0; c < kChannelsTogether; ++c)
            if (channel + c < call.extent.channels)
                sums.channel[c] += weight * load<1>(grad + static_cast<Index>(c) * call.grad_output.c);
    }
}

/// Where the sums of a step's pixels go. Those that more steps add to are kept in the arithmetic type: in grad_input
/// itself or, where its elements are halves, in `partial`, channel by channel.
template <class T, class Index>
struct Destination {
    Elements<std::byte, Index> grad_input;
    Arithmetic<T>* partial = nullptr;
    Extent<Index> extent{};  ///< of grad_input

    static constexpr bool kInPlace = std::is_same_v<T, Arithmetic<T>>;

    /// What the steps before have summed up.
    GS_HD Sums<Arithmetic<T>> before(const Step& step, uint32_t pixel, Index channel) const {
        Sums<Arithmetic<T>> sums{};
        if (step.is_first) return sums;
        GS_UNROLL
        for (int c = 0; c < kChannelsTogether; ++c)
            if (channel + c < extent.channels) sums.channel[c] = value_of(*sum(step, pixel, channel + c));
        return sums;
    }

    GS_HD void write(const Step& step, uint32_t pixel, Index channel, const Sums<Arithmetic<T>>& sums) const {
        GS_UNROLL
        for (int c = 0; c < kChannelsTogether; ++c) {
            if (channel + c >= extent.channels) continue;
            if (step.is_last)
                assign_element(*element(step, pixel, channel + c), sums.channel[c]);
            else
                *sum(step, pixel, channel + c) = sums.channel[c];
        }
    }

private:
    GS_HD T* element(const Step& step, uint32_t pixel, Index channel) const {
        const At<Index> at = place_at(extent, static_cast<Index>(step.first_pixel) + static_cast<Index>(pixel));
        return grad_input.template as<T>() + (grad_input.at(at) + channel * grad_input.c);
    }
    GS_HD Arithmetic<T>* sum(const Step& step, uint32_t pixel, Index channel) const {
        if constexpr (kInPlace)
            return element(step, pixel, channel);
        else
            return partial + (static_cast<int64_t>(channel) * step.pixels + pixel);
    }
};

/// Calls add(address, value) for all that a place adds to grad_input, whose elements are F.
template <class F, Mode mode, int dims, class Index, class Add>
GS_HD void scatter(const BackwardGeometry<Index>& call, const Elements<std::byte, Index>& grad_input,
                   const At<Index>& at, const Channels<Index>& channels, Add&& add) {
    const auto axes = axes_at<F, mode, dims>(call, at);
    const TapOffsets<mode, dims, Index> taps(axes, grad_input);
    const F* grad_output = call.grad_output.template as<F>();
    const Index place = call.grad_output.at(at), image = at.n * grad_input.n;
    for (Index c = channels.first; c < channels.end; c += channels.step) {
        const F grad = load<1>(grad_output + (place + c * call.grad_output.c));
        F* channel = grad_input.template as<F>() + (image + c * grad_input.c);
        for_taps(axes, [&](int k, int j, int i) { add(channel + taps.at(k, j, i), tap_weight(axes, k, j, i) * grad); });
    }
}

}  // namespace gs::cuda
