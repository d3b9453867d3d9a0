// SPDX-License-Identifier: MIT
// Tensors as elements of another type.
#pragma once

#include <string>

#include "core/files/npy.h"
#include "core/work.h"

namespace viz {

struct Converted {
    gs::AnyTensor tensor;
    bool is_exact = true;  ///< no value was rounded
};

/// The tensor with elements of another type, rounded to the nearest (from float64 to a half by way of float32); as it
/// is when it has that type. Throws std::runtime_error, starting with `origin`, where the result is more than the work
/// may take, and gs::Stopped.
Converted converted(gs::AnyTensor tensor, gs::Dtype dtype, const std::string& origin, const gs::Work& work);

}  // namespace viz
