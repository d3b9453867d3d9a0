// SPDX-License-Identifier: MIT
// Whole files in and out.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gs {

/// The file's bytes. Throws std::runtime_error that names the file and the reason.
std::string read_file(const std::string& path);

/// The file's first bytes, `count` of them or as many as there are. A pipe is not read and gives none. Throws
/// std::runtime_error that names the file and the reason.
std::string read_beginning(const std::string& path, size_t count);

/// Makes `bytes` the file's contents, by way of a temporary file beside it: whatever stood there before stays whole
/// until the new file is complete. Throws std::runtime_error that names the file and the reason.
void replace_file(const std::string& path, std::string_view bytes);

/// A file and what is to be in it.
struct NewFile {
    std::string path;
    std::string_view bytes;
};

/// replace_file for files that belong together: each is complete on the disk before the first one takes its place, so
/// that a full disk or a folder that may not be written leaves all as they were.
void replace_files(std::span<const NewFile> files);

}  // namespace gs
