// SPDX-License-Identifier: MIT
// A view's elements in C order: how Fortran-ordered files and channels-last images become tensors.
#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/tensor.h"
#include "core/work.h"

namespace gs {
namespace detail {

/// One axis of a box: how many elements, and how far apart they lie on either side.
struct PlaceAxis {
    int64_t size = 1, from = 0, to = 0;
};

/// Visits a rectangle of places tile by tile: along one axis the reader moves on by the smallest step, along the other
/// the writer does, so that neither fetches the same cache line again for each element.
template <class Visit>
void visit_rectangle(int64_t from, int64_t to, const PlaceAxis& a, const PlaceAxis& b, const Work& work,
                     const Visit& visit) {
    constexpr int64_t kTile = 32;
    for (int64_t i0 = 0; i0 < a.size; i0 += kTile)
        for (int64_t j0 = 0; j0 < b.size; j0 += kTile) {
            const int64_t i1 = std::min(i0 + kTile, a.size), j1 = std::min(j0 + kTile, b.size);
            work.check();
            for (int64_t i = i0; i < i1; ++i)
                for (int64_t j = j0; j < j1; ++j) visit(from + i * a.from + j * b.from, to + i * a.to + j * b.to);
        }
}

}  // namespace detail

/// Calls visit(from, to) for each element of a box, with its places on two sides that have strides of their own; in an
/// order that suits the caches. Throws Stopped.
template <class Visit>
void visit_places(const Sizes& sizes, const Sizes& from, const Sizes& to, const Work& work, const Visit& visit) {
    if (sizes.count() == 0) return;
    std::array<detail::PlaceAxis, kMaxRank> axes{};
    size_t count = 0;
    for (int axis = 0; axis < sizes.rank(); ++axis)
        if (sizes[axis] > 1) axes[count++] = {sizes[axis], from[axis], to[axis]};

    if (count == 1 && axes[0].from == 1 && axes[0].to == 1) {
        for (int64_t i = 0; i < axes[0].size; ++i) visit(i, i);
        return;
    }
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
                detail::visit_rectangle(i * a.from + j * b.from + k * c.from, i * a.to + j * b.to + k * c.to, d, e,
                                        work, visit);
}

/// Returns a new tensor with the elements that a view shows; strides may be any. Throws Stopped.
template <class T>
Tensor<std::remove_const_t<T>> c_ordered(const TensorView<T>& view, const Work& work = Work()) {
    auto result = Tensor<std::remove_const_t<T>>::uninitialized(view.sizes);
    visit_places(view.sizes, view.strides, view.sizes.contiguous_strides(), work,
                 [from = view.data, to = result.data()](int64_t at, int64_t place) { to[place] = from[at]; });
    return result;
}

}  // namespace gs
