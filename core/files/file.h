// SPDX-License-Identifier: MIT
// Files in, by their names. Files out: core/files/replace_file.h.
#pragma once

#include <memory>
#include <string>

#include "core/files/bytes.h"
#include "core/work.h"

namespace gs {

/// A file, or standard input (open_file.h): if that is a pipe or a terminal its bytes are kept, as many as the work may
/// take, which has to outlive what is returned. Throws std::runtime_error that names the file and the reason when it
/// cannot be opened, and Stopped.
std::unique_ptr<const FileBytes> open_file(const std::string& path, const Work& work);

/// The same from front to back.
std::unique_ptr<ByteSource> open_bytes(const std::string& path, const Work& work);

/// The bytes of a file, or of standard input. Throws as open_file does, also where they are more than the work may
/// take.
std::string read_file(const std::string& path, const Work& work = Work());

}  // namespace gs
