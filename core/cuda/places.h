// SPDX-License-Identifier: MIT
// What a thread does at one place of the output. No CUDA in here: a kernel calls these functions, and so does a test
// that runs them on the CPU, thread by thread. Internal.
#pragma once

#include "core/cuda/geometry.h"

namespace gs::cuda {

/// Writes the output's channels at a place.
template <class T, Mode mode, int dims, int lanes, class Index>
GS_HD void sample(const ForwardGeometry<Index>& call, const At<Index>& at, const Channels<Index>& channels) {
    using F = Arithmetic<T>;
    using Value = typename PackOf<F, lanes>::type;
    const auto axes = axes_at<F, mode, dims>(call, at);
    const auto weights = in_every_lane<lanes>(axes);
    const TapOffsets<mode, dims, Index> taps(axes, call.input);
    const T* input = call.input.template as<T>();
    T* output = call.output.template as<T>();
    const Index image = at.n * call.input.n, place = call.output.at(at);
    for (Index c = channels.first; c < channels.end; c += channels.step) {
        // Taps that are neighbours in a row are loaded one by one: two as one would have to be aligned to two, and half
        // of them are not. Both are in one sector of the cache, nearly always.
        const T* channel = input + (image + c * call.input.c);
        const Value value = weighted_sum(weights, [&](int k, int j, int i) {
            return axes.in_bounds(k, j, i) ? load<lanes>(channel + taps.at(k, j, i)) : Value(F(0));
        });
        store<lanes>(output + (place + c * call.output.c), value);
    }
}

/// The derivatives of a sample's share of the loss with respect to its pixel coordinates, summed over the channels
/// given: channel by channel, as the plain code on the CPU sums them.
template <class F, int dims>
struct Slopes {
    F axis[dims];
};
template <class T, Mode mode, int dims, class Index>
GS_HD Slopes<Arithmetic<T>, dims> slopes(const BackwardGeometry<Index>& call, const At<Index>& at,
                                         const Axes<Arithmetic<T>, mode, dims>& axes, const Channels<Index>& channels) {
    using F = Arithmetic<T>;
    Slopes<F, dims> sum{};
    if constexpr (mode == Mode::nearest) return sum;
    const TapOffsets<mode, dims, Index> taps(axes, call.input);
    const T* input = call.input.template as<T>();
    const T* grad_output = call.grad_output.template as<T>();
    const Index image = at.n * call.input.n, place = call.grad_output.at(at);
    for (Index c = channels.first; c < channels.end; c += channels.step) {
        const F grad = load<1>(grad_output + (place + c * call.grad_output.c));
        const T* channel = input + (image + c * call.input.c);
        F slope[dims];
        sample_slopes(
            axes,
            [&](int k, int j, int i) { return axes.in_bounds(k, j, i) ? load<1>(channel + taps.at(k, j, i)) : F(0); },
            slope);
        for (int axis = 0; axis < dims; ++axis) sum.axis[axis] += slope[axis] * grad;
    }
    return sum;
}

/// Writes grad_grid at a place, given the slopes of all channels.
template <class F, Mode mode, int dims, class Index>
GS_HD void store_slopes(const BackwardGeometry<Index>& call, const At<Index>& at, const Axes<F, mode, dims>& axes,
                        const Slopes<F, dims>& sum) {
    const Index place = call.grad_grid.at(at);
    for (int axis = 0; axis < dims; ++axis) {
        const F value = mode == Mode::nearest ? F(0) : sum.axis[axis] * axes.axis[axis].slope();
        const Index element = place + static_cast<Index>(axis) * call.grad_grid.c;
        if constexpr (std::is_same_v<F, double>) {
            call.grad_grid.template as<double>()[element] = value;
        } else {
            if (call.grad_grid.dtype == Dtype::float32)
                call.grad_grid.template as<float>()[element] = value;
            else if (call.grad_grid.dtype == Dtype::float16)
                assign_element(call.grad_grid.template as<Half>()[element], value);
            else
                assign_element(call.grad_grid.template as<BFloat16>()[element], value);
        }
    }
}

}  // namespace gs::cuda
