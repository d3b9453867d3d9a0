// SPDX-License-Identifier: MIT
// Whole files in. Files out: core/files/replace_file.h.
#pragma once

#include <string>

#include "core/work.h"

namespace gs {

/// The bytes of a file, or of standard input (open_file.h). Throws std::runtime_error that names the file and the
/// reason, also where they are more than the work may take, and Stopped.
std::string read_file(const std::string& path, const Work& work = Work());

/// The first bytes of a file, or of standard input, `count` of them or as many as there are. Throws as read_file does.
std::string read_beginning(const std::string& path, size_t count, const Work& work = Work());

}  // namespace gs
