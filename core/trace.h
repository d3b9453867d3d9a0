// SPDX-License-Identifier: MIT
// One output of grid_sample with every intermediate value, as the batch computes it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/options.h"
#include "core/tensor.h"

namespace gs {

/// What the padding rule did to a coordinate (or, for bicubic, to its taps).
enum class PaddingEffect {
    none,       ///< the coordinate lies inside; nothing to do
    outside,    ///< it lies outside and zeros leaves it there: taps beyond the rim count as 0
    clamped,    ///< moved to the nearest end: by border, or by reflection within the outer half pixel
    reflected,  ///< reflection folded it back
    replaced    ///< NaN, infinite or beyond 2^30: it reads as `replacement` in sample_math.h says
};

/// One axis of a sample. All values are the very ones that the batch computes.
struct AxisTrace {
    float grid;          ///< the normalised value as given
    float unnormalized;  ///< in pixels: integer i is the centre of pixel i
    float padded;        ///< after the padding rule
    float base;          ///< floor of padded; for nearest the rounded integer
    float fraction;      ///< padded - base
    int64_t size;        ///< pixels along this axis
    PaddingEffect effect;
    std::vector<float> weights;  ///< of this axis' 1, 2 or 4 taps, ascending
};

/// One pixel that takes part.
struct TapTrace {
    std::string name;                ///< "NW", "NE", "SW", "SE"; "nearest"; "x-1 y-1" ... "x+2 y+2" for bicubic
    int64_t unpadded_x, unpadded_y;  ///< the tap's place before the padding of taps (differs for bicubic only)
    int64_t x, y;                    ///< the column and row that are read, or would be when out of bounds
    bool in_bounds;                  ///< false: the tap counts as 0
    float weight;                    ///< the product of the axes' weights
    float value;                     ///< the pixel's value, 0 when out of bounds
    float product;                   ///< weight * value
};

/// Everything about one output value.
struct Trace {
    Options options;
    int64_t n, c;
    AxisTrace x, y;
    std::vector<TapTrace> taps;   ///< row by row, so NW, NE, SW, SE for bilinear
    std::vector<float> row_sums;  ///< bicubic: each row's weighted sum along x; empty otherwise
    float output;

    /// Whether PyTorch's CPU code would print NaN here, where this rule gives a number (see `replacement`).
    bool is_nan_in_pytorch;
};

/// Traces input[n, c] (input is (N, C, H, W)) read at the grid value (grid_x, grid_y). The output equals that of
/// grid_sample bit for bit. Throws std::invalid_argument when n or c do not exist or input is not a non-empty 4-D one.
Trace trace(TensorView<const float> input, int64_t n, int64_t c, float grid_x, float grid_y, const Options& options);

}  // namespace gs
