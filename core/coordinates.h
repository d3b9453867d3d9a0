// SPDX-License-Identifier: MIT
// From a grid value to a place among the pixels, along one axis. Written once: the batch loops, the SIMD and CUDA
// kernels and the trace all call these functions, so they agree bit for bit, provided that the compiler contracts
// nothing (-ffp-contract=off, --fmad=false). F is float, double or a vector of them; a vector treats each lane alike.
//
// Three coordinate spaces are in use:
//   grid value   what grid[n, h, w] holds: -1 .. 1 across the image
//   pixel        what it becomes along an axis of `size` pixels: integer i is the centre of pixel i, which covers
//                [i - 0.5, i + 0.5]
//   tap index    the integer index of a pixel that is read
//
// `dims` is the number of spatial axes: 2 for images, 3 for volumes. PyTorch's builds for x86-64 (AVX2, AVX-512) fuse
// some multiplications and additions of the 2-D sampler and none of the 3-D one; so do these functions, and the
// results are PyTorch's own bits (docs/performance.md tells how that was found, tests/core/test_golden.cpp that it
// holds).
#pragma once

#include <cstdint>

#include "core/number.h"
#include "core/options.h"

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

/// The pixel coordinate of grid value g along an axis of `size` pixels: PyTorch's grid_sampler_unnormalize.
template <int dims = 2, class F>
GS_HD Mapped<F> unnormalize(F g, int64_t size, bool align_corners) {
    using S = ScalarOf<F>;
    const S n = static_cast<S>(size);
    if (align_corners) return {(g + F(1)) * F((n - 1) / 2), F((n - 1) / 2)};
    if constexpr (dims == 2)
        return {fma(g + F(1), F(n / 2), F(S(-0.5))), F(n / 2)};
    else
        return {((g + F(1)) * F(n) - F(1)) * F(S(0.5)), F(n / 2)};
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
GS_HD auto is_usable(F pixel) {
    using S = ScalarOf<F>;
    return abs(pixel) <= F(S(kPixelLimit));
}

/// Clamps a pixel coordinate to [0, size - 1]. The slope is 0 on and beyond either end: PyTorch counts the end itself
/// as outside.
template <class F>
GS_HD Mapped<F> clip(F pixel, int64_t size) {
    using S = ScalarOf<F>;
    const F zero(S(0)), one(S(1)), last(static_cast<S>(size - 1));
    const auto before = pixel <= zero, behind = pixel >= last;
    return {select(before, zero, select(behind, last, pixel)), select(before | behind, zero, one)};
}

/// Folds a pixel coordinate back into the image by mirroring: about the centres of the end pixels (align_corners),
/// or about the outer edges. The result may lie up to half a pixel outside in the latter case; clip follows.
/// 2-D: the formula of PyTorch's vectorised code (ReflectionPadding in GridSamplerKernel.cpp). 3-D: that of its scalar
/// code (reflect_coordinates in GridSampler.h), whose remainder is exact; so is fma(), up to 2^24 mirrors away.
/// Vectors that lie inside as a whole, as most do, are left early; and where no lane is a whole period away, the
/// quotient's integer part is 0, and the division, which is slow, is left out.
template <int dims = 2, class F>
GS_HD Mapped<F> reflect(F pixel, int64_t size, bool align_corners) {
    using S = ScalarOf<F>;
    const S span = static_cast<S>(align_corners ? size - 1 : size);
    const F zero(S(0)), one(S(1)), low(align_corners ? S(0) : S(-0.5));
    if (span == 0) return {zero, zero};
    const F signed_distance = pixel - low, distance = abs(signed_distance);
    const auto is_left = signed_distance < zero;
    if (!any(is_left | (signed_distance >= F(span)))) return {signed_distance + low, one};
    if constexpr (dims == 2) {
        const F period(2 * span);
        F extra = distance;
        if (any(distance >= period)) extra = fma(-trunc(distance / period), period, distance);
        const auto mirrored = extra > F(span);
        return {select(mirrored, period - extra, extra) + low, select(mirrored ^ is_left, -one, one)};
    } else {
        F mirrors = zero, extra = distance;
        if (any(distance >= F(span))) {
            mirrors = trunc(distance / F(span));
            const F remainder = fma(-mirrors, F(span), distance);
            extra = select(remainder < zero, remainder + F(span), remainder);
        }
        const auto mirrored = mirrors - trunc(mirrors * F(S(0.5))) * F(S(2)) != zero;
        return {select(mirrored, F(span) - extra, extra) + low, select(mirrored ^ is_left, -one, one)};
    }
}

/// Applies the padding rule to a usable pixel coordinate; zeros leaves it alone.
template <int dims = 2, class F>
GS_HD Mapped<F> pad(F pixel, int64_t size, Padding padding, bool align_corners) {
    using S = ScalarOf<F>;
    if (padding == Padding::zeros) return {pixel, F(S(1))};
    if (padding == Padding::border) return clip(pixel, size);
    const Mapped<F> reflected = reflect<dims>(pixel, size, align_corners);
    return then(reflected, clip(reflected.value, size));
}

/// Where an unusable coordinate (NaN, an infinity, or beyond kPixelLimit) reads, on every backend alike. zeros: out
/// of bounds, so the result is 0. border: the last pixel when positive, else the first. reflection: the first pixel.
/// PyTorch's CPU code reads the same pixels of an image for NaN and infinities under border and reflection, but yields
/// NaN where they meet zeros or bicubic; its CUDA code yields 0 under zeros, as here. Of a volume its CPU code yields 0
/// under zeros, but reads the last pixel for NaN (border, reflection) and infinities (reflection), and yields NaN for
/// bicubic. Huge finite values may reflect to another pixel in PyTorch: float32 has no digits left there.
template <class F>
GS_HD F replacement(F pixel, int64_t size, Padding padding) {
    using S = ScalarOf<F>;
    if (padding == Padding::zeros) return F(S(-kPixelLimit));
    if (padding == Padding::reflection) return F(S(0));
    return select(pixel > F(S(0)), F(static_cast<S>(size - 1)), F(S(0)));
}

/// How many taps a mode reads along each axis.
GS_HD constexpr int taps_per_axis(Mode mode) {
    return mode == Mode::nearest ? 1 : mode == Mode::bilinear ? 2 : 4;
}

/// Whether a mode applies the padding rule to the coordinate (bilinear, nearest) or to each tap index (bicubic).
GS_HD constexpr bool pads_taps(Mode mode) {
    return mode == Mode::bicubic;
}

/// How far the first tap lies before the base.
GS_HD constexpr int taps_before_base(Mode mode) {
    return mode == Mode::bicubic ? 1 : 0;
}

/// A grid value's place along an axis.
template <class F>
struct Place {
    Mapped<F> unnormalized;  ///< the pixel coordinate before padding
    Mapped<F> padded;        ///< after padding; what is floored or rounded. Equal to unnormalized for bicubic
    F base;                  ///< floor of padded (bilinear, bicubic) or the nearest integer, halves to even
    F fraction;              ///< padded - base
};

/// Follows a coordinate that is unnormalised along an axis of `size` (at least 1) pixels: pad, floor or round.
template <int dims, Mode mode, class F>
GS_HD Place<F> place_of(Mapped<F> unnormalized, int64_t size, Padding padding, bool align_corners) {
    using S = ScalarOf<F>;
    Place<F> place;
    place.unnormalized = unnormalized;
    const F pixel = unnormalized.value;
    const auto usable = is_usable(pixel);
    place.padded = {pixel, F(S(1))};
    if constexpr (!pads_taps(mode)) place.padded = pad<dims>(pixel, size, padding, align_corners);
    place.padded.value = select(usable, place.padded.value, replacement(pixel, size, padding));
    place.padded.slope = select(usable, place.padded.slope, F(S(0)));
    place.base = mode == Mode::nearest ? round_half_even(place.padded.value) : floor(place.padded.value);
    place.fraction = place.padded.value - place.base;
    return place;
}

/// Follows a grid value.
template <int dims, Mode mode, class F>
GS_HD Place<F> place(F g, int64_t size, Padding padding, bool align_corners) {
    return place_of<dims, mode>(unnormalize<dims>(g, size, align_corners), size, padding, align_corners);
}

}  // namespace gs
