// SPDX-License-Identifier: MIT
// What the maths asks of a number beyond + - * / and comparisons, here for float and double, on CPU and CUDA.
// core/cpu/vec.h has the same for SIMD vectors, so that coordinates.h is written once for both.
#pragma once

#include <cmath>

#if defined(__CUDACC__)
#define GS_HD __host__ __device__ __forceinline__
#else
// Never a function of its own: the SIMD kernels compile the same headers for several instruction sets, and a linker
// that meets two copies of an inline function keeps either one.
#define GS_HD inline __attribute__((always_inline))
#endif

/// After the parameters of a lambda that runs in an innermost loop.
#define GS_INLINE __attribute__((always_inline))

/// Before a loop of a few steps over taps, channels or axes: written out, so that arrays become registers. The device
/// needs that more often: its registers cannot be indexed.
#if defined(__CUDACC__)
#define GS_UNROLL _Pragma("unroll")
#define GS_DEVICE_UNROLL GS_UNROLL
#elif defined(__clang__)
#define GS_UNROLL _Pragma("unroll")
#define GS_DEVICE_UNROLL
#else
#define GS_UNROLL _Pragma("GCC unroll 16")
#define GS_DEVICE_UNROLL
#endif

namespace gs {

/// condition ? yes : no, lane by lane for vectors.
GS_HD float select(bool condition, float yes, float no) {
    return condition ? yes : no;
}
GS_HD double select(bool condition, double yes, double no) {
    return condition ? yes : no;
}

/// Whether a condition holds for some lane.
GS_HD bool any(bool condition) {
    return condition;
}

/// a * b + c, rounded once.
GS_HD float fma(float a, float b, float c) {
    return std::fma(a, b, c);
}
GS_HD double fma(double a, double b, double c) {
    return std::fma(a, b, c);
}

/// The largest integer that is not larger.
GS_HD float floor(float x) {
    return std::floor(x);
}
GS_HD double floor(double x) {
    return std::floor(x);
}

/// The nearest integer, halves to the even one.
GS_HD float round_half_even(float x) {
    return std::nearbyint(x);
}
GS_HD double round_half_even(double x) {
    return std::nearbyint(x);
}

/// The integer part.
GS_HD float trunc(float x) {
    return std::trunc(x);
}
GS_HD double trunc(double x) {
    return std::trunc(x);
}

GS_HD float abs(float x) {
    return std::fabs(x);
}
GS_HD double abs(double x) {
    return std::fabs(x);
}

/// The plain number that a number type is made of: itself, or a vector's element.
template <class F>
struct Scalar {
    using type = typename F::Element;
};
template <>
struct Scalar<float> {
    using type = float;
};
template <>
struct Scalar<double> {
    using type = double;
};
template <class F>
using ScalarOf = typename Scalar<F>::type;

}  // namespace gs
