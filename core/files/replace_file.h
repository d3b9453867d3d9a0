// SPDX-License-Identifier: MIT
// Whole files out: complete, or as they were.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gs {

/// A file and what is to be in it.
struct NewFile {
    std::string path;
    std::string_view bytes;
};

/// Makes `bytes` the file's contents. What stood there before stays whole until the new contents are complete and on
/// the disk; it keeps its owner, group, mode and all of its names, and a link to it stays one. Devices, pipes and what is
/// open (/dev/stdout) are written to. Throws std::runtime_error in one sentence that starts with the path: for folders,
/// sockets and disks, for files that may not be written, where there is no room, and so on; then nothing has changed.
///
/// Where the file has several names, an owner that cannot be kept or a folder that may not be written, it is the file
/// itself that is overwritten. A power cut or SIGKILL during that, and these only, can leave it half written; other
/// signals that end the program wait for it.
void replace_file(const std::string& path, std::string_view bytes);

/// replace_file for files that belong together: each is complete on the disk before the first one takes its place, and
/// the others are brought back when one cannot. Of files that can be renamed a power cut or SIGKILL between two
/// renames, which follow at once, can leave the first alone. What goes to pipes and devices is written before, and
/// cannot be brought back. Throws as above, also when two of the paths lead to one file.
void replace_files(std::span<const NewFile> files);

/// Makes a file that was not there: false when there is anything of that name, also when another process makes it at
/// the same time. Throws std::runtime_error in one sentence that starts with the path.
bool create_file(const std::string& path, std::string_view bytes);

}  // namespace gs
