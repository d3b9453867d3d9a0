// SPDX-License-Identifier: MIT
// Bytes that are read from front to back, wherever they come from: memory, a file, a member of an archive. So that a
// large array goes straight to where it is to stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
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

/// The bytes of a file, or of standard input (open_file.h): if that is a pipe or a terminal they are read to their end
/// first, since they do not tell how many they are, and that may be as many as the work may take. Throws
/// std::runtime_error that names the file and the reason when it cannot be opened, and Stopped.
std::unique_ptr<ByteSource> open_bytes(const std::string& path, const Work& work = Work());

}  // namespace gs
