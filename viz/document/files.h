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

/// A file that is open.
class FileBytes {
public:
    virtual ~FileBytes() = default;

    /// How many bytes there are. Of a stream: waits for its end.
    virtual uint64_t size() const = 0;
    /// Writes up to `count` bytes from `place` on to `to`; returns how many there were, 0 at the end.
    virtual size_t read(void* to, size_t count, uint64_t place) const = 0;
    /// All of them, where they are in memory already, as long as this lives; else nothing.
    virtual std::optional<std::string_view> in_memory() const { return std::nullopt; }
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
    /// Throws where it cannot be opened. FileBytes then throw as this does.
    virtual std::unique_ptr<FileBytes> open(const std::string& path, const gs::Work& work) const = 0;

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

bool file_exists(const Files& files, const std::string& path);

/// Throws std::runtime_error with the name and its absence where there is no such file.
void require_file(const Files& files, const std::string& path);

/// The first bytes of a file, `count` of them or as many as there are. Throws as Files::open does.
std::string read_beginning(const Files& files, const std::string& path, size_t count,
                           const gs::Work& work = gs::Work());

/// The bytes of a file from front to back. It has to outlive this.
class BytesInOrder : public gs::ByteSource {
public:
    /// `path` is the file's name, for what is thrown where it becomes shorter meanwhile.
    BytesInOrder(const FileBytes& file, std::string path);
    uint64_t remaining() const override { return size_ - place_; }
    void read(void* to, size_t count) override;

private:
    const FileBytes& file_;
    std::string path_;
    uint64_t size_, place_ = 0;
};

}  // namespace viz
