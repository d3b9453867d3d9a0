// SPDX-License-Identifier: MIT
#include "core/bytes.h"

#include <cassert>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "core/file.h"

namespace gs {
namespace {

class FileBytes : public ByteSource {
public:
    FileBytes(const std::string& path, uint64_t size) : path_(path), remaining_(size) {
        errno = 0;
        stream_.open(path, std::ios::binary);
        if (!stream_) fail("cannot be opened");
    }
    uint64_t remaining() const override { return remaining_; }
    void read(void* to, size_t count) override {
        assert(count <= remaining_);
        errno = 0;
        stream_.read(static_cast<char*>(to), static_cast<std::streamsize>(count));
        if (stream_.bad()) fail("cannot be read");
        if (!stream_) throw std::runtime_error(path_ + ": became shorter while it was read");
        remaining_ -= count;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        const int error = errno;
        throw std::runtime_error(path_ + ": " + what + (error != 0 ? std::string(": ") + std::strerror(error) : ""));
    }

    std::string path_;
    std::ifstream stream_;
    uint64_t remaining_;
};

/// The bytes of what had to be read to its end before anything was known about it.
class OwnedBytes : public MemoryBytes {
public:
    explicit OwnedBytes(std::unique_ptr<const std::string> bytes) : MemoryBytes(*bytes), bytes_(std::move(bytes)) {}

private:
    std::unique_ptr<const std::string> bytes_;
};

}  // namespace

void MemoryBytes::read(void* to, size_t count) {
    assert(count <= bytes_.size());
    if (count > 0) std::memcpy(to, bytes_.data(), count);
    bytes_.remove_prefix(count);
}

std::unique_ptr<ByteSource> open_bytes(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_regular_file(path, error)) {
        const uint64_t size = std::filesystem::file_size(path, error);
        if (!error) return std::make_unique<FileBytes>(path, size);
    }
    return std::make_unique<OwnedBytes>(std::make_unique<const std::string>(read_file(path)));
}

}  // namespace gs
