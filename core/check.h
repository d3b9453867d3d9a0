// SPDX-License-Identifier: MIT
// What grid_sample refuses, in sentences that name the actual sizes. All throw std::invalid_argument.
#pragma once

#include <cstddef>
#include <string>

#include "core/dtype.h"
#include "core/tensor.h"

namespace gs {

/// The output sizes for input (N, C, H, W) and grid (N, Ho, Wo, 2): (N, C, Ho, Wo); for input (N, C, D, H, W) and grid
/// (N, Do, Ho, Wo, 3): (N, C, Do, Ho, Wo). Refuses other ranks, ranks that differ, another batch size, a last grid axis
/// that is not 2 (or 3), an empty image, an axis of more than 2^30 pixels. N, C and the output's axes may be 0.
Sizes output_sizes(const Sizes& input, const Sizes& grid);

/// Refuses an output (or a gradient) that was given with other sizes than it has to have.
void check_output(const Sizes& given, const Sizes& expected);

/// Refuses what output_sizes refuses, and a grad_output of other sizes than the output's.
void check_backward(const Sizes& grad_output, const Sizes& input, const Sizes& grid);

/// Refuses a grid whose element type does not go with the input's: it has the same or, where the input is float16 or
/// bfloat16, float32.
void check_dtypes(Dtype input, Dtype grid);

/// Refuses a tensor (`what`: "the result") of another type than it has to have.
void check_dtype(const std::string& what, Dtype given, Dtype expected);

/// Refuses a tensor to be written that has one element in several places (stride 0).
void check_apart(const Sizes& sizes, const Sizes& strides);

/// Whether the bytes of a C-ordered tensor of these sizes, none negative, can be numbered at all. A view may repeat its
/// elements (stride 0), and so ask for a result larger than any memory.
bool fits_memory(const Sizes& sizes, size_t element_size);

}  // namespace gs
