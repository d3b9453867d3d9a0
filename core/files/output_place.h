// SPDX-License-Identifier: MIT
// What the name of an output leads to.
#pragma once

#include <sys/stat.h>

#include <string>

#include "core/files/descriptor.h"

namespace gs {

/// The place that a name leads to, after all links.
struct OutputPlace {
    enum class Kind {
        nothing,     ///< a file can be made there
        file,        ///< a regular file
        stream,      ///< a device or a named pipe
        descriptor,  ///< an open file of this process: /dev/stdout, /dev/fd/3
    };

    std::string path;  ///< as the user wrote it
    Kind kind = Kind::nothing;
    Descriptor folder;  ///< that `name` is in; for looking things up only (O_PATH)
    std::string name;
    struct stat status {};  ///< of what is there
    int number = -1;        ///< the descriptor's
};

/// Follows `path`, link by link; the last link may lead to what does not exist yet. Throws std::system_error, or
/// std::runtime_error in one sentence that names the path, where no output can be: in a missing folder, for a folder, a
/// socket or a disk.
OutputPlace find_output(const std::string& path);

/// Whether two places are one: the same file, also under two names.
bool is_same_output(const OutputPlace& a, const OutputPlace& b);

/// The folder that `path` names a file in, and the name there, which is not followed.
OutputPlace find_new_file(const std::string& path);

}  // namespace gs
