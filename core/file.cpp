// SPDX-License-Identifier: MIT
#include "core/file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

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

}  // namespace gs
