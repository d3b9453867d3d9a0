// SPDX-License-Identifier: MIT
// A few channels at once: a number for sample_math.h whose lanes are neighbouring elements of a channels-last tensor.
// Each lane takes the operations of a single number in the same order, and so has its bits. Internal.
#pragma once

#include "core/dtype.h"
#include "core/sample_math.h"

namespace gs::cuda {

/// n numbers. A plain number converts to n copies of itself.
template <class F, int n>
struct Pack {
    using Element = F;
    F lane[n];

    Pack() = default;
    GS_HD Pack(F x) {
        for (F& each : lane) each = x;
    }

    friend GS_HD Pack operator+(const Pack& a, const Pack& b) {
        Pack sum;
        for (int i = 0; i < n; ++i) sum.lane[i] = a.lane[i] + b.lane[i];
        return sum;
    }
    friend GS_HD Pack operator*(const Pack& a, const Pack& b) {
        Pack product;
        for (int i = 0; i < n; ++i) product.lane[i] = a.lane[i] * b.lane[i];
        return product;
    }
    friend GS_HD Pack fma(const Pack& a, const Pack& b, const Pack& c) {
        Pack result;
        for (int i = 0; i < n; ++i) result.lane[i] = gs::fma(a.lane[i], b.lane[i], c.lane[i]);
        return result;
    }
};

/// What weighted_sum works on for `lanes` channels: a plain number for one of them.
template <class F, int lanes>
struct PackOf {
    using type = Pack<F, lanes>;
};
template <class F>
struct PackOf<F, 1> {
    using type = F;
};

/// The bytes that neighbouring elements may be loaded and stored with at once: 16 at most, what one thread can take.
template <class T, int n>
inline constexpr int kAlignment = sizeof(T) * n < 16 ? sizeof(T) * n : 16;

/// Neighbouring elements, aligned so that they come and go as one.
template <class T, int n>
struct alignas(kAlignment<T, n>) Together {
    T element[n];
};

/// What lies at an address that nobody writes to meanwhile. The device then loads it past what is stored in between,
/// the next channel's taps before this channel's output.
template <class T>
GS_HD T read_only(const T* address) {
#if defined(__CUDA_ARCH__)
    if constexpr (sizeof(T) == 2) return __builtin_bit_cast(T, __ldg(reinterpret_cast<const uint16_t*>(address)));
    if constexpr (sizeof(T) == 4) return __builtin_bit_cast(T, __ldg(reinterpret_cast<const uint32_t*>(address)));
    if constexpr (sizeof(T) == 8) return __builtin_bit_cast(T, __ldg(reinterpret_cast<const uint2*>(address)));
    if constexpr (sizeof(T) == 16) return __builtin_bit_cast(T, __ldg(reinterpret_cast<const uint4*>(address)));
    struct Two {
        uint4 first, second;
    };
    if constexpr (sizeof(T) == 32) {
        const auto* half = reinterpret_cast<const uint4*>(address);
        return __builtin_bit_cast(T, (Two{__ldg(half), __ldg(half + 1)}));
    }
#endif
    return *address;
}

/// An element's value. The device converts halves by an instruction; dtype.h has the same in integers. Only what is no
/// number at all may have other bits: the device has one NaN where x86 keeps the sign and the payload of each.
template <class T>
GS_HD Arithmetic<T> value_of_element(T element) {
#if defined(__CUDA_ARCH__)
    if constexpr (std::is_same_v<T, Half>) {
        float value;
        asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(element.bits));
        return value;
    }
#endif
    return value_of(element);
}

/// Stores a value as an element, rounded as `assign` rounds.
template <class T>
GS_HD void assign_element(T& element, Arithmetic<T> value) {
#if defined(__CUDA_ARCH__)
    if constexpr (std::is_same_v<T, Half>) {
        asm("cvt.rn.f16.f32 %0, %1;" : "=h"(element.bits) : "f"(value));
        return;
    }
#endif
    assign(element, value);
}

/// The values of `lanes` elements that lie side by side.
template <int lanes, class T>
GS_HD typename PackOf<Arithmetic<T>, lanes>::type load(const T* element) {
    if constexpr (lanes == 1) {
        return value_of_element(read_only(element));
    } else {
        const auto together = read_only(reinterpret_cast<const Together<T, lanes>*>(element));
        Pack<Arithmetic<T>, lanes> pack;
        for (int i = 0; i < lanes; ++i) pack.lane[i] = value_of_element(together.element[i]);
        return pack;
    }
}

template <int lanes, class T>
GS_HD void store(T* element, const typename PackOf<Arithmetic<T>, lanes>::type& value) {
    if constexpr (lanes == 1) {
        assign_element(*element, value);
    } else {
        Together<T, lanes> together;
        for (int i = 0; i < lanes; ++i) assign_element(together.element[i], value.lane[i]);
        *reinterpret_cast<Together<T, lanes>*>(element) = together;
    }
}

/// The axes of a sample with the same weights in every lane; what weighted_sum reads of them, and no more.
template <int lanes, class F, Mode mode, int dims>
GS_HD Axes<typename PackOf<F, lanes>::type, mode, dims> in_every_lane(const Axes<F, mode, dims>& axes) {
    if constexpr (lanes == 1) {
        return axes;
    } else {
        Axes<Pack<F, lanes>, mode, dims> wide;
        for (int axis = 0; axis < dims; ++axis)
            for (int k = 0; k < taps_per_axis(mode); ++k)
                wide.axis[axis].weight[k].value = axes.axis[axis].weight[k].value;
        return wide;
    }
}

}  // namespace gs::cuda
