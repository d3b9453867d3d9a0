// SPDX-License-Identifier: MIT
#include "core/files/output_place.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <climits>
#include <stdexcept>
#include <system_error>

#include "core/visible.h"

namespace gs {
namespace {

bool is_same_file(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/// Whether a folder lists this process' open files.
bool lists_descriptors(int folder) {
    struct stat here {
    }, status{};
    if (fstat(folder, &here) != 0) return false;
    for (const char* const name : {"/proc/self/fd", "/proc/thread-self/fd"})
        if (stat(name, &status) == 0 && is_same_file(status, here)) return true;
    return false;
}

/// Opens the folder of `step`, a path that starts in the folder `start`; the rest is the name there.
void go_to_folder(OutputPlace& place, const std::string& step, int start) {
    const size_t slash = step.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : step.substr(0, slash + 1);
    place.name = step.substr(slash + 1);  // npos + 1 is 0
    Descriptor opened(openat(start, folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!opened) {
        if (errno != ENOENT && errno != ENOTDIR) throw_errno();
        const std::string shown = folder == "/" ? folder : folder.substr(0, folder.size() - 1);
        throw std::runtime_error(visible(place.path) + ": cannot be written: there is no folder " + visible(shown));
    }
    place.folder = std::move(opened);
    if (place.name.empty() || place.name == "." || place.name == "..")
        throw std::runtime_error(visible(place.path) + ": is a folder, not a file");
}

void find_descriptor(OutputPlace& place) {
    const char* const end = place.name.data() + place.name.size();
    const auto [rest, error] = std::from_chars(place.name.data(), end, place.number);
    if (error != std::errc() || rest != end) throw std::system_error(ENOENT, std::generic_category());
    if (fstat(place.number, &place.status) != 0) throw_errno();
    place.kind = OutputPlace::Kind::descriptor;
}

OutputPlace::Kind kind_of(mode_t mode, const std::string& path) {
    if (S_ISREG(mode)) return OutputPlace::Kind::file;
    if (S_ISCHR(mode) || S_ISFIFO(mode)) return OutputPlace::Kind::stream;
    const char* const is = S_ISDIR(mode) ? "a folder" : S_ISSOCK(mode) ? "a socket" : "a disk";
    throw std::runtime_error(visible(path) + ": is " + is + ", not a file");
}

/// Where a link leads. In a folder that all may write to, such as /tmp, nobody else's link is followed: the system does
/// not either, as it may be a trap.
std::string read_link(const OutputPlace& place) {
    struct stat folder {};
    if (fstat(*place.folder, &folder) != 0) throw_errno();
    const bool is_for_all = (folder.st_mode & S_ISVTX) != 0 && (folder.st_mode & S_IWOTH) != 0;
    const uid_t owner = place.status.st_uid;
    if (is_for_all && owner != geteuid() && owner != folder.st_uid)
        throw std::system_error(EACCES, std::generic_category());
    std::string target(PATH_MAX, '\0');
    const ssize_t size = readlinkat(*place.folder, place.name.c_str(), target.data(), target.size());
    if (size < 0) throw_errno();
    target.resize(static_cast<size_t>(size));
    return target;
}

}  // namespace

OutputPlace find_output(const std::string& path) {
    constexpr int kMostLinks = 40;  // as the system has it
    OutputPlace place;
    place.path = path;
    std::string step = path;
    for (int links = 0; links <= kMostLinks; ++links) {
        go_to_folder(place, step, place.folder ? *place.folder : AT_FDCWD);
        if (lists_descriptors(*place.folder)) {
            find_descriptor(place);
            return place;
        }
        if (fstatat(*place.folder, place.name.c_str(), &place.status, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno != ENOENT) throw_errno();
            return place;
        }
        if (!S_ISLNK(place.status.st_mode)) {
            place.kind = kind_of(place.status.st_mode, path);
            return place;
        }
        step = read_link(place);
    }
    throw std::system_error(ELOOP, std::generic_category());
}

OutputPlace find_new_file(const std::string& path) {
    OutputPlace place;
    place.path = path;
    go_to_folder(place, path, AT_FDCWD);
    return place;
}

bool is_same_output(const OutputPlace& a, const OutputPlace& b) {
    const bool a_is_new = a.kind == OutputPlace::Kind::nothing, b_is_new = b.kind == OutputPlace::Kind::nothing;
    if (a_is_new != b_is_new) return false;
    if (!a_is_new) return is_same_file(a.status, b.status);
    struct stat folder_a {
    }, folder_b{};
    return a.name == b.name && fstat(*a.folder, &folder_a) == 0 && fstat(*b.folder, &folder_b) == 0 &&
           is_same_file(folder_a, folder_b);
}

}  // namespace gs
