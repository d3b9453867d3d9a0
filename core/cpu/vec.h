// SPDX-License-Identifier: MIT
// A SIMD vector: the arithmetic of number.h, lane by lane, on the compiler's own vector types. Internal.
//
// The files that include this are compiled once per instruction set, with GS_ISA naming it. Everything that depends
// on the instruction set lives in namespace gs::GS_ISA, so that no two of these compilations share a function.
#pragma once

#include <cstdint>
#include <utility>

#include "core/number.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace gs {
namespace GS_ISA {

/// The compiler's vector of n T.
template <class T, int n>
struct NativeVector {
    typedef T Type __attribute__((vector_size(n * sizeof(T))));
};

#if defined(__AVX512F__)
/// Which lanes a condition holds for: a bit each, in a mask register.
template <class T, int n>
struct Mask {
    uint32_t bits;

    friend GS_HD Mask operator&(Mask a, Mask b) { return {a.bits & b.bits}; }
    friend GS_HD Mask operator|(Mask a, Mask b) { return {a.bits | b.bits}; }
    friend GS_HD Mask operator^(Mask a, Mask b) { return {a.bits ^ b.bits}; }
};
#else
/// Which lanes a condition holds for: all bits of the lane.
template <class T, int n>
struct Mask {
    using Bits = std::conditional_t<sizeof(T) == 4, int32_t, int64_t>;
    using Native = typename NativeVector<Bits, n>::Type;
    Native bits;

    friend GS_HD Mask operator&(Mask a, Mask b) { return {a.bits & b.bits}; }
    friend GS_HD Mask operator|(Mask a, Mask b) { return {a.bits | b.bits}; }
    friend GS_HD Mask operator^(Mask a, Mask b) { return {a.bits ^ b.bits}; }
};
#endif

/// Whether a condition holds for some lane.
template <class T, int n>
GS_HD bool any(Mask<T, n> condition) {
#if defined(__AVX512F__)
    return condition.bits != 0;
#elif defined(__AVX2__)
    const auto bits = (__m256i)condition.bits;
    return _mm256_testz_si256(bits, bits) == 0;
#else
    __m128i half[sizeof(condition.bits) / sizeof(__m128i)], some{};
    __builtin_memcpy(half, &condition.bits, sizeof(half));
    for (const __m128i bits : half) some |= bits;
    return _mm_testz_si128(some, some) == 0;
#endif
}

/// n numbers. A plain number converts to n copies of itself.
template <class T, int n>
struct Vec {
    using Element = T;
    static constexpr int kLanes = n;
    using Native = typename NativeVector<T, n>::Type;
    Native v;

    Vec() = default;
    GS_HD Vec(T x) : v(x - Native{}) {}
    GS_HD explicit Vec(Native native) : v(native) {}

