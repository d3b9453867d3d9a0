// SPDX-License-Identifier: MIT
// grid_sample, affine_grid, their gradients and the trace for tensors whose element type is known at run time only.
//
//   gs::AnyTensor output = gs::grid_sample(input, grid, {.mode = gs::Mode::bicubic});   // AnyTensor, AnyView
//
// They do what grid_sample.h, affine_grid.h and trace.h say of the functions of the same name, with the same bits, and
// read elements as they lie: nothing is copied, whatever the strides. Which types go together the compiler cannot tell
// here: what it refuses there is refused here by std::invalid_argument, in a sentence.
#pragma once

#include "core/any_tensor.h"
#include "core/grid_sample.h"
#include "core/trace.h"

namespace gs {

/// Writes output[n, c, ...] = input[n, c] read at grid[n, ...]. The output has the sizes that output_sizes tells, the
/// input's type, any strides without overlap, and shares no memory with the others.
void grid_sample(const AnyView& input, const AnyView& grid, const AnyOutput& output, const Options& options,
                 const Execution& execution = {});

/// The same into a new tensor, which it returns.
AnyTensor grid_sample(const AnyView& input, const AnyView& grid, const Options& options,
                      const Execution& execution = {});

/// Writes the gradients with respect to input and grid, given the one with respect to the output. One without data is
/// not wanted. Each has the sizes and the type of what it belongs to, and any strides without overlap.
void grid_sample_backward(const AnyView& grad_output, const AnyView& input, const AnyView& grid,
                          const AnyOutput& grad_input, const AnyOutput& grad_grid, const Options& options,
                          const Execution& execution = {});

/// Both gradients, in new tensors.
struct AnyGradients {
    AnyTensor input, grid;
};
AnyGradients grid_sample_backward(const AnyView& grad_output, const AnyView& input, const AnyView& grid,
                                  const Options& options, const Execution& execution = {});

/// The grid of an affine map, of theta's type: float32 or float64.
AnyTensor affine_grid(const AnyView& theta, const Sizes& size, bool align_corners);

/// The gradient with respect to theta, of grad_grid's type: float32 or float64.
AnyTensor affine_grid_backward(const AnyView& grad_grid, const Sizes& size, bool align_corners);

/// Traces one output. The grid entry and grad_output are rounded to the type that the input is computed in,
/// `arithmetic` of the result.
BasicTrace<double> trace(const AnyView& input, int64_t n, int64_t c, GridPoint<double> at, const Options& options,
                         double grad_output = 1);

}  // namespace gs
