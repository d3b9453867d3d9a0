// SPDX-License-Identifier: MIT
#include "viz/document/file_stamp.h"

#include <sys/stat.h>

namespace viz {

std::optional<FileStamp> file_stamp(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return std::nullopt;
    const auto nanoseconds = [](const timespec& time) { return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec; };
    return FileStamp{.device = status.st_dev,
                     .number = status.st_ino,
                     .bytes = status.st_size,
                     .modified = nanoseconds(status.st_mtim),
                     .changed = nanoseconds(status.st_ctim)};
}

}  // namespace viz
