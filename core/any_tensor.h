// SPDX-License-Identifier: MIT
// Tensors whose element type is known at run time only: what files, windows and other languages hand over.
//
//   gs::AnyView image(pointer, gs::Dtype::float16, {1, 3, 480, 640}, {0, 1, 1920, 3});   // channels last, as they lie
//   gs::AnyView red = image.slice(1, 0, 1), coarse = red.slice(2, 0, 480, 8).slice(3, 0, 640, 8);
//   double value = coarse.value(0, 0, 5, 7);
//   gs::visit([]<class T>(gs::TensorView<const T> view) { ... }, coarse);
//
// No view copies elements. Whose they are is up to its owner:
//
//   made of                                       elements live as long as
//   a pointer, a TensorView, a named tensor       their owner sees to
//   the same, with a shared_ptr                   the view and all views of it
//   a tensor that is moved in                     the view and all views of it
//
// any_grid_sample.h has the functions that take them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/dispatch.h"
#include "core/dtype.h"
#include "core/tensor.h"

namespace gs {

/// A C-ordered tensor of any type that is sampled, which owns its elements.
using AnyTensor = std::variant<Tensor<float>, Tensor<double>, Tensor<Half>, Tensor<BFloat16>>;

namespace detail {
/// Throw std::invalid_argument.
void check_slice(const Sizes& sizes, int axis, int64_t start, int64_t end, int64_t step);
void check_select(const Sizes& sizes, int axis, int64_t index);
void check_elements(Dtype expected, Dtype given, const Sizes& sizes);
}  // namespace detail

/// Elements of any type somewhere in memory: a TensorView that knows its type at run time, and may keep what it shows
/// alive. Cheap to copy. Byte is std::byte, or const std::byte for reading.
template <class Byte>
struct BasicAnyView {
    /// T, const where this view only reads.
    template <class T>
    using Of = std::conditional_t<std::is_const_v<Byte>, const T, T>;

    Byte* data = nullptr;  ///< the element 0, 0, ...; aligned as its type is
    Dtype dtype = Dtype::float32;
    Sizes sizes;
    Sizes strides;                      ///< in elements; any, also 0 (one element shown again and again) and negative
    std::shared_ptr<const void> owner;  ///< keeps the elements alive; may be empty

    BasicAnyView() = default;
    /// Elements that somebody else made.
    BasicAnyView(Of<void>* elements, Dtype type, const Sizes& element_sizes, const Sizes& element_strides,
                 std::shared_ptr<const void> keeper = {})
        : data(static_cast<Byte*>(elements)),
          dtype(type),
          sizes(element_sizes),
          strides(element_strides),
          owner(std::move(keeper)) {}
    template <class T>
    requires(Element<std::remove_const_t<T>> && (std::is_const_v<Byte> || !std::is_const_v<T>))
        BasicAnyView(const TensorView<T>& view, std::shared_ptr<const void> keeper = {})
        : BasicAnyView(view.data, kDtype<std::remove_const_t<T>>, view.sizes, view.strides, std::move(keeper)) {}

    /// A tensor's elements, which stay its own.
    template <Element T>
    BasicAnyView(Tensor<T>& tensor) : BasicAnyView(tensor.view()) {}
    template <Element T>
    requires std::is_const_v<Byte> BasicAnyView(const Tensor<T>& tensor) : BasicAnyView(tensor.view()) {}
    template <class Any>
    requires(std::is_same_v<Any, AnyTensor> || std::is_same_v<Any, Of<AnyTensor>>) BasicAnyView(Any& tensor)
        : BasicAnyView(std::visit([](auto& elements) { return BasicAnyView(elements.view()); }, tensor)) {}
    /// A tensor's elements, which the view takes over.
    template <Element T>
    BasicAnyView(Tensor<T>&& tensor) : BasicAnyView(std::make_shared<Tensor<T>>(std::move(tensor))) {}
    template <class Any>  // AnyTensor itself: it would be made, by a copy, of any tensor
    requires std::is_same_v<Any, AnyTensor> BasicAnyView(Any&& tensor)
        : BasicAnyView(std::visit([](auto& elements) { return BasicAnyView(std::move(elements)); }, tensor)) {}
    /// A tensor's elements, which are shared with others.
    template <Element T>
    BasicAnyView(const std::shared_ptr<Tensor<T>>& tensor) : BasicAnyView(tensor->view(), tensor) {}
    template <Element T>
    requires std::is_const_v<Byte> BasicAnyView(const std::shared_ptr<const Tensor<T>>& tensor)
        : BasicAnyView(tensor->view(), tensor) {}
    BasicAnyView(const std::shared_ptr<Of<AnyTensor>>& tensor) : BasicAnyView(*tensor) { owner = tensor; }

