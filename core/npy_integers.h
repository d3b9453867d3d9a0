// SPDX-License-Identifier: MIT
// Integers and booleans as the floating-point numbers that are sampled. Internal.
#pragma once

#include <string>

#include "core/npy.h"

namespace gs {

/// A byte that is False (0) or True (anything else).
struct Boolean {
    uint8_t byte;
};

struct FromIntegers {
    AnyTensor tensor;
    std::string note;  ///< which type it became, and why
};

/// The values as float32 where it holds each of them exactly, else as float64. The note says so, and also which value
/// not even float64 holds. T is Boolean or a (u)int8_t ... (u)int64_t.
template <class T>
FromIntegers floats_from(const Tensor<T>& integers);

}  // namespace gs
