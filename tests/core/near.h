// SPDX-License-Identifier: MIT
// The comparisons of floats: near, and bit for bit.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "core/dtype.h"
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

/// The bits of a float, double, Half or BFloat16.
template <class T>
auto bits_of(T value) {
    using Bits = std::conditional_t<sizeof(T) == 8, uint64_t, std::conditional_t<sizeof(T) == 4, uint32_t, uint16_t>>;
    return std::bit_cast<Bits>(value);
}

/// Whether two numbers are the same bits: tells 0 from -0, and takes NaN for itself.
template <Element T>
testing::AssertionResult same_bits(T got, std::type_identity_t<T> want) {
    if (bits_of(got) != bits_of(want))
        return testing::AssertionFailure() << "got " << value_of(got) << ", want " << value_of(want)
                                           << " (a difference of " << value_of(got) - value_of(want) << ")";
    return testing::AssertionSuccess();
}

/// Whether two tensors have the same sizes and the same bits.
template <Element T>
testing::AssertionResult same_bits(const Tensor<T>& got, const Tensor<T>& want) {
    if (got.sizes() != want.sizes())
        return testing::AssertionFailure() << "got sizes " << got.sizes().text() << ", want " << want.sizes().text();
    for (int64_t i = 0; i < got.count(); ++i) {
        const auto same = same_bits(got.data()[i], want.data()[i]);
        if (!same) return testing::AssertionFailure() << "at element " << i << ": " << same.message();
    }
    return testing::AssertionSuccess();
}

}  // namespace gs
