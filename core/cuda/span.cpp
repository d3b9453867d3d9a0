// SPDX-License-Identifier: MIT
#include "core/cuda/span.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace gs::cuda {
namespace {

int64_t product(const Axes5& size) {
    int64_t count = 1;
    for (const int64_t length : size) count *= length;
    return count;
}

/// The axes, the one with the largest steps first.
std::array<size_t, 5> memory_order(const Axes5& stride) {
    std::array<size_t, 5> order{0, 1, 2, 3, 4};
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return std::abs(stride[a]) > std::abs(stride[b]); });
    return order;
}

/// A packing that takes the span when it is at most `most` times as large as the elements in it.
Packing packing_within(const Axes5& size, const Axes5& stride, int64_t most) {
    Packing packing;
    packing.size = size;
    const Span span = span_of(size, stride);
    if (span.count() == 0) return packing;
    for (size_t axis = 0; axis < 5; ++axis)
        if (stride[axis] == 0) packing.size[axis] = 1;
    packing.count = product(packing.size);
    packing.is_span = span.count() / most <= packing.count && span.count() <= most * packing.count;
    if (packing.is_span) {
        packing.count = span.count();
        packing.origin = -span.first;
        packing.stride = stride;
        return packing;
    }
    int64_t step = packing.count;
    for (const size_t axis : memory_order(stride)) {
        step /= packing.size[axis];
        packing.stride[axis] = stride[axis] == 0 ? 0 : step;
    }
    return packing;
}

/// Calls body(offset in the view, offset in the copy) for each element, in the order of memory.
template <class Body>
void for_elements(const Axes5& stride, const Packing& packing, Body&& body) {
    const auto order = memory_order(stride);
    const auto [a, b, c, d, e] = order;
    const auto& size = packing.size;
    int64_t to = 0;
    for (int64_t i = 0; i < size[a]; ++i)
        for (int64_t j = 0; j < size[b]; ++j)
            for (int64_t k = 0; k < size[c]; ++k)
                for (int64_t l = 0; l < size[d]; ++l)
                    for (int64_t m = 0; m < size[e]; ++m)
                        body(i * stride[a] + j * stride[b] + k * stride[c] + l * stride[d] + m * stride[e], to++);
}

}  // namespace

Span span_of(const Axes5& size, const Axes5& stride) {
    if (std::find(size.begin(), size.end(), 0) != size.end()) return {};
    Span span{0, 0};
    for (size_t axis = 0; axis < 5; ++axis) {
        const int64_t reach = (size[axis] - 1) * stride[axis];
        (reach < 0 ? span.first : span.last) += reach;
    }
    return span;
}

Packing packing_for_reading(const Axes5& size, const Axes5& stride) {
    return packing_within(size, stride, 2);  // packing reads and writes each element once: it costs two copies
}

Packing packing_for_writing(const Axes5& size, const Axes5& stride) {
    return packing_within(size, stride, 1);
}

void pack(const ConstField& field, const Packing& packing, std::byte* packed) {
    const auto bytes = static_cast<int64_t>(size_of(field.dtype));
    for_elements(field.stride, packing, [&](int64_t from, int64_t to) {
        std::memcpy(packed + to * bytes, field.at(from), static_cast<size_t>(bytes));
    });
}

void unpack(const std::byte* packed, const Packing& packing, const Field& field) {
    const auto bytes = static_cast<int64_t>(size_of(field.dtype));
    for_elements(field.stride, packing, [&](int64_t to, int64_t from) {
        std::memcpy(field.at(to), packed + from * bytes, static_cast<size_t>(bytes));
    });
}

}  // namespace gs::cuda
