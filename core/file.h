// SPDX-License-Identifier: MIT
// Whole files in. Files out: core/replace_file.h.
#pragma once

#include <string>

namespace gs {

/// The file's bytes. Throws std::runtime_error that names the file and the reason.
std::string read_file(const std::string& path);

/// The file's first bytes, `count` of them or as many as there are. A pipe is not read and gives none. Throws
/// std::runtime_error that names the file and the reason.
std::string read_beginning(const std::string& path, size_t count);

}  // namespace gs
