// SPDX-License-Identifier: MIT
#include "core/files/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include "core/visible.h"

namespace gs {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& what, int error = 0) {
    throw std::runtime_error(visible(path) + ": " + what + (error != 0 ? std::string(": ") + error_text(error) : ""));
}

/// Refuses what is no regular file.
void require_regular(const std::string& path, const struct stat& status) {
    constexpr const char* kOnly = ", but only files and standard input are read";
    if (S_ISREG(status.st_mode)) return;
    if (S_ISDIR(status.st_mode)) refuse(path, "is a folder, not a file");
    if (S_ISFIFO(status.st_mode))
        refuse(path, std::string("is a pipe") + kOnly + ": give - as the name and lead the pipe there, with < or |");
    refuse(path, (S_ISSOCK(status.st_mode) ? "is a socket" : "is a device") + std::string(kOnly));
}

/// Where standard input stood when it was first opened: who reads it by other ways than OpenFile::read moves it on.
uint64_t standard_input_begin() {
    static const off_t begin = lseek(STDIN_FILENO, 0, SEEK_CUR);
    return static_cast<uint64_t>(std::max<off_t>(begin, 0));
}

}  // namespace

OpenFile::OpenFile(const std::string& path) : path_(path) {
    struct stat status {};
    if (names_standard_input(path)) {
        begin_ = standard_input_begin();
    } else {
        // Opening must not wait for a pipe's other end, nor make a terminal the program's own.
        own_ = Descriptor(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
        const int error = errno;
        // A socket cannot even be opened.
        if (!own_ && stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)) require_regular(path, status);
        if (!own_) refuse(path, "cannot be opened", error);
    }
    if (fstat(descriptor(), &status) != 0) refuse(path, "cannot be read", errno);
    require_regular(path, status);
    size_ = static_cast<uint64_t>(status.st_size) - std::min(begin_, static_cast<uint64_t>(status.st_size));
}

int OpenFile::descriptor() const {
    return own_ ? *own_ : STDIN_FILENO;
}

size_t OpenFile::read(void* to, size_t count, uint64_t place) const {
    for (;;) {
        const ssize_t got = pread(descriptor(), to, count, static_cast<off_t>(begin_ + place));
        if (got >= 0) return static_cast<size_t>(got);
        if (errno != EINTR) refuse(path_, "cannot be read", errno);
    }
}

}  // namespace gs
