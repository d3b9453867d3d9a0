// SPDX-License-Identifier: MIT
// Tensors of any values in any layout, held in buffers that end where the last element does.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "core/dtype.h"
#include "core/tensor.h"
#include "tests/fuzz/fuzz.h"

namespace fuzz {

/// Splits a position in C order into one index per axis.
inline gs::Sizes index_of(int64_t position, const gs::Sizes& sizes) {
    gs::Sizes index = sizes;
    for (int axis = sizes.rank() - 1; axis >= 0; --axis) {
        index[axis] = position % sizes[axis];
        position /= sizes[axis];
    }
    return index;
}

/// The element at a position in C order.
template <class T>
T& element(const gs::TensorView<T>& view, int64_t position) {
    const gs::Sizes index = index_of(position, view.sizes);
    return view.data[std::inner_product(index.begin(), index.end(), view.strides.begin(), int64_t{0})];
}

template <class T>
gs::Tensor<std::remove_const_t<T>> contiguous(const gs::TensorView<T>& view) {
    gs::Tensor<std::remove_const_t<T>> copy(view.sizes);
    for (int64_t i = 0; i < copy.count(); ++i) copy.data()[i] = element(view, i);
    return copy;
}

/// The order of the axes in memory, innermost last: as in C, channels-last, or any.
inline std::vector<int> axis_order(Bytes& bytes, int rank) {
    std::vector<int> order(static_cast<size_t>(rank));
    std::iota(order.begin(), order.end(), 0);
    const int kind = bytes.number(0, 3);
    if (kind == 1) std::rotate(order.begin() + 1, order.begin() + 2, order.end());
    for (size_t last = order.size() - 1; kind == 2 && last > 0; --last)
        std::swap(order[last], order[static_cast<size_t>(bytes.number(0, static_cast<int>(last)))]);
    return order;
}

/// Whether several indices may name one element: in what is read, not in what is written.
enum class Overlap { none, any };

/// A tensor in a layout of its own.
template <class T>
class AnyTensor {
public:
    /// Axes in any order, plain or flipped, broadcast (if they may overlap) and with gaps.
    AnyTensor(Bytes& bytes, const gs::Sizes& sizes, Overlap overlap) {
        const std::vector<int> order = axis_order(bytes, sizes.rank());
        const bool is_plain = bytes.number(0, 1) == 0;
        gs::Sizes strides = sizes;
        int64_t reach = sizes.count() == 0 ? 0 : 1, first = 0;  // elements in use so far; where index 0 lies
        for (size_t k = order.size(); k-- > 0;) {
            const int axis = order[k], kind = is_plain ? 7 : bytes.number(overlap == Overlap::any ? 0 : 1, 7);
            const int64_t steps = reach == 0 ? 0 : sizes[axis] - 1;
            strides[axis] = kind == 0 ? 0 : kind == 1 ? -reach : kind == 2 ? reach + bytes.number(1, 3) : reach;
            if (kind == 1) first += reach * steps;
            reach += std::abs(strides[axis]) * steps;
        }
        elements_.resize(static_cast<size_t>(reach));
        view_ = {elements_.data() + first, sizes, strides};
        for (T& value : elements_) mark_unwritten(value);
    }
    AnyTensor(const AnyTensor&) = delete;
    AnyTensor& operator=(const AnyTensor&) = delete;

    const gs::TensorView<T>& view() const { return view_; }
    gs::TensorView<const T> read() const { return view_; }

    /// Any values; or tame ones, around -2 .. 2, of which sums can be judged.
    AnyTensor& fill(Bytes& bytes) {
        const int kind = bytes.number(0, 3);
        for (T& value : elements_) {
            if (kind == 0)
                any_bits(bytes, value);
            else
                gs::assign(value, static_cast<gs::Arithmetic<T>>(kind == 1 ? bytes.any_float() : bytes.tame_float()));
        }
        return *this;
    }

    /// What has been written; leaves the elements unwritten again. Demands that nothing was written between them.
    gs::Tensor<T> take() {
        gs::Tensor<T> values = contiguous(view_);
        for (int64_t i = 0; i < values.count(); ++i) mark_unwritten(element(view_, i));
        for (const std::byte byte : std::as_bytes(std::span(elements_)))
            require(byte == kUnwritten, "nothing is written between the elements");
        return values;
    }

    /// The largest of the finite values, in size.
    double largest() const {
        double result = 0;
        for (int64_t i = 0; i < view_.sizes.count(); ++i)
            if (const double value = gs::value_of(element(view_, i)); std::isfinite(value))
                result = std::max(result, std::fabs(value));
        return result;
    }

private:
    static constexpr std::byte kUnwritten{0x5a};

    static void mark_unwritten(T& value) { std::memset(&value, static_cast<int>(kUnwritten), sizeof(T)); }
    static void any_bits(Bytes& bytes, T& value) {
        for (size_t i = 0; i < sizeof(T); ++i) reinterpret_cast<uint8_t*>(&value)[i] = bytes.byte();
    }

    std::vector<T> elements_;  ///< none more than the view reaches
    gs::TensorView<T> view_;
};

}  // namespace fuzz
