// SPDX-License-Identifier: MIT
#include "core/files/bytes.h"

#include <cassert>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "core/visible.h"

namespace gs {
namespace {

constexpr size_t kChunk = size_t{1} << 20;  // between two looks at whether to stop

}  // namespace

void MemoryBytes::read(void* to, size_t count) {
    assert(count <= bytes_.size());
    if (count > 0) std::memcpy(to, bytes_.data(), count);
    bytes_.remove_prefix(count);
}

BytesInOrder::BytesInOrder(std::unique_ptr<const FileBytes> file, std::string origin)
    : file_(std::move(file)), origin_(std::move(origin)), size_(file_->size()) {
}

void BytesInOrder::read(void* to, size_t count) {
    assert(count <= remaining());
    for (auto* bytes = static_cast<char*>(to); count > 0;) {
        const size_t got = file_->read(bytes, count, place_);
        if (got == 0) throw std::runtime_error(visible(origin_) + ": became shorter while it was read");
        bytes += got;
        count -= got;
        place_ += got;
    }
}

std::string first_bytes(const FileBytes& file, size_t count) {
    std::string bytes(count, '\0');
    size_t size = 0;
    for (size_t got = 1; got > 0 && size < count; size += got) got = file.read(bytes.data() + size, count - size, size);
    bytes.resize(size);
    return bytes;
}

std::string all_bytes(const FileBytes& file, const std::string& origin, const Work& work) {
    const auto require_room = [&](uint64_t size) {
        work.require_memory(static_cast<double>(size), "its bytes", origin);
    };
    std::string bytes;
    work.taking_memory(static_cast<double>(file.size()), "its bytes", origin, [&] { bytes.reserve(file.size()); });
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

}  // namespace gs
