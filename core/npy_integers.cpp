// SPDX-License-Identifier: MIT
#include "core/npy_integers.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace gs {
namespace {

template <class T>
constexpr bool kIsBoolean = std::is_same_v<T, Boolean>;

/// "int64", ...
template <class T>
std::string name_of() {
    return (std::is_signed_v<T> ? "int" : "uint") + std::to_string(8 * sizeof(T));
}

/// How many bits of a significand the value needs.
template <class T>
int significant_bits(T value) {
    uint64_t magnitude = 0;
    if constexpr (std::is_signed_v<T>)
        magnitude = value < 0 ? uint64_t{0} - static_cast<uint64_t>(int64_t{value}) : static_cast<uint64_t>(value);
    else
        magnitude = value;
    return magnitude == 0 ? 0 : static_cast<int>(std::bit_width(magnitude)) - std::countr_zero(magnitude);
}

/// The first value that F does not hold exactly; end when there is none.
template <class F, class T>
const T* first_inexact(const Tensor<T>& integers) {
    const T *const begin = integers.data(), *const end = begin + integers.count();
    constexpr int kDigits = std::numeric_limits<F>::digits;
    if (std::numeric_limits<T>::digits <= kDigits) return end;
    return std::find_if(begin, end, [](T value) { return significant_bits(value) > kDigits; });
}

template <class F, class T>
Tensor<F> converted(const Tensor<T>& integers) {
    auto result = Tensor<F>::uninitialized(integers.sizes());
    std::transform(integers.data(), integers.data() + integers.count(), result.data(), [](T value) {
        if constexpr (kIsBoolean<T>)
            return static_cast<F>(value.byte != 0 ? 1 : 0);
        else
            return static_cast<F>(value);
    });
    return result;
}

}  // namespace

template <class T>
FromIntegers floats_from(const Tensor<T>& integers) {
    if constexpr (kIsBoolean<T>) {
        return {converted<float>(integers), "its booleans are read as float32, 0 and 1"};
    } else {
        const T* const end = integers.data() + integers.count();
        const std::string values = "its " + name_of<T>() + " values are read as ";
        const T* const beyond_float = first_inexact<float>(integers);
        if (beyond_float == end)
            return {converted<float>(integers), values + "float32, which holds each of them exactly"};
        std::string note = values + "float64, since float32 cannot hold " + std::to_string(*beyond_float);
        const T* const beyond_double = first_inexact<double>(integers);
        if (beyond_double != end) {
            const auto count = std::count_if(beyond_double, end, [](T value) {
                return significant_bits(value) > std::numeric_limits<double>::digits;
            });
            note += "; nor can float64 hold " + std::to_string(*beyond_double) + ": " + std::to_string(count) +
                    (count == 1 ? " value was rounded" : " values were rounded");
        }
        return {converted<double>(integers), note};
    }
}

template FromIntegers floats_from(const Tensor<Boolean>&);
template FromIntegers floats_from(const Tensor<int8_t>&);
template FromIntegers floats_from(const Tensor<int16_t>&);
template FromIntegers floats_from(const Tensor<int32_t>&);
template FromIntegers floats_from(const Tensor<int64_t>&);
template FromIntegers floats_from(const Tensor<uint8_t>&);
template FromIntegers floats_from(const Tensor<uint16_t>&);
template FromIntegers floats_from(const Tensor<uint32_t>&);
template FromIntegers floats_from(const Tensor<uint64_t>&);

}  // namespace gs
