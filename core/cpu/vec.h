// SPDX-License-Identifier: MIT
// A SIMD vector: the arithmetic of number.h, lane by lane, on the compiler's own vector types. Internal.
//
// The files that include this are compiled once per instruction set, with GS_LEVEL naming it. Everything that depends
// on the instruction set lives in namespace gs::GS_LEVEL, so that no two of these compilations share a function.
#pragma once

#include <cstdint>
#include <utility>

#include "core/number.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace gs {
namespace GS_LEVEL {

/// Which lanes a condition holds for.
template <class T, int n>
struct Mask {
    using Bits = std::conditional_t<sizeof(T) == 4, int32_t, int64_t>;
    typedef Bits Native __attribute__((vector_size(n * sizeof(T))));
    Native v;

    friend GS_HD Mask operator&(Mask a, Mask b) { return {a.v & b.v}; }
    friend GS_HD Mask operator|(Mask a, Mask b) { return {a.v | b.v}; }
    friend GS_HD Mask operator^(Mask a, Mask b) { return {a.v ^ b.v}; }
};

/// n numbers. A plain number converts to n copies of itself.
template <class T, int n>
struct Vec {
    using Element = T;
    static constexpr int kLanes = n;
    typedef T Native __attribute__((vector_size(n * sizeof(T))));
    Native v;

    Vec() = default;
    GS_HD Vec(T x) : v(x - Native{}) {}
    GS_HD explicit Vec(Native native) : v(native) {}

