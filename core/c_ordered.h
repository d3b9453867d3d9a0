// SPDX-License-Identifier: MIT
// A view's elements in C order: how Fortran-ordered files and channels-last images become tensors.
#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/tensor.h"

namespace gs {
namespace detail {

/// One axis of a copy: how many elements, and how far apart they lie on either side.
struct CopyAxis {
    int64_t size = 1, from = 0, to = 0;
};

/// Copies a rectangle of elements, tile by tile: along one axis the reader moves on by the smallest step, along the
/// other the writer does, so that neither fetches the same cache line again for each element.
template <class T>
void copy_rectangle(const T* from, T* to, const CopyAxis& a, const CopyAxis& b) {
    constexpr int64_t kTile = 32;
    for (int64_t i0 = 0; i0 < a.size; i0 += kTile)
        for (int64_t j0 = 0; j0 < b.size; j0 += kTile) {
            const int64_t i1 = std::min(i0 + kTile, a.size), j1 = std::min(j0 + kTile, b.size);
            for (int64_t i = i0; i < i1; ++i)
                for (int64_t j = j0; j < j1; ++j) to[i * a.to + j * b.to] = from[i * a.from + j * b.from];
        }
}

}  // namespace detail

/// Returns a new tensor with the elements that a view shows; strides may be any.
template <class T>
Tensor<std::remove_const_t<T>> c_ordered(const TensorView<T>& view) {
    using Element = std::remove_const_t<T>;
    auto result = Tensor<Element>::uninitialized(view.sizes);
    if (result.count() == 0) return result;

    std::array<detail::CopyAxis, kMaxRank> axes{};
    const Sizes strides = view.sizes.contiguous_strides();
    size_t count = 0;
    for (int axis = 0; axis < view.sizes.rank(); ++axis)
        if (view.sizes[axis] > 1) axes[count++] = {view.sizes[axis], view.strides[axis], strides[axis]};

    // Last comes the axis along which the result lies closest, before it the one along which the view does.
    const auto end = axes.begin() + static_cast<std::ptrdiff_t>(std::max<size_t>(count, 1)) - 1;
    const auto nearest = std::min_element(
        axes.begin(), end, [](const auto& a, const auto& b) { return std::abs(a.from) < std::abs(b.from); });
    if (nearest != end) std::rotate(nearest, nearest + 1, end);
    std::rotate(axes.begin(), axes.begin() + static_cast<std::ptrdiff_t>(count), axes.end());

    const auto& [a, b, c, d, e] = axes;
    static_assert(kMaxRank == 5);
    for (int64_t i = 0; i < a.size; ++i)
        for (int64_t j = 0; j < b.size; ++j)
            for (int64_t k = 0; k < c.size; ++k)
                detail::copy_rectangle<Element>(view.data + i * a.from + j * b.from + k * c.from,
                                                result.data() + i * a.to + j * b.to + k * c.to, d, e);
    return result;
}

}  // namespace gs