    /// A view that may write is also one that may only read.
    operator BasicAnyView<const std::byte>() const { return {data, dtype, sizes, strides, owner}; }

    /// Whether the elements lie in C order, without gaps. The strides of axes with one place do not matter.
    bool is_contiguous() const {
        int64_t step = 1;
        for (int axis = sizes.rank() - 1; axis >= 0; step *= sizes[axis--])
            if (sizes[axis] > 1 && strides[axis] != step) return false;
        return true;
    }

    /// The element at the index, one number per axis, which must lie inside; exact.
    template <class... Index>
    double value(Index... index) const {
        return with_dtype(dtype, [&]<class T>(T) -> double {
            return value_of(TensorView<const T>(elements<const T>(), sizes, strides).at(index...));
        });
    }

    /// The places start, start + step, ... before `end` along an axis: torch's tensor[..., start:end:step]. Throws
    /// std::invalid_argument unless 0 <= start <= end <= the axis' size and step >= 1.
    BasicAnyView slice(int axis, int64_t start, int64_t end, int64_t step = 1) const {
        detail::check_slice(sizes, axis, start, end, step);
        BasicAnyView result = *this;
        const int64_t count = start < end ? (end - start - 1) / step + 1 : 0;
        result.sizes[axis] = count;
        if (count > 1) result.strides[axis] *= step;
        // Of no elements the first need not exist.
        if (count > 0) result.data += start * strides[axis] * static_cast<int64_t>(size_of(dtype));
        return result;
    }

    /// One place along an axis, which is gone then: torch's tensor.select(axis, index). Throws std::invalid_argument
    /// where there is no such place.
    BasicAnyView select(int axis, int64_t index) const {
        detail::check_select(sizes, axis, index);
        BasicAnyView result = slice(axis, index, index + 1);
        result.sizes = result.strides = {};
        for (int kept = 0; kept < sizes.rank(); ++kept) {
            if (kept == axis) continue;
            result.sizes.push_back(sizes[kept]);
            result.strides.push_back(strides[kept]);
        }
        return result;
    }

    /// The view with elements of type T; it keeps nothing alive. Throws std::invalid_argument when they are of another.
    template <Element T>
    TensorView<Of<T>> as() const {
        detail::check_elements(kDtype<T>, dtype, sizes);
        return {elements<Of<T>>(), sizes, strides};
    }

private:
    template <class T>
    T* elements() const {
        return reinterpret_cast<T*>(data);
    }
};

/// What is read, and what is written to.
using AnyView = BasicAnyView<const std::byte>;
using AnyOutput = BasicAnyView<std::byte>;

/// Calls function(view) with the view as a TensorView of its element type, and returns what that returns.
template <class Function, class Byte>
decltype(auto) visit(Function&& function, const BasicAnyView<Byte>& view) {
    return with_dtype(view.dtype, [&]<class T>(T) -> decltype(auto) { return function(view.template as<T>()); });
}

/// A tensor with elements that the caller is about to write.
inline AnyTensor uninitialized(Dtype dtype, const Sizes& sizes) {
    return with_dtype(dtype, [&]<class T>(T) -> AnyTensor { return Tensor<T>::uninitialized(sizes); });
}

inline const Sizes& sizes_of(const AnyTensor& any) {
    return std::visit([](const auto& tensor) -> const Sizes& { return tensor.sizes(); }, any);
}

inline Dtype dtype_of(const AnyTensor& any) {
    return std::visit([]<class T>(const Tensor<T>&) { return kDtype<T>; }, any);
}

/// The type of the arithmetic on elements of a type: float64 or float32.
constexpr Dtype arithmetic_of(Dtype dtype) {
    return dtype == Dtype::float64 ? Dtype::float64 : Dtype::float32;
}
inline Dtype arithmetic_of(const AnyTensor& any) {
    return arithmetic_of(dtype_of(any));
}

/// The element at a place of a tensor with four axes; exact.
inline double value_at(const AnyTensor& any, int64_t n, int64_t c, int64_t y, int64_t x) {
    return std::visit([&](const auto& tensor) -> double { return value_of(tensor.at(n, c, y, x)); }, any);
}

// The same of a view, so that code need not tell the two apart.
template <class Byte>
const Sizes& sizes_of(const BasicAnyView<Byte>& view) {
    return view.sizes;
}
template <class Byte>
Dtype dtype_of(const BasicAnyView<Byte>& view) {
    return view.dtype;
}
template <class Byte>
Dtype arithmetic_of(const BasicAnyView<Byte>& view) {
    return arithmetic_of(view.dtype);
}
template <class Byte>
double value_at(const BasicAnyView<Byte>& view, int64_t n, int64_t c, int64_t y, int64_t x) {
    return view.value(n, c, y, x);
}

}  // namespace gs
