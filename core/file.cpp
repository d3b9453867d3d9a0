// SPDX-License-Identifier: MIT
#include "core/file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace gs {
namespace {

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

std::string read_file(const std::string& path) {
    errno = 0;
    if (std::filesystem::is_directory(path)) throw std::runtime_error(path + ": is a folder, not a file");
    std::ifstream stream(path, std::ios::binary);
    if (!stream) fail(path, "cannot be opened");
    // Not by istreambuf_iterator, which lets an exception without the file's name through when reading fails.
    std::string bytes, chunk(1 << 16, '\0');
    while (stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size())), stream.gcount() > 0)
        bytes.append(chunk, 0, static_cast<size_t>(stream.gcount()));
    if (stream.bad()) fail(path, "cannot be read");
    return bytes;
}

std::string read_beginning(const std::string& path, size_t count) {
    errno = 0;
    if (std::filesystem::is_directory(path)) throw std::runtime_error(path + ": is a folder, not a file");
    std::error_code error;
    if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error)) return "";
    std::ifstream stream(path, std::ios::binary);
    if (!stream) fail(path, "cannot be opened");
    std::string bytes(count, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(count));
    if (stream.bad()) fail(path, "cannot be read");
    bytes.resize(static_cast<size_t>(stream.gcount()));
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
