// SPDX-License-Identifier: MIT
#include "core/file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <system_error>

namespace gs {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& what) {
    const int error = errno;
    throw std::runtime_error(path + ": " + what + (error != 0 ? std::string(": ") + std::strerror(error) : ""));
}

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

void replace_file(const std::string& path, std::string_view bytes) {
    std::error_code no_link;
    if (std::filesystem::is_symlink(path, no_link))
        return replace_file(std::filesystem::weakly_canonical(path).string(), bytes);
    errno = 0;
    if (std::filesystem::is_directory(path)) throw std::runtime_error(path + ": is a folder, not a file");
    const std::string temporary = path + "." + std::to_string(std::random_device{}()) + ".part";
    {
        std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
        if (!stream) fail(path, "cannot be written");
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        stream.close();
        if (!stream) {
            const int error = errno;
            std::error_code ignored;
            std::filesystem::remove(temporary, ignored);
            errno = error;
            fail(path, "cannot be written");
        }
    }
    std::error_code error;
    std::filesystem::rename(temporary, path, error);
    if (error) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw std::runtime_error(path + ": cannot be replaced: " + error.message());
    }
}

}  // namespace gs
