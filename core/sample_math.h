// SPDX-License-Identifier: MIT
// The maths of one sample, written once. The batch loops, the CUDA kernels and the trace all call these functions,
// so they agree bit for bit, provided that the compiler contracts nothing (-ffp-contract=off, --fmad=false).
//
// Everything works axis by axis: x along W, y along H (and z along D). Three coordinate spaces are in use:
//   grid value   what grid[n, h, w] holds: -1 .. 1 across the image
//   pixel        what it becomes along an axis of `size` pixels: integer i is the centre of pixel i, which covers
//                [i - 0.5, i + 0.5]
//   tap index    the integer index of a pixel that is read
#pragma once

#include <cmath>
#include <cstdint>

#include "core/options.h"

#if defined(__CUDACC__)
#define GS_HD __host__ __device__
#else
#define GS_HD
#endif

namespace gs {

/// A coordinate, and its derivative with respect to the coordinate it was computed from.
template <class F>
struct Mapped {
    F value, slope;
};

/// Chain rule: `outer` was computed from `inner.value`.
template <class F>
GS_HD Mapped<F> then(Mapped<F> inner, Mapped<F> outer) {
    return {outer.value, inner.slope * outer.slope};
}

/// The pixel coordinate of grid value g along an axis of `size` pixels. Formula and order of operations are
/// PyTorch's (grid_sampler_unnormalize in GridSampler.h), so that floors and roundings agree with it bit for bit.
template <class F>
GS_HD Mapped<F> unnormalize(F g, int64_t size, bool align_corners) {
    const F n = static_cast<F>(size);
    if (align_corners) return {(g + 1) / 2 * (n - 1), (n - 1) / 2};
    return {((g + 1) * n - 1) / 2, n / 2};
}

/// The inverse of unnormalize: the grid value that lands on a pixel coordinate. A one-pixel axis under
/// align_corners = true has no inverse (every grid value lands on 0); 0 is returned for it.
template <class F>
GS_HD F normalize(F pixel, int64_t size, bool align_corners) {
    const F n = static_cast<F>(size);
    if (!align_corners) return (2 * pixel + 1) / n - 1;
    return size == 1 ? F(0) : 2 * pixel / (n - 1) - 1;
}

/// Pixel coordinates beyond this are treated like infinities: tap indices around them would leave the range of int.
/// 2^30 is exact in every float type that is used.
inline constexpr int kPixelLimit = 1 << 30;

/// Whether a pixel coordinate can be turned into tap indices. False for NaN.
template <class F>
GS_HD bool is_usable(F pixel) {
    return pixel >= F(-kPixelLimit) && pixel <= F(kPixelLimit);
}

/// Clamps a pixel coordinate to [0, size - 1]. The slope is 0 on and beyond either end: PyTorch counts the end itself
/// as outside.
template <class F>
GS_HD Mapped<F> clip(F pixel, int64_t size) {
    const F last = static_cast<F>(size - 1);
    if (pixel <= 0) return {F(0), F(0)};
    if (pixel >= last) return {last, F(0)};
    return {pixel, F(1)};
}

/// Folds a pixel coordinate back into the image by mirroring: about the centres of the end pixels (align_corners),
/// or about the outer edges. The result may lie up to half a pixel outside in the latter case; clip follows.
/// The formula is that of PyTorch's vectorised CPU code (GridSamplerKernel.cpp, ReflectionPadding).
template <class F>
GS_HD Mapped<F> reflect(F pixel, int64_t size, bool align_corners) {
    const F low = align_corners ? F(0) : F(-0.5);
    const F span = static_cast<F>(align_corners ? size - 1 : size);
    if (span == 0) return {F(0), F(0)};
    const F distance = pixel - low;
    const F folded = std::fabs(distance) - std::trunc(std::fabs(distance) / (2 * span)) * (2 * span);
    const bool mirrored = folded > span;
    const F value = (mirrored ? 2 * span - folded : folded) + low;
    return {value, mirrored != (distance < 0) ? F(-1) : F(1)};
}

/// Applies the padding rule to a usable pixel coordinate; zeros leaves it alone.
template <class F>
GS_HD Mapped<F> pad(F pixel, int64_t size, Padding padding, bool align_corners) {
    if (padding == Padding::zeros) return {pixel, F(1)};
    if (padding == Padding::border) return clip(pixel, size);
    const Mapped<F> reflected = reflect(pixel, size, align_corners);
    return then(reflected, clip(reflected.value, size));
}

/// Where an unusable coordinate (NaN, an infinity, or beyond kPixelLimit) reads, on every backend alike. zeros: out
/// of bounds, so the result is 0. border: the last pixel when positive, else the first. reflection: the first pixel.
/// PyTorch's CPU code reads the same pixels for NaN and infinities under border and reflection, but yields NaN where
/// they meet zeros or bicubic; its CUDA code yields 0 under zeros, as here. Huge finite values may reflect to another
/// pixel in PyTorch: float32 has no digits left there.
template <class F>
GS_HD F replacement(F pixel, int64_t size, Padding padding) {
    if (padding == Padding::zeros) return F(-kPixelLimit);
    return padding == Padding::border && pixel > 0 ? static_cast<F>(size - 1) : F(0);
}

/// How many taps a mode reads along each axis.
GS_HD constexpr int taps_per_axis(Mode mode) {
    return mode == Mode::nearest ? 1 : mode == Mode::bilinear ? 2 : 4;
}

/// Whether a mode applies the padding rule to the coordinate (bilinear, nearest) or to each tap index (bicubic).
GS_HD constexpr bool pads_taps(Mode mode) {
    return mode == Mode::bicubic;
}

/// What one axis contributes to a sample: its taps, in ascending order, and every value on the way there.
/// A sample's weight for a tap is the product of its axes' weights.
template <class F, Mode mode>
struct Axis {
    static constexpr int kTaps = taps_per_axis(mode);

