// SPDX-License-Identifier: MIT
#include "core/files/file.h"

#include <limits>

#include "core/files/open_file.h"

namespace gs {
namespace {

/// Standard input that is no file.
class StreamBytes : public FileBytes {
public:
    StreamBytes(const std::string& path, const Work& work) : path_(path), work_(work) {}
    uint64_t size() const override { return all().size(); }
    size_t read(void* to, size_t count, uint64_t place) const override {
        const std::string_view bytes = standard_input(path_, place + count, work_);
        if (place >= bytes.size()) return 0;
        return bytes.copy(static_cast<char*>(to), count, place);
    }
    std::optional<std::string_view> in_memory() const override { return all(); }

private:
    std::string_view all() const { return standard_input(path_, std::numeric_limits<uint64_t>::max(), work_); }

    std::string path_;
    const Work& work_;
};

}  // namespace

std::unique_ptr<const FileBytes> open_file(const std::string& path, const Work& work) {
    if (names_standard_input(path) && standard_input_is_stream()) return std::make_unique<StreamBytes>(path, work);
    return std::make_unique<OpenFile>(path);
}

std::unique_ptr<ByteSource> open_bytes(const std::string& path, const Work& work) {
    return std::make_unique<BytesInOrder>(open_file(path, work), path);
}

std::string read_file(const std::string& path, const Work& work) {
    const std::unique_ptr<const FileBytes> file = open_file(path, work);
    if (const auto bytes = file->in_memory()) return std::string(*bytes);
    return all_bytes(*file, path, work);
}

}  // namespace gs
