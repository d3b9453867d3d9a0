// SPDX-License-Identifier: MIT
// One output of grid_sample, and its gradients, with every intermediate value, as the batch computes them.
//
//   gs::Trace one = gs::trace(input.view(), n, c, {x, y}, options);         // images
//   gs::Trace one = gs::trace(volume.view(), n, c, {x, y, z}, options);     // volumes
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dtype.h"
#include "core/field.h"
#include "core/options.h"
#include "core/tensor.h"

namespace gs {

/// What the padding rule did to a coordinate (or, for bicubic, to its taps).
enum class PaddingEffect {
    none,       ///< the coordinate lies inside; nothing to do
    outside,    ///< it lies outside and zeros leaves it there: taps beyond the rim count as 0
    clamped,    ///< moved to the nearest end: by border, or by reflection within the outer half pixel
    reflected,  ///< reflection folded it back
    replaced    ///< NaN, infinite or beyond 2^30: it reads as `replacement` in coordinates.h says
};

/// What became of the gradient on its way from the padded coordinate back to the grid value.
enum class SlopeRule {
    scaled,        ///< times the unnormalisation's scale, (size - 1) / 2 or size / 2, alone
    mirrored,      ///< and negated: the coordinate was mirrored an odd number of times
    held,          ///< 0: the padding rule holds the coordinate at an end, or it lies on that end exactly
    rounded,       ///< 0: nearest rounds the coordinate
    single_pixel,  ///< 0: a one-pixel axis under align_corners = true is one point
    replaced       ///< 0: the coordinate was replaced
};

/// One axis of a sample. All values are the very ones that the batch computes.
template <class F>
struct BasicAxisTrace {
    F grid;          ///< the normalised value as given
    F unnormalized;  ///< in pixels: integer i is the centre of pixel i
    F padded;        ///< after the padding rule
    F base;          ///< floor of padded; for nearest the rounded integer
    F fraction;      ///< padded - base
    int64_t size;    ///< pixels along this axis
    PaddingEffect effect;
    std::vector<F> weights;        ///< of this axis' 1, 2 or 4 taps, ascending
    std::vector<F> weight_slopes;  ///< their derivatives with respect to the padded coordinate
    F slope;                       ///< derivative of the padded coordinate with respect to the grid value
    SlopeRule rule;                ///< why it is what it is
    F gradient;                    ///< d(grad_output * output) / d(grid value): what grad_grid holds for one channel
};

/// One pixel that takes part.
template <class F>
struct BasicTapTrace {
    std::string name;  ///< "NW", "NE", "SW", "SE" ("TNW" ... "BSE" in volumes); "nearest"; "x-1 y-1" ... "x+2 y+2"
    int64_t unpadded_x, unpadded_y, unpadded_z;  ///< its place before the padding of taps (differs for bicubic only)
    int64_t x, y, z;                             ///< the place that is read, or would be when out of bounds
    bool in_bounds;                              ///< false: the tap counts as 0
    F weight;                                    ///< the product of the axes' weights
    F value;                                     ///< the pixel's value, 0 when out of bounds
    F product;                                   ///< weight * value
    F received;                                  ///< what grad_input gets from here: weight * grad_output, or 0
};

/// Everything about one output value. In images z is a single layer that takes no part.
template <class F>
struct BasicTrace {
    Options options;
    Dtype arithmetic;  ///< float32 or float64: the type that everything was computed in
    int dims;          ///< 2: images, 3: volumes
    int64_t n, c;
    BasicAxisTrace<F> x, y, z;
    std::vector<BasicTapTrace<F>> taps;  ///< layer by layer, row by row: NW, NE, SW, SE for bilinear
    std::vector<F> row_sums;             ///< 2-D bicubic: each row's weighted sum along x; empty otherwise
    F output;
    F grad_output;  ///< as given

    /// Whether PyTorch's CPU code would print NaN here, where this rule gives a number (see `replacement`).
    bool is_nan_in_pytorch;
};

using AxisTrace = BasicAxisTrace<float>;
using TapTrace = BasicTapTrace<float>;
using Trace = BasicTrace<float>;

/// A grid entry: (x, y), or (x, y, z) in volumes.
template <class F>
struct GridPoint {
    F x = 0, y = 0, z = 0;
};

namespace detail {
template <class T>
BasicTrace<Arithmetic<T>> trace(const TensorView<const T>& input, int64_t n, int64_t c, GridPoint<Arithmetic<T>> at,
                                const Options& options, Arithmetic<T> grad_output);
}

/// Traces input[n, c] (input is (N, C, H, W) or (N, C, D, H, W)) read at a grid entry. The output equals that of
/// grid_sample bit for bit. `grad_output` is the gradient that flows back into this output.
/// Throws std::invalid_argument when n or c do not exist or the input is not a non-empty image or volume.
template <class T>
requires Element<std::remove_const_t<T>> BasicTrace<Arithmetic<std::remove_const_t<T>>> trace(
    TensorView<T> input, int64_t n, int64_t c, GridPoint<Arithmetic<std::remove_const_t<T>>> at, const Options& options,
    Arithmetic<std::remove_const_t<T>> grad_output = 1) {
    return detail::trace<std::remove_const_t<T>>(input, n, c, at, options, grad_output);
}

/// The same trace with its numbers in double, which holds each of them exactly.
template <class F>
BasicTrace<double> widened(const BasicTrace<F>& trace);

}  // namespace gs
