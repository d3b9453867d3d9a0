// SPDX-License-Identifier: MIT
// Tensors as elements of another type.
#pragma once

#include "core/npy.h"

namespace viz {

struct Converted {
    gs::AnyTensor tensor;
    bool is_exact = true;  ///< no value was rounded
};

/// The tensor with elements of another type, rounded to the nearest (from float64 to a half by way of float32); as it
/// is when it has that type.
Converted converted(gs::AnyTensor tensor, gs::Dtype dtype);

}  // namespace viz
