// SPDX-License-Identifier: MIT
// One image of one channel, looked at value by value: what pictures show of a tensor.
#pragma once

#include <cstdint>
#include <memory>

#include "viz/document/any_tensor.h"

namespace viz {

class Pyramid;

/// The values tensor[n, c, :, :], with all that is known of them. Copies share the tensor.
struct Plane {
    std::shared_ptr<const gs::AnyTensor> tensor;  ///< (N, C, H, W)
    int64_t n = 0, c = 0;
    uint64_t id = 0;                        ///< planes of one id hold the same values
    std::shared_ptr<const Pyramid> levels;  ///< null: not made yet

    int64_t height() const { return sizes_of(*tensor)[2]; }
    int64_t width() const { return sizes_of(*tensor)[3]; }
    /// Exact; the place must lie inside.
    double at(int64_t y, int64_t x) const { return value_at(*tensor, n, c, y, x); }
};

/// The elements of a plane, in the type that they have: (H, W).
template <class T>
gs::TensorView<const T> plane_view(const gs::Tensor<T>& tensor, int64_t n, int64_t c) {
    return {&tensor.at(n, c, 0, 0), {tensor.size(2), tensor.size(3)}};
}

/// A plane with an id that no other one has had in this run of the program, and no levels.
Plane new_plane(std::shared_ptr<const gs::AnyTensor> tensor, int64_t n, int64_t c);

}  // namespace viz
