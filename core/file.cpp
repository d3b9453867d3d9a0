// SPDX-License-Identifier: MIT
#include "core/file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <random>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "core/open_file.h"

namespace gs {
namespace {

constexpr size_t kChunk = size_t{1} << 20;  // between two looks at whether to stop

[[noreturn]] void fail(const std::string& path, const std::string& what) {
    const int error = errno;
    throw std::runtime_error(path + ": " + what + (error != 0 ? std::string(": ") + std::strerror(error) : ""));
}

/// A symbolic link stays, and what it points to is replaced.
std::string without_link(const std::string& path) {
    std::error_code no_link;
    return std::filesystem::is_symlink(path, no_link) ? std::filesystem::weakly_canonical(path).string() : path;
}

/// A complete new file beside the one that it is to replace. It goes away when it has not been put in place.
class StagedFile {
public:
    StagedFile(const std::string& path, std::string_view bytes) : path_(without_link(path)) {
        errno = 0;
        if (std::filesystem::is_directory(path_)) throw std::runtime_error(path_ + ": is a folder, not a file");
        temporary_ = path_ + "." + std::to_string(std::random_device{}()) + ".part";
        std::ofstream stream(temporary_, std::ios::binary | std::ios::trunc);
        if (!stream) fail(path_, "cannot be written");
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        stream.close();
        if (!stream) {
            const int error = errno;
            remove_temporary();
            errno = error;
            fail(path_, "cannot be written");
        }
    }
    ~StagedFile() { remove_temporary(); }
    StagedFile(const StagedFile&) = delete;
    StagedFile& operator=(const StagedFile&) = delete;

    void put_in_place() {
        std::error_code error;
        std::filesystem::rename(temporary_, path_, error);
        if (error) throw std::runtime_error(path_ + ": cannot be replaced: " + error.message());
        temporary_.clear();
    }

private:
    void remove_temporary() const {
        std::error_code ignored;
        if (!temporary_.empty()) std::filesystem::remove(temporary_, ignored);
    }

    std::string path_, temporary_;
};

}  // namespace

std::string read_file(const std::string& path, const Work& work) {
    if (names_standard_input(path) && standard_input_is_stream())
        return std::string(standard_input(path, std::numeric_limits<uint64_t>::max(), work));
    const OpenFile file(path);
    const auto require_room = [&](uint64_t size) { work.require_memory(static_cast<double>(size), "its bytes", path); };
    require_room(file.size());
    std::string bytes;
    bytes.reserve(file.size());
    work.begin(static_cast<int64_t>(file.size()));
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

void replace_file(const std::string& path, std::string_view bytes) {
    StagedFile(path, bytes).put_in_place();
}

void replace_files(std::span<const NewFile> files) {
    std::vector<std::unique_ptr<StagedFile>> staged;
    for (const NewFile& file : files) staged.push_back(std::make_unique<StagedFile>(file.path, file.bytes));
    for (const auto& file : staged) file->put_in_place();
}

}  // namespace gs
