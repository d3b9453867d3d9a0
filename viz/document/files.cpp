// SPDX-License-Identifier: MIT
#include "viz/document/files.h"

#include <fmt/core.h>

#include <cassert>
#include <stdexcept>

#include "core/visible.h"

namespace viz {

bool file_exists(const Files& files, const std::string& path) {
    return files.absence(path).empty();
}

void require_file(const Files& files, const std::string& path) {
    if (const std::string reason = files.absence(path); !reason.empty())
        throw std::runtime_error(fmt::format("{}: {}", gs::visible(path), reason));
}

std::string read_beginning(const Files& files, const std::string& path, size_t count, const gs::Work& work) {
    const std::unique_ptr<FileBytes> file = files.open(path, work);
    std::string bytes(count, '\0');
    size_t size = 0;
    for (size_t got = 1; got > 0 && size < count; size += got)
        got = file->read(bytes.data() + size, count - size, size);
    bytes.resize(size);
    return bytes;
}

BytesInOrder::BytesInOrder(const FileBytes& file, std::string path)
    : file_(file), path_(std::move(path)), size_(file.size()) {
}

void BytesInOrder::read(void* to, size_t count) {
    assert(count <= remaining());
    for (auto* bytes = static_cast<char*>(to); count > 0;) {
        const size_t got = file_.read(bytes, count, place_);
        if (got == 0) throw std::runtime_error(gs::visible(path_) + ": became shorter while it was read");
        bytes += got;
        count -= got;
        place_ += got;
    }
}

}  // namespace viz
