// SPDX-License-Identifier: MIT
// A tensor as the kernels see it: any element type, any strides, and an image is a volume of one layer. Internal.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/dtype.h"
#include "core/tensor.h"

namespace gs {

/// The axes of a Field, outermost first.
enum FieldAxis { kN, kC, kD, kH, kW };

/// A batch of volumes (N, C, D, H, W), strides in elements. Byte is std::byte, or const std::byte for reading.
template <class Byte>
struct BasicField {
    Byte* data = nullptr;
    Dtype dtype = Dtype::float32;
    std::array<int64_t, 5> size{}, stride{};

    /// An output that nobody wants has no data.
    explicit operator bool() const { return data != nullptr; }
    int64_t places() const { return size[kD] * size[kH] * size[kW]; }  ///< of one image
    Byte* at(int64_t element) const { return data + element * static_cast<int64_t>(size_of(dtype)); }
    operator BasicField<const std::byte>() const { return {data, dtype, size, stride}; }
};
using Field = BasicField<std::byte>;
using ConstField = BasicField<const std::byte>;

/// A view's type with its bytes.
template <class T>
using FieldOf = std::conditional_t<std::is_const_v<T>, ConstField, Field>;

/// Input, output or their gradients: (N, C, H, W) or (N, C, D, H, W).
template <class T>
FieldOf<T> image_field(const TensorView<T>& view) {
    const int skip = 5 - view.sizes.rank();
    FieldOf<T> field{reinterpret_cast<decltype(FieldOf<T>::data)>(view.data),
                     kDtype<std::remove_const_t<T>>,
                     {1, 1, 1, 1, 1},
                     {0, 0, 0, 0, 0}};
    for (int axis = 0; axis < view.sizes.rank(); ++axis) {
        const auto to = static_cast<size_t>(axis < 2 ? axis : axis + skip);
        field.size[to] = view.sizes[axis];
        field.stride[to] = view.strides[axis];
    }
    return field;
}

/// A grid or its gradient: (N, H, W, 2) or (N, D, H, W, 3). Its channels are the coordinates, x first.
template <class T>
FieldOf<T> grid_field(const TensorView<T>& view) {
    const int last = view.sizes.rank() - 1, skip = 5 - view.sizes.rank();
    FieldOf<T> field{reinterpret_cast<decltype(FieldOf<T>::data)>(view.data),
                     kDtype<std::remove_const_t<T>>,
                     {1, 1, 1, 1, 1},
                     {0, 0, 0, 0, 0}};
    for (int axis = 0; axis <= last; ++axis) {
        const auto to = static_cast<size_t>(axis == 0 ? kN : axis == last ? kC : axis + 1 + skip);
        field.size[to] = view.sizes[axis];
        field.stride[to] = view.strides[axis];
    }
    return field;
}

}  // namespace gs
