// SPDX-License-Identifier: MIT
// Whole files in and out.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/work.h"

namespace gs {

/// The bytes of a file, or of standard input (open_file.h). Throws std::runtime_error that names the file and the
/// reason, also where they are more than the work may take, and Stopped.
std::string read_file(const std::string& path, const Work& work = Work());

/// The first bytes of a file, or of standard input, `count` of them or as many as there are. Throws as read_file does.
std::string read_beginning(const std::string& path, size_t count, const Work& work = Work());

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
