// SPDX-License-Identifier: MIT
// The comparisons of floats: near, and bit for bit.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "core/tensor.h"

namespace gs {

/// Whether got lies within `tolerance` of want. A NaN on either side is a failure, hence the negation.
inline testing::AssertionResult near(double got, double want, double tolerance) {
    const double error = std::fabs(got - want);
    if (!(error <= tolerance))
        return testing::AssertionFailure()
               << "got " << got << ", want " << want << ": off by " << error << ", more than " << tolerance;
    return testing::AssertionSuccess();
}

/// Whether two floats are the same 32 bits: tells 0 from -0, and takes NaN for itself.
inline testing::AssertionResult same_bits(float got, float want) {
    if (std::bit_cast<uint32_t>(got) != std::bit_cast<uint32_t>(want))
        return testing::AssertionFailure()
               << "got " << got << ", want " << want << " (a difference of " << got - want << ")";
    return testing::AssertionSuccess();
}

/// Whether two tensors have the same sizes and the same bits.
inline testing::AssertionResult same_bits(const Tensor<float>& got, const Tensor<float>& want) {
    if (got.sizes() != want.sizes())
        return testing::AssertionFailure() << "got sizes " << got.sizes().text() << ", want " << want.sizes().text();
    for (int64_t i = 0; i < got.count(); ++i) {
        const auto same = same_bits(got.data()[i], want.data()[i]);
        if (!same) return testing::AssertionFailure() << "at element " << i << ": " << same.message();
    }
    return testing::AssertionSuccess();
}

}  // namespace gs