    friend GS_HD Vec operator+(Vec a, Vec b) { return Vec(a.v + b.v); }
    friend GS_HD Vec operator-(Vec a, Vec b) { return Vec(a.v - b.v); }
    friend GS_HD Vec operator*(Vec a, Vec b) { return Vec(a.v * b.v); }
    friend GS_HD Vec operator/(Vec a, Vec b) { return Vec(a.v / b.v); }
    friend GS_HD Vec operator-(Vec a) { return Vec(-a.v); }
    friend GS_HD Mask<T, n> operator<(Vec a, Vec b) { return {a.v < b.v}; }
    friend GS_HD Mask<T, n> operator>(Vec a, Vec b) { return {a.v > b.v}; }
    friend GS_HD Mask<T, n> operator<=(Vec a, Vec b) { return {a.v <= b.v}; }
    friend GS_HD Mask<T, n> operator>=(Vec a, Vec b) { return {a.v >= b.v}; }
    friend GS_HD Mask<T, n> operator!=(Vec a, Vec b) { return {a.v != b.v}; }
};

template <class T, int n>
GS_HD Vec<T, n> select(Mask<T, n> condition, Vec<T, n> yes, Vec<T, n> no) {
    return Vec<T, n>(condition.v ? yes.v : no.v);
}
template <class T, int n>
GS_HD Vec<T, n> smaller(Vec<T, n> a, Vec<T, n> b) {
    return select(a < b, a, b);
}
template <class T, int n>
GS_HD Vec<T, n> larger(Vec<T, n> a, Vec<T, n> b) {
    return select(a > b, a, b);
}

template <class V>
GS_HD V load(const typename V::Element* from) {
    V result;
    __builtin_memcpy(&result.v, from, sizeof(result.v));
    return result;
}
template <class T, int n>
GS_HD void store(T* to, Vec<T, n> values) {
    __builtin_memcpy(to, &values.v, sizeof(values.v));
}

/// Stores past the caches; `to` is aligned to the vector's size. What is written so is read by others after fence().
template <class T, int n>
GS_HD void stream(T* to, Vec<T, n> values) {
#if defined(__AVX512F__)
    if constexpr (sizeof(values.v) == 64) return _mm512_stream_si512(reinterpret_cast<__m512i*>(to), (__m512i)values.v);
#endif
#if defined(__AVX__)
    if constexpr (sizeof(values.v) == 32) return _mm256_stream_si256(reinterpret_cast<__m256i*>(to), (__m256i)values.v);
#endif
    if constexpr (sizeof(values.v) == 16)
        _mm_stream_si128(reinterpret_cast<__m128i*>(to), (__m128i)values.v);
    else
        store(to, values);
}
GS_HD void fence() {
    _mm_sfence();
}

/// Vectors of whole numbers to indices, and back.
template <class T, int n>
GS_HD Vec<int32_t, n> to_int(Vec<T, n> values) {
    return Vec<int32_t, n>(__builtin_convertvector(values.v, typename Vec<int32_t, n>::Native));
}
template <class T, int n>
GS_HD Vec<T, n> from_int(Vec<int32_t, n> values) {
    return Vec<T, n>(__builtin_convertvector(values.v, typename Vec<T, n>::Native));
}

/// a * b + c of floats, rounded once, on processors that cannot: the sum in double is rounded to odd, after which the
/// rounding to float is right (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
template <int n>
GS_HD Vec<float, n> fused_in_double(Vec<float, n> a, Vec<float, n> b, Vec<float, n> c) {
    using Double = typename Vec<double, n>::Native;
    using Bits = typename Mask<double, n>::Native;
    const auto wide = [](Vec<float, n> x) { return __builtin_convertvector(x.v, Double); };
    const Double product = wide(a) * wide(b), addend = wide(c), sum = product + addend;  // the product is exact
    const Double from_product = sum - addend, from_addend = sum - from_product;
    const Double error = (product - from_product) + (addend - from_addend);  // sum + error is exact (Knuth's two-sum)
    const Bits is_inexact = (error < 0) | (error > 0), bits = (Bits)sum;      // neither holds for NaN
    const Bits away = ((error > 0) == (sum > 0)) ? Bits{} + 1 : Bits{} - 1;
    const Double odd = (Double)(bits + (is_inexact & ((bits & 1) == 0) & away));
    return Vec<float, n>(__builtin_convertvector(odd, typename Vec<float, n>::Native));
}

template <class T, int n>
GS_HD Vec<T, n> fused(Vec<T, n> a, Vec<T, n> b, Vec<T, n> c) {
#if defined(__AVX512F__)
    if constexpr (sizeof(a.v) == 64 && sizeof(T) == 4) return Vec<T, n>(_mm512_fmadd_ps(a.v, b.v, c.v));
    if constexpr (sizeof(a.v) == 64 && sizeof(T) == 8) return Vec<T, n>(_mm512_fmadd_pd(a.v, b.v, c.v));
#endif
#if defined(__FMA__)
    if constexpr (sizeof(a.v) == 32 && sizeof(T) == 4) return Vec<T, n>(_mm256_fmadd_ps(a.v, b.v, c.v));
    if constexpr (sizeof(a.v) == 32 && sizeof(T) == 8) return Vec<T, n>(_mm256_fmadd_pd(a.v, b.v, c.v));
#endif
    if constexpr (sizeof(T) == 4) {
        return fused_in_double(a, b, c);
    } else {
        Vec<T, n> result;
        for (int i = 0; i < n; ++i) result.v[i] = __builtin_fma(a.v[i], b.v[i], c.v[i]);
        return result;
    }
}

/// One of the processor's roundings; kind as in _mm_round_ps.
template <int kind, class T, int n>
GS_HD Vec<T, n> rounded(Vec<T, n> x) {
#if defined(__AVX512F__)
    if constexpr (sizeof(x.v) == 64 && sizeof(T) == 4) return Vec<T, n>(_mm512_roundscale_ps(x.v, kind));
    if constexpr (sizeof(x.v) == 64 && sizeof(T) == 8) return Vec<T, n>(_mm512_roundscale_pd(x.v, kind));
#endif
#if defined(__AVX__)
    if constexpr (sizeof(x.v) == 32 && sizeof(T) == 4) return Vec<T, n>(_mm256_round_ps(x.v, kind));
    if constexpr (sizeof(x.v) == 32 && sizeof(T) == 8) return Vec<T, n>(_mm256_round_pd(x.v, kind));
#endif
    if constexpr (sizeof(x.v) == 16 && sizeof(T) == 4) {
        return Vec<T, n>(_mm_round_ps(x.v, kind));
    } else {
        Vec<T, n> result;  // doubles, two registers of two
        for (int i = 0; i < n; i += 2) {
            const __m128d pair = _mm_round_pd(__m128d{x.v[i], x.v[i + 1]}, kind);
            result.v[i] = pair[0];
            result.v[i + 1] = pair[1];
        }
        return result;
    }
}
template <class T, int n>
GS_HD Vec<T, n> floor(Vec<T, n> x) {
    return rounded<_MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC>(x);
}
template <class T, int n>
GS_HD Vec<T, n> trunc(Vec<T, n> x) {
    return rounded<_MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC>(x);
}
template <class T, int n>
GS_HD Vec<T, n> round_half_even(Vec<T, n> x) {
    return rounded<_MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC>(x);
}
template <class T, int n>
GS_HD Vec<T, n> magnitude(Vec<T, n> x) {
    using Bits = typename Mask<T, n>::Native;
    constexpr auto kSign = static_cast<typename Mask<T, n>::Bits>(sizeof(T) == 4 ? 0x80000000u : 1ull << 63);
    return Vec<T, n>((typename Vec<T, n>::Native)((Bits)x.v & ~(Bits{} + kSign)));
}

/// The vector whose lane i is lane Pick::at(i) of the 2n lanes of a and b.
template <class Pick, class T, int n, size_t... i>
GS_HD Vec<T, n> shuffle(Vec<T, n> a, Vec<T, n> b, std::index_sequence<i...>) {
    return Vec<T, n>(__builtin_shufflevector(a.v, b.v, Pick::at(static_cast<int>(i))...));
}
template <class Pick, class T, int n>
GS_HD Vec<T, n> shuffle(Vec<T, n> a, Vec<T, n> b) {
    return shuffle<Pick>(a, b, std::make_index_sequence<static_cast<size_t>(n)>{});
}

/// The lanes of a, then those of b.
template <class T, int n, size_t... i>
GS_HD Vec<T, 2 * n> joined(Vec<T, n> a, Vec<T, n> b, std::index_sequence<i...>) {
    return Vec<T, 2 * n>(__builtin_shufflevector(a.v, b.v, i...));
}
template <class T, int n>
GS_HD Vec<T, 2 * n> joined(Vec<T, n> a, Vec<T, n> b) {
    return joined(a, b, std::make_index_sequence<static_cast<size_t>(2 * n)>{});
}

/// The widest vector of T here that has whole quads: groups of four lanes, as many as a pixel has channels.
template <class T>
using Wide = Vec<T, (GS_VECTOR_BYTES / sizeof(T) < 4) ? 4 : static_cast<int>(GS_VECTOR_BYTES / sizeof(T))>;

}  // namespace GS_LEVEL
}  // namespace gs
