// SPDX-License-Identifier: MIT
// Integers and booleans as the floating-point numbers that are sampled. Internal.
#pragma once

#include <limits>
#include <string>
#include <type_traits>

#include "core/files/npy.h"

namespace gs {

/// A byte that is False (0) or True (anything else).
struct Boolean {
    uint8_t byte;
};

/// The digits of the significand that the largest values need.
template <class T>
inline constexpr int kIntegerDigits = std::numeric_limits<T>::digits;
template <>
inline constexpr int kIntegerDigits<Boolean> = 1;

/// A box of elements: they follow each other on one side, and have their places in a tensor on the other.
struct Box {
    Sizes sizes, from, to;  ///< with the strides on both sides
    int64_t place = 0;      ///< of the first one in the tensor
};

/// Takes values as float32 as long as it holds each of them exactly. From the first that it does not hold, all become
/// float64, in place: there is room for that from the start, which takes no memory while nobody writes to it. T is
/// Boolean or a (u)int8_t ... (u)int64_t.
template <class T>
class FloatsFrom {
public:
    static constexpr bool kMayBeWide = kIntegerDigits<T> > std::numeric_limits<float>::digits;

    explicit FloatsFrom(const Sizes& sizes);

    /// The next values. Throws Stopped.
    void put(const T* values, const Box& box, const Work& work);

    /// All values, when each has been put.
    AnyTensor tensor() &&;
    /// Which type they became, and why; also which of them not even float64 holds.
    IntegerConversion conversion() const;

private:
    /// A value and its place, the first of its kind in C order.
    struct First {
        int64_t place = std::numeric_limits<int64_t>::max();
        T value{};
        void take(int64_t other_place, T other) {
            if (other_place < place) *this = {other_place, other};
        }
    };

    template <class F>
    void convert(const T* values, const Box& box, const Work& work);
    void widen(const Work& work);

    Sizes sizes_;
    Buffer<std::byte> block_;
    int64_t written_ = 0;  ///< no element from this place on has been written
    bool is_wide_ = false;
    First beyond_float_, beyond_double_;
    int64_t rounded_ = 0;  ///< values that float64 does not hold
};

}  // namespace gs
