// SPDX-License-Identifier: MIT
// Open files of the system.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace gs {

/// An open file, closed when this goes.
class Descriptor {
public:
    Descriptor() = default;
    /// Takes what open() and the like return: -1 is no file.
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    explicit operator bool() const { return number_ >= 0; }
    int operator*() const { return number_; }

private:
    int number_ = -1;
};

/// What the system calls an error of `errno`: "No space left on device".
std::string error_text(int error);

/// Throws std::system_error with what `errno` says.
[[noreturn]] void throw_errno();

/// Writes all of the bytes at the descriptor's place, however many calls that takes; waits where it may not block.
/// Returns 0, or the error of `errno` that came in between.
int write_all(int descriptor, std::string_view bytes);

/// The same at a place in a file.
int write_all_at(int descriptor, std::string_view bytes, size_t place);

/// Waits until the disk has what a file holds, where the file system knows such a thing. Throws std::system_error.
void sync_to_disk(int descriptor);

}  // namespace gs
