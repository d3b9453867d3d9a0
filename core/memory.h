// SPDX-License-Identifier: MIT
// Memory for many elements: aligned for every vector width, in huge pages when large, not initialised.
#pragma once

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

/// How many bytes the program could still take: what the system has available, caches given up included, within the
/// limits that the program runs under. The largest number where nobody knows.
double available_memory();

/// Throws std::runtime_error where more is needed than can be had: "the output with sizes [1, 3, 100000, 100000] needs
/// 112 GiB, but 11 GiB can be had". To be asked before memory is taken: the system promises more than it has, and ends
/// a program that makes use of that. `what` is the beginning of the sentence, without the verb.
void require_memory(double bytes, const std::string& what);

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
    T* data() const { return static_cast<T*>(block_.get()); }
    T* begin() const { return data(); }
    T* end() const { return data() + count_; }

private:
    static size_t bytes_of(size_t count) {
        if (count > std::numeric_limits<size_t>::max() / sizeof(T))
            throw OutOfMemory(std::numeric_limits<size_t>::max());
        return count * sizeof(T);
    }

    std::unique_ptr<void, Deallocate> block_;
    size_t count_ = 0;
};

}  // namespace gs
