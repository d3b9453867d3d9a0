// SPDX-License-Identifier: MIT
// The conversions of half-precision numbers, all of them, against a plain computation in double.
#include "core/dtype.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// A format as IEEE 754 describes it.
struct Format {
    int digits;    ///< of a significand, the hidden one included
    int least;     ///< the least subnormal number is 2^least
    int overflow;  ///< 2^overflow is the first power of two that the format lacks
};
template <class T>
constexpr Format kFormat = std::is_same_v<T, Half> ? Format{11, -24, 16} : Format{8, -133, 128};

/// The format's number that is nearest to a value, halves to the one whose last digit is even, in double's ample range.
template <class T>
double nearest_number(double value) {
    constexpr Format format = kFormat<T>;
    if (!std::isfinite(value) || value == 0) return value;
    int exponent = 0;
    std::frexp(value, &exponent);  // |value| lies in [2^(exponent - 1), 2^exponent)
    const int last_digit = std::max(exponent - format.digits, format.least);
    const double rounded = std::ldexp(std::nearbyint(std::ldexp(value, -last_digit)), last_digit);
    return std::fabs(rounded) < std::ldexp(1, format.overflow) ? rounded : std::copysign(kInf, value);
}

/// What a bit pattern stands for: sign, exponent, and the digits after the hidden one.
template <class T>
double decoded(int bits) {
    constexpr Format format = kFormat<T>;
    const int stored = format.digits - 1, mantissa = bits & ((1 << stored) - 1), exponent = (bits & 0x7fff) >> stored;
    const double sign = bits & 0x8000 ? -1 : 1;
    if (exponent == 0x7fff >> stored) return mantissa == 0 ? sign * kInf : kNaN;
    if (exponent == 0) return sign * std::ldexp(mantissa, format.least);
    return sign * std::ldexp(mantissa + (1 << stored), format.least + exponent - 1);
}

template <class T>
class HalfPrecision : public testing::Test {
protected:
    static T element(int bits) { return T{static_cast<uint16_t>(bits)}; }
    static T converted(float value) {
        T result{};
        assign(result, value);
        return result;
    }
    static constexpr int kPatterns = 65536;
};
using HalfPrecisionTypes = testing::Types<Half, BFloat16>;
TYPED_TEST_SUITE(HalfPrecision, HalfPrecisionTypes);

TYPED_TEST(HalfPrecision, EveryPatternHasItsValue) {
    for (int bits = 0; bits < this->kPatterns; ++bits) {
        const double value = value_of(this->element(bits)), want = decoded<TypeParam>(bits);
        if (std::isnan(want))
            ASSERT_TRUE(std::isnan(value)) << bits;
        else
            ASSERT_TRUE(same_bits(value, want)) << bits;
    }
}

TYPED_TEST(HalfPrecision, EveryPatternSurvivesTheWayThereAndBack) {
    for (int bits = 0; bits < this->kPatterns; ++bits) {
        const float value = value_of(this->element(bits));
        const TypeParam back = this->converted(value);
        if (std::isnan(value))
            ASSERT_TRUE(std::isnan(value_of(back))) << bits;
        else
            ASSERT_EQ(back.bits, bits);
    }
}

TYPED_TEST(HalfPrecision, RoundsToTheNearestWithHalvesToEven) {
    // All exponents, all digits that are kept, and below them: nothing, little, just less than half, half, just more,
    // nearly all.
    for (uint32_t upper = 0; upper < 0x10000; ++upper)
        for (uint32_t kept_by_half = 0; kept_by_half < 8; ++kept_by_half)
            for (const uint32_t lower : {0x0000u, 0x0001u, 0x0fffu, 0x1000u, 0x1001u, 0x1fffu}) {
                const float value = std::bit_cast<float>(upper << 16 | kept_by_half << 13 | lower);
                const float got = value_of(this->converted(value));
                if (std::isnan(value))
                    ASSERT_TRUE(std::isnan(got)) << upper;
                else
                    ASSERT_TRUE(same_bits(got, static_cast<float>(nearest_number<TypeParam>(value)))) << value;
            }
}

TYPED_TEST(HalfPrecision, RoundsRandomFloatsToTheNearest) {
    Random random(1);
    for (int count = 0; count < 1000000; ++count) {
        const float value = random.any_float();
        if (std::isnan(value)) continue;
        ASSERT_TRUE(same_bits(value_of(this->converted(value)), static_cast<float>(nearest_number<TypeParam>(value))))
            << value;
    }
}

TYPED_TEST(HalfPrecision, KeepsNaNWhateverItsPayloadAndSign) {
    for (const uint32_t bits : {0x7fc00000u, 0x7f800001u, 0xff800001u, 0x7f80ffffu, 0xffffffffu, 0x7fffffffu}) {
        const float value = value_of(this->converted(std::bit_cast<float>(bits)));
        EXPECT_TRUE(std::isnan(value)) << bits;
        EXPECT_EQ(std::signbit(value), bits >> 31 == 1) << bits;
    }
}

TEST(Half, OverflowsHalfAStepBeyondItsLargestNumber) {
    const auto converted = [](float value) {
        Half result{};
        assign(result, value);
        return value_of(result);
    };
    EXPECT_EQ(converted(65519.996f), 65504);
    EXPECT_EQ(converted(65520), kInf);  // in the middle between 65504 and 65536: to even
    EXPECT_EQ(converted(-65520), -kInf);
    EXPECT_EQ(converted(3e38f), kInf);
    EXPECT_EQ(converted(0x1p-25f), 0);  // in the middle between 0 and the least number
    EXPECT_TRUE(same_bits(converted(-0x1p-25f), -0.0f));
    EXPECT_EQ(converted(0x1.000002p-25f), 0x1p-24f);
}

TEST(Dtype, TellsNameSizeAndArithmeticOfEveryElement) {
    EXPECT_EQ(name(kDtype<float>), "float32");
    EXPECT_EQ(name(kDtype<double>), "float64");
    EXPECT_EQ(name(kDtype<Half>), "float16");
    EXPECT_EQ(name(kDtype<BFloat16>), "bfloat16");
    EXPECT_EQ(size_of(kDtype<float>), sizeof(float));
    EXPECT_EQ(size_of(kDtype<double>), sizeof(double));
    EXPECT_EQ(size_of(kDtype<Half>), sizeof(Half));
    EXPECT_EQ(size_of(kDtype<BFloat16>), sizeof(BFloat16));
    EXPECT_TRUE((std::is_same_v<Arithmetic<Half>, float> && std::is_same_v<Arithmetic<BFloat16>, float>));
    EXPECT_TRUE((std::is_same_v<Arithmetic<double>, double> && std::is_same_v<Arithmetic<float>, float>));
}

}  // namespace
}  // namespace gs
