// SPDX-License-Identifier: MIT
// Rows of a field to and from the arithmetic type. Internal.
#pragma once

#include "core/cpu/isa.h"

namespace gs {
namespace GS_ISA {

template <class T, class F>
GS_HD void convert_row(const std::byte* from, int64_t stride, int count, F* to) {
    const T* element = reinterpret_cast<const T*>(from);
    if (stride == 1) {
        for (int i = 0; i < count; ++i) to[i] = static_cast<F>(value_of(element[i]));
    } else {
        for (int i = 0; i < count; ++i, element += stride) to[i] = static_cast<F>(value_of(*element));
    }
}

template <class F>
void load_row(const ConstField& field, int64_t first, int64_t stride, int count, F* to) {
    const std::byte* from = field.at(first);
    switch (field.dtype) {
        case Dtype::float32: return convert_row<float>(from, stride, count, to);
        case Dtype::float64: return convert_row<double>(from, stride, count, to);
        case Dtype::float16: return convert_row<Half>(from, stride, count, to);
        case Dtype::bfloat16: return convert_row<BFloat16>(from, stride, count, to);
    }
}

template <class T, class F>
GS_HD void assign_row(const F* from, int64_t stride, int count, std::byte* to) {
    T* element = reinterpret_cast<T*>(to);
    for (int i = 0; i < count; ++i, element += stride) assign(*element, static_cast<Arithmetic<T>>(from[i]));
}

template <class F>
void store_row(const Field& field, int64_t first, int64_t stride, int count, const F* from) {
    std::byte* to = field.at(first);
    switch (field.dtype) {
        case Dtype::float32: return assign_row<float>(from, stride, count, to);
        case Dtype::float64: return assign_row<double>(from, stride, count, to);
        case Dtype::float16: return assign_row<Half>(from, stride, count, to);
        case Dtype::bfloat16: return assign_row<BFloat16>(from, stride, count, to);
    }
}

}  // namespace GS_ISA
}  // namespace gs
