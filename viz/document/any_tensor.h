// SPDX-License-Identifier: MIT
// A tensor of any element type, looked at value by value: what pictures and explanations need of one.
#pragma once

#include "core/files/npy.h"
#include "core/work.h"

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

/// The bytes that a tensor of these sizes takes; also of sizes whose product no integer holds.
inline double bytes_of(const gs::Sizes& sizes, size_t element_size) {
    double bytes = static_cast<double>(element_size);
    for (const int64_t size : sizes) bytes *= static_cast<double>(size);
    return bytes;
}

/// Elements that the caller is about to write. Throws std::runtime_error, as gs::Work::require_memory does, where they
/// are more than may be taken.
template <class T>
gs::Tensor<T> uninitialized_within(const gs::Sizes& sizes, const std::string& what, const std::string& origin,
                                   const gs::Work& work) {
    return work.taking_memory(bytes_of(sizes, sizeof(T)), what, origin,
                              [&] { return gs::Tensor<T>::uninitialized(sizes); });
}

/// Throws std::runtime_error where two results of these sizes are more than the work may take: "the output with sizes
/// [1, 3, 4, 4], computed and written, needs ...".
inline void require_room_twice(const std::string& result, const gs::Sizes& sizes, size_t element_size,
                               const std::string& why, const gs::Work& work) {
    work.require_memory(2 * bytes_of(sizes, element_size), "",
                        "the " + result + " with sizes " + sizes.text() + ", " + why + ",");
}

}  // namespace viz
