// SPDX-License-Identifier: MIT
// A tensor of any element type, looked at value by value: what pictures and explanations need of one.
#pragma once

#include "core/npy.h"

namespace viz {

inline const gs::Sizes& sizes_of(const gs::AnyTensor& any) {
    return std::visit([](const auto& tensor) -> const gs::Sizes& { return tensor.sizes(); }, any);
}

inline gs::Dtype dtype_of(const gs::AnyTensor& any) {
    return std::visit([]<class T>(const gs::Tensor<T>&) { return gs::kDtype<T>; }, any);
}

/// The type of the arithmetic on its elements: float64 or float32.
inline gs::Dtype arithmetic_of(const gs::AnyTensor& any) {
    return dtype_of(any) == gs::Dtype::float64 ? gs::Dtype::float64 : gs::Dtype::float32;
}

/// The element at a place of a tensor with four axes; exact.
inline double value_at(const gs::AnyTensor& any, int64_t n, int64_t c, int64_t y, int64_t x) {
    return std::visit([&](const auto& tensor) -> double { return gs::value_of(tensor.at(n, c, y, x)); }, any);
}

/// The bytes that the elements of a tensor take.
inline double bytes_of(const gs::Sizes& sizes, gs::Dtype dtype) {
    return static_cast<double>(sizes.count()) * static_cast<double>(gs::size_of(dtype));
}

}  // namespace viz
