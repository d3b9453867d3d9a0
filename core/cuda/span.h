// SPDX-License-Identifier: MIT
// The memory that a strided view touches, and how to bring it elsewhere. Plain host code. Internal.
#pragma once

#include "core/field.h"

namespace gs::cuda {

using Axes5 = std::array<int64_t, 5>;

/// The elements that a view touches, counted from the one that its data points to. Empty views: last < first.
struct Span {
    int64_t first = 0, last = -1;

    int64_t count() const { return last - first + 1; }
};
Span span_of(const Axes5& size, const Axes5& stride);

/// A copy of a view's elements elsewhere: how many there are, and which strides reach them.
struct Packing {
    bool is_span = false;  ///< the view's memory as it lies, from its first element on, gaps included
    int64_t count = 0;     ///< elements
    int64_t origin = 0;    ///< the place of element 0 0 0 0 0 in the copy
    Axes5 size{};          ///< of what is copied: 1 along axes that repeat their elements
    Axes5 stride{};        ///< of the copy
};

/// For reading: the span as it lies, unless most of it are gaps; then the elements alone, in the order of memory (so
/// that channels-last stays channels-last). Repeated elements (stride 0) are copied once.
Packing packing_for_reading(const Axes5& size, const Axes5& stride);

/// For writing: a gap belongs to somebody else, so the span only when it has none.
Packing packing_for_writing(const Axes5& size, const Axes5& stride);

/// Copies the elements of `field`, whose packing is not a span, to `packed`, or back.
void pack(const ConstField& field, const Packing& packing, std::byte* packed);
void unpack(const std::byte* packed, const Packing& packing, const Field& field);

}  // namespace gs::cuda
