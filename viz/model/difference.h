// SPDX-License-Identifier: MIT
// One plane minus another.
#pragma once

#include "core/work.h"
#include "viz/model/plane.h"

namespace viz {

struct Difference {
    Plane plane;
    double largest = 0;  ///< of the finite differences' absolute values
};

/// a - b place by place, in the arithmetic of their type, which is the same. Throws gs::Stopped, and
/// std::runtime_error where it needs more memory than the work may take.
Difference difference_of(const Plane& a, const Plane& b, const gs::Work& work = gs::Work());

}  // namespace viz
