// SPDX-License-Identifier: MIT
#include "core/files/descriptor.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace gs {
namespace {

/// Calls write_some(bytes), which returns what write() does, until all is written.
template <class WriteSome>
int write_pieces(int descriptor, std::string_view bytes, WriteSome&& write_some) {
    while (!bytes.empty()) {
        const ssize_t written = write_some(bytes);
        if (written >= 0) {
            bytes.remove_prefix(static_cast<size_t>(written));
        } else if (errno == EAGAIN) {  // a pipe that is full
            pollfd ready{descriptor, POLLOUT, 0};
            if (poll(&ready, 1, -1) < 0 && errno != EINTR) return errno;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) close(number_);
}

std::string error_text(int error) {
    return std::generic_category().message(error);
}

void throw_errno() {
    throw std::system_error(errno, std::generic_category());
}

int write_all(int descriptor, std::string_view bytes) {
    return write_pieces(descriptor, bytes,
                        [&](std::string_view rest) { return write(descriptor, rest.data(), rest.size()); });
}

int write_all_at(int descriptor, std::string_view bytes, size_t place) {
    const size_t end = place + bytes.size();
    return write_pieces(descriptor, bytes, [&](std::string_view rest) {
        return pwrite(descriptor, rest.data(), rest.size(), static_cast<off_t>(end - rest.size()));
    });
}

void sync_to_disk(int descriptor) {
    while (fsync(descriptor) != 0) {
        if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP) return;
        if (errno != EINTR) throw_errno();
    }
}

}  // namespace gs
