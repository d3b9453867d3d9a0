// SPDX-License-Identifier: MIT
// Whether a file is still the one that was read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace viz {

/// What the file system says of a file's contents without reading them: another file, or other bytes in the same one,
/// have another stamp.
struct FileStamp {
    uint64_t device = 0, number = 0;
    int64_t bytes = 0;
    int64_t modified = 0, changed = 0;  ///< nanoseconds: when the contents, and when anything about it was changed

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// Nothing where there is no such file.
std::optional<FileStamp> file_stamp(const std::string& path);

}  // namespace viz
