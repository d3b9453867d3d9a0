// SPDX-License-Identifier: MIT
#include "viz/document/files.h"

#include <fmt/core.h>

#include <stdexcept>

#include "core/visible.h"

namespace viz {

bool file_exists(const std::string& path, const Files& files) {
    return files.absence(path).empty();
}

void require_file(const std::string& path, const Files& files) {
    if (const std::string reason = files.absence(path); !reason.empty())
        throw std::runtime_error(fmt::format("{}: {}", gs::visible(path), reason));
}

std::string read_beginning(const std::string& path, size_t count, const Files& files, const gs::Work& work) {
    return gs::first_bytes(*files.open(path, work), count);
}

Source read_array(const std::string& path, const Files& files, const gs::Work& work) {
    gs::BytesInOrder bytes(files.open(path, work), path);
    return source_of(gs::read_npy_array(bytes, path, work));
}

}  // namespace viz
