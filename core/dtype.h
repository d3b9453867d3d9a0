// SPDX-License-Identifier: MIT
// The element types of tensors. float16 and bfloat16 are storage only: the arithmetic on them is that of float32.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#if defined(__CUDACC__)
#define GS_CONVERT __host__ __device__ inline
#else
#define GS_CONVERT inline __attribute__((always_inline))
#endif

namespace gs {

/// IEEE 754 binary16, PyTorch's float16.
struct Half {
    uint16_t bits;
};

/// The upper half of a float32, PyTorch's bfloat16.
struct BFloat16 {
    uint16_t bits;
};

enum class Dtype { float32, float64, float16, bfloat16 };

/// PyTorch's word: "float32", ...
constexpr std::string_view name(Dtype dtype) {
    constexpr std::string_view names[]{"float32", "float64", "float16", "bfloat16"};
    return names[static_cast<size_t>(dtype)];
}

/// Bytes an element takes.
constexpr size_t size_of(Dtype dtype) {
    return dtype == Dtype::float64 ? 8 : dtype == Dtype::float32 ? 4 : 2;
}

template <class T>
inline constexpr Dtype kDtype = std::is_same_v<T, float>    ? Dtype::float32
                                : std::is_same_v<T, double> ? Dtype::float64
                                : std::is_same_v<T, Half>   ? Dtype::float16
                                                            : Dtype::bfloat16;

/// Whether T can be the element type of a sampled tensor.
template <class T>
concept Element =
    std::is_same_v<T, float> || std::is_same_v<T, double> || std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>;

/// The type that arithmetic on elements of type T has.
template <class T>
using Arithmetic = std::conditional_t<std::is_same_v<T, double>, double, float>;

namespace detail {
GS_CONVERT uint32_t bits_of(float value) {
    return __builtin_bit_cast(uint32_t, value);
}
GS_CONVERT float float_of(uint32_t bits) {
    return __builtin_bit_cast(float, bits);
}
}  // namespace detail

/// The element's value; exact.
GS_CONVERT float value_of(float element) {
    return element;
}
GS_CONVERT double value_of(double element) {
    return element;
}
GS_CONVERT float value_of(BFloat16 element) {
    return detail::float_of(static_cast<uint32_t>(element.bits) << 16);
}
GS_CONVERT float value_of(Half element) {
    const uint32_t sign = (element.bits & 0x8000u) << 16, rest = element.bits & 0x7fffu;
    if (rest >= 0x7c00u) return detail::float_of(sign | 0x7f800000u | (rest & 0x3ffu) << 13);
    if (rest >= 0x0400u) return detail::float_of(sign | ((rest << 13) + (112u << 23)));
    // Subnormal: a whole number of 2^-24, which float32 holds exactly.
    return detail::float_of(sign | detail::bits_of(static_cast<float>(rest) * 0x1p-24f));
}

/// Stores a value as an element, rounded to the nearest, halves to even; NaN stays NaN.
GS_CONVERT void assign(float& element, float value) {
    element = value;
}
GS_CONVERT void assign(double& element, double value) {
    element = value;
}
GS_CONVERT void assign(BFloat16& element, float value) {
    const uint32_t bits = detail::bits_of(value);
    const bool is_nan = (bits & 0x7fffffffu) > 0x7f800000u;
    element.bits = static_cast<uint16_t>(is_nan ? (bits >> 16) | 0x40u : (bits + 0x7fffu + ((bits >> 16) & 1)) >> 16);
}
GS_CONVERT void assign(Half& element, float value) {
    const uint32_t bits = detail::bits_of(value), sign = (bits >> 16) & 0x8000u, rest = bits & 0x7fffffffu;
    if (rest > 0x7f800000u) {
        element.bits = static_cast<uint16_t>(sign | 0x7e00u);
    } else if (rest >= 0x477ff000u) {  // rounds to 2^16 or beyond: infinity
        element.bits = static_cast<uint16_t>(sign | 0x7c00u);
    } else if (rest >= 0x38800000u) {
        element.bits = static_cast<uint16_t>(sign | ((rest - (112u << 23) + 0xfffu + ((rest >> 13) & 1)) >> 13));
    } else {
        // Subnormal: adding 0.5 leaves the multiple of 2^-24 in the last bits, rounded by the addition itself.
        const uint32_t units = detail::bits_of(detail::float_of(rest) + 0.5f) - detail::bits_of(0.5f);
        element.bits = static_cast<uint16_t>(sign | units);
    }
}

}  // namespace gs
