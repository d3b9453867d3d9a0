// SPDX-License-Identifier: MIT
#include "core/files/npy_integers.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/c_ordered.h"

namespace gs {
namespace {

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

/// Whether a type whose significand has so many digits does not hold the value.
template <int digits, class T>
bool is_beyond(T value) {
    if constexpr (kIntegerDigits<T> <= digits)
        return false;
    else
        return significant_bits(value) > digits;
}

template <class F>
F number(Boolean value) {
    return static_cast<F>(value.byte != 0 ? 1 : 0);
}
template <class F, class T>
F number(T value) {
    return static_cast<F>(value);
}

constexpr int kFloatDigits = std::numeric_limits<float>::digits, kDoubleDigits = std::numeric_limits<double>::digits;

}  // namespace

template <class T>
FloatsFrom<T>::FloatsFrom(const Sizes& sizes)
    : sizes_(sizes), block_(static_cast<size_t>(sizes.count()) * (kMayBeWide ? sizeof(double) : sizeof(float))) {
}

template <class T>
void FloatsFrom<T>::put(const T* values, const Box& box, const Work& work) {
    const auto does_not_fit = [](T value) { return is_beyond<kFloatDigits>(value); };
    if (kMayBeWide && !is_wide_ && std::any_of(values, values + box.sizes.count(), does_not_fit)) widen(work);
    if (is_wide_)
        convert<double>(values, box, work);
    else
        convert<float>(values, box, work);
    int64_t last = box.place;
    for (int axis = 0; axis < box.sizes.rank(); ++axis) last += (box.sizes[axis] - 1) * box.to[axis];
    written_ = std::max(written_, last + 1);
}

template <class T>
template <class F>
void FloatsFrom<T>::convert(const T* values, const Box& box, const Work& work) {
    auto* const numbers = reinterpret_cast<F*>(block_.data());
    visit_places(box.sizes, box.from, box.to, work, [&](int64_t from, int64_t to) {
        const T value = values[from];
        const int64_t place = box.place + to;
        if constexpr (std::is_same_v<F, double>) {
            if (is_beyond<kFloatDigits>(value)) beyond_float_.take(place, value);
            if (is_beyond<kDoubleDigits>(value)) {
                beyond_double_.take(place, value);
                ++rounded_;
            }
        }
        numbers[place] = number<F>(value);
    });
}

/// From the last one back, as each takes the room of two.
template <class T>
void FloatsFrom<T>::widen(const Work& work) {
    constexpr int64_t kBetweenChecks = int64_t{1} << 20;
    std::byte* const bytes = block_.data();
    for (int64_t i = written_ - 1; i >= 0; --i) {
        float narrow = 0;
        std::memcpy(&narrow, bytes + i * static_cast<int64_t>(sizeof narrow), sizeof narrow);
        const double wide = narrow;
        std::memcpy(bytes + i * static_cast<int64_t>(sizeof wide), &wide, sizeof wide);
        if (i % kBetweenChecks == 0) work.check();
    }
    is_wide_ = true;
}

template <class T>
AnyTensor FloatsFrom<T>::tensor() && {
    const auto count = static_cast<size_t>(sizes_.count());
    if (is_wide_) return Tensor<double>::of(sizes_, std::move(block_).template as<double>(count));
    return Tensor<float>::of(sizes_, std::move(block_).template as<float>(count));
}

template <class T>
IntegerConversion FloatsFrom<T>::conversion() const {
    IntegerConversion conversion{.is_wide = is_wide_, .rounded = rounded_};
    if constexpr (!std::is_same_v<T, Boolean>) {
        if (is_wide_) conversion.beyond_float32 = std::to_string(beyond_float_.value);
        if (rounded_ > 0) conversion.beyond_float64 = std::to_string(beyond_double_.value);
    }
    return conversion;
}

template class FloatsFrom<Boolean>;
template class FloatsFrom<int8_t>;
template class FloatsFrom<int16_t>;
template class FloatsFrom<int32_t>;
template class FloatsFrom<int64_t>;
template class FloatsFrom<uint8_t>;
template class FloatsFrom<uint16_t>;
template class FloatsFrom<uint32_t>;
template class FloatsFrom<uint64_t>;

}  // namespace gs
