// SPDX-License-Identifier: MIT
// Files, wherever they are: on a disk, or in memory as a browser and Python have them. Nothing but the platform opens
// any; whatever reads one is given this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/bytes.h"
#include "core/files/npy_header.h"
#include "core/work.h"
#include "viz/document/source.h"

namespace viz {

/// What is known of a file's contents without reading them: another file, or other bytes in the same one, have another
/// stamp.
struct FileStamp {
    uint64_t device = 0, number = 0;
    int64_t bytes = 0;
    int64_t modified = 0, changed = 0;  ///< nanoseconds: when the contents, and when anything about it was changed

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// An array of an archive, as far as it is known without reading its elements.
struct ArchivedArray {
    std::string name;      ///< "x" of the member x.npy
    gs::NpyHeader header;  ///< meaningless where there is a refusal
    std::string refusal;   ///< why the array cannot be read; empty when it can
};

/// May be asked from several threads at once. What throws, throws std::runtime_error that names the file, and
/// gs::Stopped.
class Files {
public:
    virtual ~Files() = default;

    // Where the bytes are.

    /// Why there is no file of that name, or why that cannot be told, as a folder may not be looked into: in words that
    /// follow the name and a colon. Empty where there is one; a folder, a pipe and standard input count as such.
    virtual std::string absence(const std::string& path) const = 0;
    /// Nothing where there is no such file.
    virtual std::optional<FileStamp> stamp(const std::string& path) const = 0;
    /// Throws where it cannot be opened. The work has to outlive what is returned.
    virtual std::unique_ptr<const gs::FileBytes> open(const std::string& path, const gs::Work& work) const = 0;

    // What they hold, where it takes a library that the document does not know.

    /// The tensor in a file that is no .npy array, by its content: images as (1, C, H, W), arrays of archives as they
    /// are. Throws for all others, and where the options say nothing to its kind.
    virtual Source decode(const std::string& path, const FileOptions& options, const gs::Work& work) const = 0;
    /// The arrays of an archive, in its order; nothing for a file that is none. Throws where it is no readable one or
    /// holds no arrays.
    virtual std::optional<std::vector<ArchivedArray>> arrays(const std::string& path, const gs::Work& work) const = 0;
    /// Looks at a file's beginning, and throws as `decode` does where that is no image's.
    virtual void require_image(const std::string& path, const gs::Work& work) const = 0;
};

/// What `absence` says where nothing else is in the way.
inline constexpr std::string_view kNoSuchFile = "there is no such file";

bool file_exists(const std::string& path, const Files& files);

/// Throws std::runtime_error with the name and its absence where there is no such file.
void require_file(const std::string& path, const Files& files);

/// The first bytes of a file, `count` of them or as many as there are. Throws as Files::open does.
std::string read_beginning(const std::string& path, size_t count, const Files& files, const gs::Work& work);

/// The array in an .npy file. Throws as Files::open and gs::read_npy_array do.
Source read_array(const std::string& path, const Files& files, const gs::Work& work);

}  // namespace viz
