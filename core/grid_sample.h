// SPDX-License-Identifier: MIT
// torch.nn.functional.grid_sample: reads an input at the places that a grid names.
//
//   gs::Tensor<float> output = gs::grid_sample(input.view(), grid.view(), {.mode = gs::Mode::bilinear,
//                                                                         .padding = gs::Padding::zeros,
//                                                                         .align_corners = false});
//
// Letters: N batch, C channels, H and W the input's height and width, Ho and Wo the output's.
#pragma once

#include <string>

#include "core/check.h"
#include "core/options.h"
#include "core/tensor.h"

namespace gs {

/// Where the work is done. The result does not depend on it, bit for bit.
struct Execution {
    Device device = Device::cpu;
    int threads = 0;  ///< CPU threads; 0: all processors
};

/// Returns output (N, C, Ho, Wo) with output[n, c, h, w] = input[n, c] read at grid[n, h, w] = (x, y).
///
/// input  (N, C, H, W), any strides, H and W at least 1
/// grid   (N, Ho, Wo, 2), any strides; x runs along W and comes first
///
/// NaN, infinities and pixel coordinates beyond 2^30 in the grid are out of bounds (result 0) under zeros, and read a
/// fixed pixel otherwise (`replacement` in sample_math.h). Pixels that are not tapped do not matter, whatever they
/// hold. Throws std::invalid_argument when the sizes do not fit (`output_sizes`), std::runtime_error when the device
/// cannot be used.
Tensor<float> grid_sample(TensorView<const float> input, TensorView<const float> grid, const Options& options,
                          const Execution& execution = {});

/// Why the device cannot be used here, in one sentence; empty when it can.
std::string unavailable_reason(Device device);

}  // namespace gs
