// SPDX-License-Identifier: MIT
// What grid_sample refuses, in sentences that name the actual sizes.
#pragma once

#include <cstddef>

#include "core/tensor.h"

namespace gs {

/// The output sizes for 4-D input (N, C, H, W) and grid (N, Ho, Wo, 2): (N, C, Ho, Wo). Throws
/// std::invalid_argument, with the sizes in the sentence, when the two do not fit together: another rank, another
/// batch size, a last grid axis that is not 2, an empty image. N, C, Ho and Wo may be 0.
Sizes output_sizes(const Sizes& input, const Sizes& grid);

/// Whether the bytes of a C-ordered tensor of these sizes, none negative, can be numbered at all. A view may repeat its
/// elements (stride 0), and so ask for a result larger than any memory.
bool fits_memory(const Sizes& sizes, size_t element_size);

}  // namespace gs