    friend GS_HD Vec operator+(Vec a, Vec b) { return Vec(a.v + b.v); }
    friend GS_HD Vec operator-(Vec a, Vec b) { return Vec(a.v - b.v); }
    friend GS_HD Vec operator*(Vec a, Vec b) { return Vec(a.v * b.v); }
    friend GS_HD Vec operator/(Vec a, Vec b) { return Vec(a.v / b.v); }
    friend GS_HD Vec operator-(Vec a) { return Vec(-a.v); }
};

#if defined(__AVX512F__)
template <int predicate>
GS_HD Mask<float, 16> compare(Vec<float, 16> a, Vec<float, 16> b) {
    return {_mm512_cmp_ps_mask(a.v, b.v, predicate)};
}
template <int predicate>
GS_HD Mask<double, 8> compare(Vec<double, 8> a, Vec<double, 8> b) {
    return {_mm512_cmp_pd_mask(a.v, b.v, predicate)};
}
template <class T, int n>
GS_HD Mask<T, n> operator<(Vec<T, n> a, Vec<T, n> b) {
    return compare<_CMP_LT_OQ>(a, b);
}
template <class T, int n>
GS_HD Mask<T, n> operator<=(Vec<T, n> a, Vec<T, n> b) {
    return compare<_CMP_LE_OQ>(a, b);
}
template <class T, int n>
GS_HD Mask<T, n> operator!=(Vec<T, n> a, Vec<T, n> b) {
    return compare<_CMP_NEQ_UQ>(a, b);
}
GS_HD Vec<float, 16> select(Mask<float, 16> condition, Vec<float, 16> yes, Vec<float, 16> no) {
    return Vec<float, 16>(_mm512_mask_blend_ps(static_cast<__mmask16>(condition.bits), no.v, yes.v));
}
GS_HD Vec<double, 8> select(Mask<double, 8> condition, Vec<double, 8> yes, Vec<double, 8> no) {
    return Vec<double, 8>(_mm512_mask_blend_pd(static_cast<__mmask8>(condition.bits), no.v, yes.v));
}
GS_HD Vec<float, 16> smaller(Vec<float, 16> a, Vec<float, 16> b) {
    return Vec<float, 16>(_mm512_min_ps(a.v, b.v));
}
GS_HD Vec<double, 8> smaller(Vec<double, 8> a, Vec<double, 8> b) {
    return Vec<double, 8>(_mm512_min_pd(a.v, b.v));
}
GS_HD Vec<float, 16> larger(Vec<float, 16> a, Vec<float, 16> b) {
    return Vec<float, 16>(_mm512_max_ps(a.v, b.v));
}
GS_HD Vec<double, 8> larger(Vec<double, 8> a, Vec<double, 8> b) {
    return Vec<double, 8>(_mm512_max_pd(a.v, b.v));
}
#else
template <class T, int n>
GS_HD Mask<T, n> operator<(Vec<T, n> a, Vec<T, n> b) {
    return {a.v < b.v};
}
template <class T, int n>
GS_HD Mask<T, n> operator<=(Vec<T, n> a, Vec<T, n> b) {
    return {a.v <= b.v};
}
template <class T, int n>
GS_HD Mask<T, n> operator!=(Vec<T, n> a, Vec<T, n> b) {
    return {a.v != b.v};
}
template <class T, int n>
GS_HD Vec<T, n> select(Mask<T, n> condition, Vec<T, n> yes, Vec<T, n> no) {
    return Vec<T, n>(condition.bits ? yes.v : no.v);
}
/// Of numbers, not NaN.
template <class T, int n>
GS_HD Vec<T, n> smaller(Vec<T, n> a, Vec<T, n> b) {
    return select(a < b, a, b);
}
template <class T, int n>
GS_HD Vec<T, n> larger(Vec<T, n> a, Vec<T, n> b) {
    return select(b < a, a, b);
}
#if defined(__AVX2__)
GS_HD Vec<float, 8> smaller(Vec<float, 8> a, Vec<float, 8> b) {
    return Vec<float, 8>(_mm256_min_ps(a.v, b.v));
}
GS_HD Vec<float, 8> larger(Vec<float, 8> a, Vec<float, 8> b) {
    return Vec<float, 8>(_mm256_max_ps(a.v, b.v));
}
#endif
#endif
template <int n>
GS_HD Vec<int32_t, n> smaller(Vec<int32_t, n> a, Vec<int32_t, n> b) {
    return Vec<int32_t, n>(a.v < b.v ? a.v : b.v);
}
template <int n>
GS_HD Vec<int32_t, n> larger(Vec<int32_t, n> a, Vec<int32_t, n> b) {
    return Vec<int32_t, n>(a.v > b.v ? a.v : b.v);
}
template <class T, int n>
GS_HD Mask<T, n> operator>(Vec<T, n> a, Vec<T, n> b) {
    return b < a;
}
template <class T, int n>
GS_HD Mask<T, n> operator>=(Vec<T, n> a, Vec<T, n> b) {
    return b <= a;
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

/// A non-temporal store, past the caches; `to` is aligned to the vector's size. Others read it after fence().
template <class T, int n>
GS_HD void store_non_temporal(T* to, Vec<T, n> values) {
#if defined(__AVX512F__)
    _mm512_stream_si512(reinterpret_cast<__m512i*>(to), (__m512i)values.v);
#elif defined(__AVX2__)
    _mm256_stream_si256(reinterpret_cast<__m256i*>(to), (__m256i)values.v);
#else
    store(to, values);
#endif
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
GS_HD Vec<float, n> fma_in_double(Vec<float, n> a, Vec<float, n> b, Vec<float, n> c) {
    using Double = typename Vec<double, n>::Native;
    using Bits = typename NativeVector<int64_t, n>::Type;
    const auto wide = [](Vec<float, n> x) { return __builtin_convertvector(x.v, Double); };
    const Double product = wide(a) * wide(b), addend = wide(c), sum = product + addend;  // the product is exact
    const Double from_product = sum - addend, from_addend = sum - from_product;
    const Double error = (product - from_product) + (addend - from_addend);  // sum + error is exact (Knuth's two-sum)
    const Bits is_inexact = (error < 0) | (error > 0), bits = (Bits)sum;     // neither holds for NaN
    const Bits away = ((error > 0) == (sum > 0)) ? Bits{} + 1 : Bits{} - 1;
    const Double odd = (Double)(bits + (is_inexact & ((bits & 1) == 0) & away));
    return Vec<float, n>(__builtin_convertvector(odd, typename Vec<float, n>::Native));
}

/// The widest vectors of an instruction set know fma(a, b, c) and the processor's roundings (kind as in
/// _mm_round_ps).
#if defined(__AVX512F__)
GS_HD Vec<float, 16> fma(Vec<float, 16> a, Vec<float, 16> b, Vec<float, 16> c) {
    return Vec<float, 16>(_mm512_fmadd_ps(a.v, b.v, c.v));
}
GS_HD Vec<double, 8> fma(Vec<double, 8> a, Vec<double, 8> b, Vec<double, 8> c) {
    return Vec<double, 8>(_mm512_fmadd_pd(a.v, b.v, c.v));
}
template <int kind>
GS_HD Vec<float, 16> rounded(Vec<float, 16> x) {
    return Vec<float, 16>(_mm512_roundscale_ps(x.v, kind));
}
template <int kind>
GS_HD Vec<double, 8> rounded(Vec<double, 8> x) {
    return Vec<double, 8>(_mm512_roundscale_pd(x.v, kind));
}
#elif defined(__AVX2__) && defined(__FMA__)
GS_HD Vec<float, 8> fma(Vec<float, 8> a, Vec<float, 8> b, Vec<float, 8> c) {
    return Vec<float, 8>(_mm256_fmadd_ps(a.v, b.v, c.v));
}
GS_HD Vec<double, 4> fma(Vec<double, 4> a, Vec<double, 4> b, Vec<double, 4> c) {
    return Vec<double, 4>(_mm256_fmadd_pd(a.v, b.v, c.v));
}
template <int kind>
GS_HD Vec<float, 8> rounded(Vec<float, 8> x) {
    return Vec<float, 8>(_mm256_round_ps(x.v, kind));
}
template <int kind>
GS_HD Vec<double, 4> rounded(Vec<double, 4> x) {
    return Vec<double, 4>(_mm256_round_pd(x.v, kind));
}
#else
GS_HD Vec<float, 4> fma(Vec<float, 4> a, Vec<float, 4> b, Vec<float, 4> c) {
    return fma_in_double(a, b, c);
}
GS_HD Vec<double, 4> fma(Vec<double, 4> a, Vec<double, 4> b, Vec<double, 4> c) {
    Vec<double, 4> result;
    for (int i = 0; i < 4; ++i) result.v[i] = __builtin_fma(a.v[i], b.v[i], c.v[i]);
    return result;
}
template <int kind>
GS_HD Vec<float, 4> rounded(Vec<float, 4> x) {
    return Vec<float, 4>(_mm_round_ps(x.v, kind));
}
template <int kind>
GS_HD Vec<double, 4> rounded(Vec<double, 4> x) {
    // Named first: without optimisation _mm_round_pd is a macro, to which the commas between braces are its own.
    const __m128d half[]{{x.v[0], x.v[1]}, {x.v[2], x.v[3]}};
    const __m128d low = _mm_round_pd(half[0], kind), high = _mm_round_pd(half[1], kind);
    return Vec<double, 4>(Vec<double, 4>::Native{low[0], low[1], high[0], high[1]});
}
#endif

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
GS_HD Vec<T, n> abs(Vec<T, n> x) {
    using Int = std::conditional_t<sizeof(T) == 4, int32_t, int64_t>;
    using Bits = typename NativeVector<Int, n>::Type;
    constexpr auto kSign = static_cast<Int>(sizeof(T) == 4 ? 0x80000000u : 1ull << 63);
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
#if defined(__AVX512F__)
GS_HD Vec<float, 16> joined(Vec<float, 8> a, Vec<float, 8> b) {
    return Vec<float, 16>(_mm512_insertf32x8(_mm512_castps256_ps512(a.v), b.v, 1));
}
#endif

/// The widest vector of T here that has whole quads: groups of four lanes, as many as a pixel has channels.
template <class T>
using Wide = Vec<T, (GS_VECTOR_BYTES / sizeof(T) < 4) ? 4 : static_cast<int>(GS_VECTOR_BYTES / sizeof(T))>;

}  // namespace GS_ISA
}  // namespace gs
