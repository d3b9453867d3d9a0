// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/disk_files.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <cerrno>

#include "core/files/descriptor.h"
#include "core/files/file.h"
#include "core/files/standard_input_name.h"

namespace viz {

std::string DiskFiles::absence(const std::string& path) const {
    if (gs::names_standard_input(path)) return "";
    // The system would read the name up to there.
    if (path.find('\0') != std::string::npos) return "no file has a name with a NUL character in it";
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) return "";
    const int error = errno;
    switch (error) {
        case ENOENT: return std::string(kNoSuchFile);
        case EACCES: return fmt::format("its folder may not be looked into: {}", gs::error_text(error));
        case ENOTDIR: return fmt::format("what should be its folder is a file: {}", gs::error_text(error));
        case ELOOP: return fmt::format("its links lead in a circle: {}", gs::error_text(error));
        default: return fmt::format("cannot be reached: {}", gs::error_text(error));
    }
}

std::optional<FileStamp> DiskFiles::stamp(const std::string& path) const {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    const auto nanoseconds = [](const timespec& time) { return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec; };
    return FileStamp{.device = status.st_dev,
                     .number = status.st_ino,
                     .bytes = status.st_size,
                     .modified = nanoseconds(status.st_mtim),
                     .changed = nanoseconds(status.st_ctim)};
}

std::unique_ptr<const gs::FileBytes> DiskFiles::open(const std::string& path, const gs::Work& work) const {
    return gs::open_file(path, work);
}

const Files& disk() {
    static const DiskFiles files;
    return files;
}

}  // namespace viz
