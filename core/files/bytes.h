// SPDX-License-Identifier: MIT
// Bytes that are read from front to back, wherever they come from: memory, a file, a member of an archive. So that a
// large array goes straight to where it is to stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/work.h"

namespace gs {

class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// How many bytes are still to come. What takes memory for them may rely on it.
    virtual uint64_t remaining() const = 0;

    /// Writes the next `count` bytes to `to`; count is at most remaining(). Throws std::runtime_error in one sentence
    /// when they cannot be had.
    virtual void read(void* to, size_t count) = 0;
};

/// Bytes in memory, which has to outlive this.
class MemoryBytes : public ByteSource {
public:
    explicit MemoryBytes(std::string_view bytes) : bytes_(bytes) {}
    uint64_t remaining() const override { return bytes_.size(); }
    void read(void* to, size_t count) override;

private:
    std::string_view bytes_;
};

/// Bytes that can be read from any place: an open file, or memory.
class FileBytes {
public:
    virtual ~FileBytes() = default;

    /// How many there are. Of a stream: waits for its end.
    virtual uint64_t size() const = 0;
    /// Writes up to `count` bytes from `place` on to `to`; returns how many there were, 0 at the end. Throws
    /// std::runtime_error in one sentence when they cannot be had, and Stopped.
    virtual size_t read(void* to, size_t count, uint64_t place) const = 0;
    /// All of them, where they are in memory already, as long as this lives; else nothing.
    virtual std::optional<std::string_view> in_memory() const { return std::nullopt; }
};

/// A file from front to back.
class BytesInOrder : public ByteSource {
public:
    /// `origin` (a file name) starts the sentence of what is thrown where the file becomes shorter meanwhile.
    BytesInOrder(std::unique_ptr<const FileBytes> file, std::string origin);
    uint64_t remaining() const override { return size_ - place_; }
    void read(void* to, size_t count) override;

private:
    std::unique_ptr<const FileBytes> file_;
    std::string origin_;
    uint64_t size_, place_ = 0;
};

/// The first bytes of a file, `count` of them or as many as there are.
std::string first_bytes(const FileBytes& file, size_t count);

/// All bytes of a file that is not in memory, as many as there are when its end is reached. Throws std::runtime_error,
/// starting with `origin`, where they are more than the work may take, and Stopped.
std::string all_bytes(const FileBytes& file, const std::string& origin, const Work& work);

}  // namespace gs
