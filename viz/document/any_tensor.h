// SPDX-License-Identifier: MIT
// Room for tensors, within the memory that may be taken.
#pragma once

#include "core/any_tensor.h"
#include "core/work.h"

namespace viz {

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
