// SPDX-License-Identifier: MIT
// What grid_sample refuses, in sentences that name the actual sizes.
#pragma once

#include "core/tensor.h"

namespace gs {

/// The output sizes for 4-D input (N, C, H, W) and grid (N, Ho, Wo, 2): (N, C, Ho, Wo). Throws
/// std::invalid_argument, with the sizes in the sentence, when the two do not fit together: another rank, another
/// batch size, a last grid axis that is not 2, an empty image. N, C, Ho and Wo may be 0.
Sizes output_sizes(const Sizes& input, const Sizes& grid);

}  // namespace gs
