// SPDX-License-Identifier: MIT
// Files opened for reading: regular ones and standard input. Nothing is waited for but standard input, and nothing is
// read that has no end or gives its bytes once only to whoever comes first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/files/bytes.h"
#include "core/files/descriptor.h"
#include "core/files/standard_input_name.h"
#include "core/work.h"

namespace gs {

/// A regular file, or one that standard input was redirected from.
class OpenFile : public FileBytes {
public:
    /// Throws std::runtime_error that names the file and the reason when it cannot be opened, or is a folder, pipe,
    /// socket or device. That is asked of the file that is open, so that no other can take its place in between.
    explicit OpenFile(const std::string& path);

    /// How many bytes there were when it was opened.
    uint64_t size() const override { return size_; }
    /// Throws std::runtime_error that names the file and the reason.
    size_t read(void* to, size_t count, uint64_t place) const override;

private:
    int descriptor() const;

    std::string path_;
    Descriptor own_;  ///< none for standard input
    uint64_t begin_ = 0, size_ = 0;  ///< where the bytes begin, and how many there are
};

/// Whether standard input is no file, but a pipe, a terminal, a device: its bytes come once only.
bool standard_input_is_stream();

/// The bytes of such a standard input, kept as long as the program runs: it may be asked for again. Waits for them,
/// until `count` bytes are there or the end has come. Throws std::runtime_error, starting with `path`, where they are
/// more than the work may take, and Stopped. The bytes stay where they are once the end has come.
std::string_view standard_input(const std::string& path, uint64_t count, const Work& work);

}  // namespace gs
