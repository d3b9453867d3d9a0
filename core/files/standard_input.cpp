// SPDX-License-Identifier: MIT
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "core/files/descriptor.h"
#include "core/files/open_file.h"
#include "core/memory.h"
#include "core/mutex.h"
#include "core/visible.h"

namespace gs {
namespace {

/// All that has come so far.
class Stream {
public:
    std::string_view first(const std::string& path, uint64_t count, const Work& work) {
        const Lock lock(mutex_);
        while (size_ < count && !has_ended_) take_more(path, work);
        return {bytes_.get(), size_};
    }

private:
    void take_more(const std::string& path, const Work& work) {
        constexpr size_t kLeastRoom = size_t{1} << 16;
        if (capacity_ - size_ < kLeastRoom) grow(std::max(2 * kLeastRoom, capacity_ + capacity_ / 2), path);
        wait(work);
        const ssize_t got = ::read(STDIN_FILENO, bytes_.get() + size_, capacity_ - size_);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
        if (got < 0) throw std::runtime_error(visible(path) + ": cannot be read: " + error_text(errno));
        has_ended_ = got == 0;
        size_ += static_cast<size_t>(got);
        work.require_memory(static_cast<double>(size_), "what has come of it so far", path);
    }

    /// Returns when there is something to be read, or it may be.
    static void wait(const Work& work) {
        constexpr int kMilliseconds = 50;
        pollfd waiting{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        do {
            work.check();
        } while (poll(&waiting, 1, kMilliseconds) == 0);
    }

    /// By realloc, which moves large blocks without a copy: what was read is not held twice.
    void grow(size_t capacity, const std::string& path) {
        void* const grown = std::realloc(bytes_.get(), capacity);
        if (grown == nullptr)
            throw std::runtime_error(visible(path) + ": has more than " + bytes_text(static_cast<double>(size_)) +
                                     ", for which there is no memory");
        static_cast<void>(bytes_.release());
        bytes_.reset(static_cast<char*>(grown));
        capacity_ = capacity;
    }

    struct Free {
        void operator()(char* bytes) const { std::free(bytes); }
    };
    Mutex mutex_;
    std::unique_ptr<char, Free> bytes_;
    size_t size_ = 0, capacity_ = 0;
    bool has_ended_ = false;
};

}  // namespace

bool standard_input_is_stream() {
    struct stat status {};
    return fstat(STDIN_FILENO, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

std::string_view standard_input(const std::string& path, uint64_t count, const Work& work) {
    static Stream stream;
    return stream.first(path, count, work);
}

}  // namespace gs
