// SPDX-License-Identifier: MIT
#include "core/files/file.h"

#include <limits>

#include "core/files/open_file.h"

namespace gs {
namespace {

constexpr size_t kChunk = size_t{1} << 20;  // between two looks at whether to stop

}  // namespace

std::string read_file(const std::string& path, const Work& work) {
    if (names_standard_input(path) && standard_input_is_stream())
        return std::string(standard_input(path, std::numeric_limits<uint64_t>::max(), work));
    const OpenFile file(path);
    const auto require_room = [&](uint64_t size) { work.require_memory(static_cast<double>(size), "its bytes", path); };
    std::string bytes;
    work.taking_memory(static_cast<double>(file.size()), "its bytes", path, [&] { bytes.reserve(file.size()); });
    work.begin(static_cast<int64_t>(file.size()), "reading");
    // To its end, which need not be where it was: files may grow, and some of the system's do not tell their size.
    for (std::string chunk(kChunk, '\0');;) {
        work.check();
        const size_t got = file.read(chunk.data(), chunk.size(), bytes.size());
        if (got == 0) return bytes;
        require_room(bytes.size() + got);
        bytes.append(chunk, 0, got);
        work.advance(static_cast<int64_t>(got));
    }
}

std::string read_beginning(const std::string& path, size_t count, const Work& work) {
    if (names_standard_input(path) && standard_input_is_stream())
        return std::string(standard_input(path, count, work).substr(0, count));
    const OpenFile file(path);
    std::string bytes(count, '\0');
    size_t size = 0;
    for (size_t got = 1; got > 0 && size < count; size += got) got = file.read(bytes.data() + size, count - size, size);
    bytes.resize(size);
    return bytes;
}

}  // namespace gs
