// SPDX-License-Identifier: MIT
// Memory for many elements: aligned for every vector width, in huge pages when large, not initialised.
#pragma once

#include <cassert>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

namespace gs {

/// The size of a huge page.
inline constexpr size_t kHugePage = size_t{2} << 20;

/// Frees what allocate gave.
struct Deallocate {
    void operator()(void* block) const noexcept;
};

/// "379 MiB", "1.5 GiB": bytes for people.
std::string bytes_text(double bytes);

/// Memory of a known size could not be had; what() is a sentence that says the size.
class OutOfMemory : public std::bad_alloc {
public:
    explicit OutOfMemory(size_t bytes) noexcept;
    const char* what() const noexcept override { return sentence_; }

private:
    char sentence_[100];  // without memory of its own, as there is none
};

/// Returns a block of at least `bytes` bytes, aligned to 64, with arbitrary contents. From kHugePage on it asks for
/// huge pages: those of 4 KiB cost more to hand out than a fast kernel takes to fill them. Throws OutOfMemory.
std::unique_ptr<void, Deallocate> allocate(size_t bytes);

/// An array of plain elements that nobody has written yet.
template <class T>
class Buffer {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    Buffer() = default;
    explicit Buffer(size_t count) : block_(allocate(bytes_of(count))), count_(count) {}
    Buffer(Buffer&& other) noexcept : block_(std::move(other.block_)), count_(std::exchange(other.count_, 0)) {}
    Buffer& operator=(Buffer&& other) noexcept {
        block_ = std::move(other.block_);
        count_ = std::exchange(other.count_, 0);
        return *this;
    }

    size_t size() const { return count_; }
    /// The block as `count` elements of another type, which have to fit in and mean what its bytes say.
    template <class U>
    Buffer<U> as(size_t count) && {
        static_assert(std::is_trivially_copyable_v<U>);
        assert(count * sizeof(U) <= count_ * sizeof(T));
        count_ = 0;
        return {std::move(block_), count};
    }

    T* data() const { return static_cast<T*>(block_.get()); }
    T* begin() const { return data(); }
    T* end() const { return data() + count_; }

private:
    template <class U>
    friend class Buffer;

    Buffer(std::unique_ptr<void, Deallocate> block, size_t count) : block_(std::move(block)), count_(count) {}

    static size_t bytes_of(size_t count) {
        if (count > std::numeric_limits<size_t>::max() / sizeof(T))
            throw OutOfMemory(std::numeric_limits<size_t>::max());
        return count * sizeof(T);
    }

    std::unique_ptr<void, Deallocate> block_;
    size_t count_ = 0;
};

}  // namespace gs
