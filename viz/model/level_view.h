// SPDX-License-Identifier: MIT
// The values of one level of a plane, in the type that they have.
#pragma once

#include <algorithm>

#include "viz/model/pyramid.h"

namespace viz {

/// How many places a side of `size` pixels has in a level.
inline int64_t size_in_level(int64_t size, int level) {
    return (size + (int64_t{1} << level) - 1) >> level;
}

/// The levels that there are, or would be if they had been made.
inline int level_count(const Plane& plane) {
    int count = 1;
    while (size_in_level(std::max(plane.height(), plane.width()), count - 1) > 1) ++count;
    return count;
}

/// Calls visit(values) with the places of a level as a gs::TensorView of two axes. Where the levels have not been made,
/// a block's value is that of its first pixel.
template <class Visitor>
void visit_level(const Plane& plane, int level, Visitor&& visit) {
    if (level > 0 && plane.levels) {
        std::visit([&](const auto& values) { visit(plane_view(values, 0, 0)); }, plane.levels->level(level));
        return;
    }
    std::visit(
        [&](const auto& tensor) {
            auto values = plane_view(tensor, plane.n, plane.c);
            for (int axis = 0; axis < 2; ++axis) {
                values.sizes[axis] = size_in_level(values.sizes[axis], level);
                values.strides[axis] <<= level;
            }
            visit(values);
        },
        *plane.tensor);
}

}  // namespace viz
