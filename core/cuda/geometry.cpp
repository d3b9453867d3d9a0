// SPDX-License-Identifier: MIT
#include "core/cuda/geometry.h"

#include <algorithm>

#include "core/cuda/span.h"

namespace gs::cuda {
namespace {

/// Whether the product of sizes is at most `most`. It may overflow: a view can repeat its elements.
bool is_within(int64_t most, std::initializer_list<int64_t> sizes) {
    for (const int64_t size : sizes) most = size > 1 ? most / size : most;
    return most > 0;
}

}  // namespace

bool fits_int32(std::initializer_list<ConstField> fields) {
    // Loops over places count on beyond the last by a tile or by CUDA's most blocks, hence not 2^31.
    constexpr int64_t kMost = int64_t{1} << 30;
    return std::all_of(fields.begin(), fields.end(), [](const ConstField& field) {
        if (!field) return true;
        const auto& size = field.size;
        const Span span = span_of(size, field.stride);
        return span.first >= -kMost && span.last <= kMost &&
               is_within(kMost, {size[kN], size[kD], size[kH], size[kW]}) &&
               is_within(kMost, {size[kN], size[kD], size[kC]});
    });
}

bool are_together(const ConstField& field, int lanes) {
    const auto bytes = static_cast<int64_t>(size_of(field.dtype)) * lanes;
    if (field.size[kC] % lanes != 0 || field.stride[kC] != 1) return false;
    if (reinterpret_cast<uintptr_t>(field.data) % static_cast<uintptr_t>(std::min<int64_t>(bytes, 16)) != 0)
        return false;
    for (const FieldAxis axis : {kN, kD, kH, kW})
        if (field.size[axis] > 1 && field.stride[axis] % lanes != 0) return false;
    return true;
}

}  // namespace gs::cuda
