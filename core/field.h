// SPDX-License-Identifier: MIT
// A tensor as the kernels see it: any element type, any strides, and an image is a volume of one layer. Internal.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

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

    /// What lies at an index (n, c, d, h, w); T must be the field's element type.
    template <class T, class... Index>
    T element(Index... index) const {
        static_assert(sizeof...(index) == 5);
        size_t axis = 0;
        int64_t offset = 0;
        ((offset += static_cast<int64_t>(index) * stride[axis++]), ...);
        return reinterpret_cast<const T*>(data)[offset];
    }

    operator BasicField<const std::byte>() const { return {data, dtype, size, stride}; }
};
using Field = BasicField<std::byte>;
using ConstField = BasicField<const std::byte>;

/// A view's type with its bytes.
template <class T>
using FieldOf = std::conditional_t<std::is_const_v<T>, ConstField, Field>;

/// Elements whose axes are, in this order, those of a Field; what is missing is a single layer.
template <class Byte>
BasicField<Byte> field_of(Byte* data, Dtype dtype, const Sizes& sizes, const Sizes& strides,
                          std::initializer_list<FieldAxis> axes) {
    assert(sizes.rank() == static_cast<int>(axes.size()));
    BasicField<Byte> field{data, dtype, {1, 1, 1, 1, 1}, {0, 0, 0, 0, 0}};
    int from = 0;
    for (const FieldAxis axis : axes) {
        field.size[axis] = sizes[from];
        field.stride[axis] = strides[from++];
    }
    return field;
}

/// Input, output or their gradients: (N, C, H, W) or (N, C, D, H, W).
template <class Byte>
BasicField<Byte> image_field(Byte* data, Dtype dtype, const Sizes& sizes, const Sizes& strides) {
    return sizes.rank() == 4 ? field_of(data, dtype, sizes, strides, {kN, kC, kH, kW})
                             : field_of(data, dtype, sizes, strides, {kN, kC, kD, kH, kW});
}
template <class T>
FieldOf<T> image_field(const TensorView<T>& view) {
    return image_field(reinterpret_cast<decltype(FieldOf<T>::data)>(view.data), kDtype<std::remove_const_t<T>>,
                       view.sizes, view.strides);
}

/// A grid or its gradient: (N, H, W, 2) or (N, D, H, W, 3). Its channels are the coordinates, x first.
template <class Byte>
BasicField<Byte> grid_field(Byte* data, Dtype dtype, const Sizes& sizes, const Sizes& strides) {
    return sizes.rank() == 4 ? field_of(data, dtype, sizes, strides, {kN, kH, kW, kC})
                             : field_of(data, dtype, sizes, strides, {kN, kD, kH, kW, kC});
}
template <class T>
FieldOf<T> grid_field(const TensorView<T>& view) {
    return grid_field(reinterpret_cast<decltype(FieldOf<T>::data)>(view.data), kDtype<std::remove_const_t<T>>,
                      view.sizes, view.strides);
}

}  // namespace gs
