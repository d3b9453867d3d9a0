// SPDX-License-Identifier: MIT
// The batch on each device. Internal: grid_sample.h is what callers include.
#pragma once

#include <string>

#include "core/options.h"
#include "core/tensor.h"

namespace gs {

/// Fills output, whose sizes are output_sizes(input.sizes, grid.sizes), on up to `threads` CPU threads.
void forward_cpu(const TensorView<const float>& input, const TensorView<const float>& grid,
                 const TensorView<float>& output, const Options& options, int threads);

/// The same on the current CUDA device. Memory is the host's; it is copied there and back. Output must be C-ordered.
/// Throws std::runtime_error with CUDA's own words when something fails.
void forward_cuda(const TensorView<const float>& input, const TensorView<const float>& grid,
                  const TensorView<float>& output, const Options& options);

/// Why forward_cuda cannot be called here, in one sentence; empty when it can.
std::string cuda_unavailable_reason();

}  // namespace gs
