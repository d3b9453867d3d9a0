// SPDX-License-Identifier: MIT
// A complete new file beside the one that it will be.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "core/files/descriptor.h"
#include "core/files/unfinished_files.h"

namespace gs {

/// Removes the unfinished files that SIGKILL or a power cut has left in a folder.
void remove_leftovers(int folder);

/// An unfinished file in a folder. It goes when this goes, unless it has been moved to its name. As long as its process
/// lives it is locked (flock), so that another process can tell it from one that was left behind.
class PartFile {
public:
    /// Makes an empty one in `folder` (a descriptor, which outlives this). `mode` is what open() takes: less what the
    /// umask or the folder's default ACL takes away. Throws std::system_error.
    PartFile(int folder, mode_t mode);

    int descriptor() const { return *file_; }

    /// Makes `bytes` the contents, which are on the disk when this returns. Throws std::system_error.
    void write(std::string_view bytes);

    /// Gives the file its name in the folder: replaces the file of that name, or fails with EEXIST where there is
    /// anything of that name. Each returns 0 or an error of `errno`, after which nothing has changed.
    int move_over(const std::string& name);
    int move_to_free(const std::string& name);

private:
    std::optional<PartName> name_;
    Descriptor file_;
};

/// A second name for a file, beside it, until it is certain that the file is not needed any more.
class Backup {
public:
    /// Where the file system knows no second names there is none.
    Backup(int folder, const std::string& name);

    /// Puts the file back under its name. Returns whether it is there.
    bool move_back();

private:
    std::string name_;
    std::optional<PartName> backup_;
    Descriptor file_;
};

/// The name of the file is on the disk as well as its contents, once this returns; as far as the folder can be opened.
void sync_folder(int folder);

}  // namespace gs
