// SPDX-License-Identifier: MIT
#include "core/files/bytes.h"

#include <cassert>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "core/files/open_file.h"
#include "core/visible.h"

namespace gs {
namespace {

class FileBytes : public ByteSource {
public:
    explicit FileBytes(const std::string& path) : file_(path) {}
    uint64_t remaining() const override { return file_.size() - place_; }
    void read(void* to, size_t count) override {
        assert(count <= remaining());
        for (auto* bytes = static_cast<char*>(to); count > 0;) {
            const size_t got = file_.read(bytes, count, place_);
            if (got == 0) throw std::runtime_error(visible(file_.path()) + ": became shorter while it was read");
            bytes += got;
            count -= got;
            place_ += got;
        }
    }

private:
    OpenFile file_;
    uint64_t place_ = 0;
};

}  // namespace

void MemoryBytes::read(void* to, size_t count) {
    assert(count <= bytes_.size());
    if (count > 0) std::memcpy(to, bytes_.data(), count);
    bytes_.remove_prefix(count);
}

std::unique_ptr<ByteSource> open_bytes(const std::string& path, const Work& work) {
    if (names_standard_input(path) && standard_input_is_stream())
        return std::make_unique<MemoryBytes>(standard_input(path, std::numeric_limits<uint64_t>::max(), work));
    return std::make_unique<FileBytes>(path);
}

}  // namespace gs
