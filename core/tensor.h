// SPDX-License-Identifier: MIT
// Sizes, strides and float storage: all that the sampling core needs of a tensor.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/memory.h"

namespace gs {

/// Room for a batch of volumes, (N, C, D, H, W); a tensor with more axes is refused where it is read.
inline constexpr int kMaxRank = 5;

/// The sizes (or the strides, in elements) of a tensor's axes, outermost first. Ranks 0 to kMaxRank.
class Sizes {
public:
    Sizes() = default;
    Sizes(std::initializer_list<int64_t> values) {
        for (int64_t value : values) push_back(value);
    }

    int rank() const { return rank_; }
    int64_t operator[](int axis) const { return values_[static_cast<size_t>(axis)]; }
    int64_t& operator[](int axis) { return values_[static_cast<size_t>(axis)]; }
    /// Throws std::length_error when there is no room for another axis.
    void push_back(int64_t value) {
        if (rank_ >= kMaxRank) throw std::length_error("a tensor has at most " + std::to_string(kMaxRank) + " axes");
        values_[static_cast<size_t>(rank_++)] = value;
    }
    const int64_t* begin() const { return values_.data(); }
    const int64_t* end() const { return values_.data() + rank_; }

    /// The product of all sizes: 1 for rank 0, 0 when any axis is empty.
    int64_t count() const {
        int64_t product = 1;
        for (int64_t value : *this) product = wrapping_product(product, value);
        return std::find(begin(), end(), 0) == end() ? product : 0;
    }

    /// The strides of a C-ordered tensor of these sizes.
    Sizes contiguous_strides() const {
        Sizes strides = *this;
        int64_t step = 1;
        for (int axis = rank_ - 1; axis >= 0; --axis) {
            strides[axis] = step;
            step = wrapping_product(step, (*this)[axis]);
        }
        return strides;
    }

    /// As PyTorch prints it: "[1, 3, 4, 4]".
    std::string text() const {
        std::string result = "[";
        for (int axis = 0; axis < rank_; ++axis) {
            if (axis > 0) result += ", ";
            result += std::to_string((*this)[axis]);
        }
        return result + "]";
    }

    friend bool operator==(const Sizes&, const Sizes&) = default;

private:
    /// Only an empty tensor can have sizes whose product overflows; what comes out then is never used.
    static int64_t wrapping_product(int64_t a, int64_t b) {
        return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
    }

    std::array<int64_t, kMaxRank> values_{};
    int rank_ = 0;
};

/// The bytes that a tensor of these sizes takes; also of sizes whose product no integer holds.
inline double bytes_of(const Sizes& sizes, size_t element_size) {
    double bytes = static_cast<double>(element_size);
    for (const int64_t size : sizes) bytes *= static_cast<double>(size);
    return bytes;
}

/// Somebody else's elements: where they start, the sizes, and the distance from one to the next along each axis.
template <class T>
struct TensorView {
    T* data = nullptr;
    Sizes sizes;
    Sizes strides;

    TensorView() = default;
    TensorView(T* elements, Sizes element_sizes)
        : data(elements), sizes(element_sizes), strides(element_sizes.contiguous_strides()) {}
    TensorView(T* elements, Sizes element_sizes, Sizes element_strides)
        : data(elements), sizes(element_sizes), strides(element_strides) {}

    /// A view that may write is also one that may only read.
    template <class U>
    requires std::is_same_v<const U, T> TensorView(const TensorView<U>& other)
        : data(other.data), sizes(other.sizes), strides(other.strides) {}

    /// The element at the index, one number per axis; the index must lie inside.
    template <class... Index>
    T& at(Index... index) const {
        int axis = 0;
        int64_t offset = 0;
        ((offset += static_cast<int64_t>(index) * strides[axis++]), ...);
        assert(axis == sizes.rank());
        return data[offset];
    }
};

/// A C-ordered tensor that owns its elements.
template <class T>
class Tensor {
public:
    Tensor() = default;

    /// All elements zero.
    explicit Tensor(Sizes sizes) : Tensor(uninitialized(sizes)) {
        std::memset(static_cast<void*>(data()), 0, elements_.size() * sizeof(T));  // zero in every element type
    }
    Tensor(Sizes sizes, const std::vector<T>& elements) : Tensor(uninitialized(sizes)) {
        assert(static_cast<int64_t>(elements.size()) == sizes.count());
        std::copy(elements.begin(), elements.end(), data());
    }
    /// Elements that are there already.
    static Tensor of(Sizes sizes, Buffer<T> elements) {
        assert(static_cast<int64_t>(elements.size()) == sizes.count());
        Tensor tensor;
        tensor.sizes_ = sizes;
        tensor.elements_ = std::move(elements);
        return tensor;
    }
    /// Elements that the caller is about to write.
    static Tensor uninitialized(Sizes sizes) { return of(sizes, Buffer<T>(static_cast<size_t>(sizes.count()))); }

    Tensor(const Tensor& other) : Tensor(uninitialized(other.sizes_)) {
        std::copy(other.data(), other.data() + other.count(), data());
    }
    Tensor& operator=(const Tensor& other) {
        if (this != &other) *this = Tensor(other);
        return *this;
    }
    Tensor(Tensor&&) noexcept = default;
    Tensor& operator=(Tensor&&) noexcept = default;

    /// The same elements, in the same order, under sizes that have room for as many.
    void reshape(Sizes sizes) {
        assert(sizes.count() == count());
        sizes_ = sizes;
    }

    const Sizes& sizes() const { return sizes_; }
    int64_t size(int axis) const { return sizes_[axis]; }
    int64_t count() const { return static_cast<int64_t>(elements_.size()); }
    T* data() { return elements_.data(); }
    const T* data() const { return elements_.data(); }
    TensorView<T> view() { return {data(), sizes_}; }
    TensorView<const T> view() const { return {data(), sizes_}; }
    template <class... Index>
    T& at(Index... index) {
        return view().at(index...);
    }
    template <class... Index>
    const T& at(Index... index) const {
        return view().at(index...);
    }

private:
    Sizes sizes_;
    Buffer<T> elements_;
};

}  // namespace gs