    Mapped<F> unnormalized;  ///< the pixel coordinate before padding
    Mapped<F> padded;        ///< after padding; what is floored or rounded. Equal to unnormalized for bicubic
    F base;                  ///< floor of padded (bilinear, bicubic) or the nearest integer, halves to even
    F fraction;              ///< padded - base
    int first;               ///< the first tap's index before any padding of taps
    int index[kTaps];        ///< the indices that are read
    bool in_bounds[kTaps];   ///< false: the tap counts as 0 (possible under zeros only)
    F weight[kTaps];
};

/// The cubic convolution weights of Keys (1981) with A = -0.75 for the taps at -1, 0, 1, 2; t in [0, 1) is the
/// distance from tap 0. PyTorch's get_cubic_upsample_coefficients, same order of operations.
template <class F>
GS_HD void cubic_weights(F t, F (&weight)[4]) {
    const F a = F(-0.75);
    const auto near = [a](F x) { return ((a + 2) * x - (a + 3)) * x * x + 1; };
    const auto far = [a](F x) { return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a; };
    weight[0] = far(t + 1);
    weight[1] = near(t);
    weight[2] = near(1 - t);
    weight[3] = far(2 - t);
}

/// Follows grid value g along an axis of `size` (at least 1) pixels: unnormalise, pad, floor or round, weights.
template <class F, Mode mode>
GS_HD Axis<F, mode> sample_axis(F g, int64_t size, Padding padding, bool align_corners) {
    Axis<F, mode> axis;
    axis.unnormalized = unnormalize(g, size, align_corners);
    if (!is_usable(axis.unnormalized.value))
        axis.padded = {replacement(axis.unnormalized.value, size, padding), F(0)};
    else if (pads_taps(mode))
        axis.padded = {axis.unnormalized.value, F(1)};
    else
        axis.padded = pad(axis.unnormalized.value, size, padding, align_corners);

    const F x = axis.padded.value;
    axis.base = mode == Mode::nearest ? std::nearbyint(x) : std::floor(x);
    axis.fraction = x - axis.base;
    if constexpr (mode == Mode::nearest) {
        axis.weight[0] = F(1);
    } else if constexpr (mode == Mode::bilinear) {
        axis.weight[0] = 1 - axis.fraction;
        axis.weight[1] = axis.fraction;
    } else {
        cubic_weights(axis.fraction, axis.weight);
    }

    axis.first = static_cast<int>(axis.base) - (mode == Mode::bicubic ? 1 : 0);
    for (int k = 0; k < axis.kTaps; ++k) {
        const int tap = axis.first + k;
        axis.index[k] =
            pads_taps(mode) ? static_cast<int>(pad(static_cast<F>(tap), size, padding, align_corners).value) : tap;
        axis.in_bounds[k] = axis.index[k] >= 0 && axis.index[k] < size;
    }
    return axis;
}

/// The weighted sum of one row of a bicubic sample, where read(i) returns the value in column i.
template <class F, class Read>
GS_HD F cubic_row_sum(const Axis<F, Mode::bicubic>& x, Read&& read) {
    return ((x.weight[0] * read(0) + x.weight[1] * read(1)) + x.weight[2] * read(2)) + x.weight[3] * read(3);
}

/// The value of a sample: the weighted sum over its taps, where read(j, i) returns the value of the tap in row j and
/// column i, or 0 for one out of bounds. Order of operations, the same everywhere:
///   bilinear   ((NW + NE) + SW) + SE, each (weight_y * weight_x) * value
///   bicubic    rows first (cubic_row_sum), then the four rows likewise, as PyTorch has it
///   nearest    the value itself
template <class F, Mode mode, class Read>
GS_HD F weighted_sum(const Axis<F, mode>& x, const Axis<F, mode>& y, Read&& read) {
    if constexpr (mode == Mode::nearest) {
        return read(0, 0);
    } else if constexpr (mode == Mode::bilinear) {
        const F north = y.weight[0], south = y.weight[1];
        F sum = north * x.weight[0] * read(0, 0);
        sum += north * x.weight[1] * read(0, 1);
        sum += south * x.weight[0] * read(1, 0);
        sum += south * x.weight[1] * read(1, 1);
        return sum;
    } else {
        const auto row = [&](int j) { return y.weight[j] * cubic_row_sum(x, [&](int i) { return read(j, i); }); };
        return ((row(0) + row(1)) + row(2)) + row(3);
    }
}

}  // namespace gs
