// SPDX-License-Identifier: MIT
#include "core/files/output_attributes.h"

#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace gs {
namespace {

/// What a call that fills a buffer gives: call(nullptr, 0) is the size. Nothing when it fails, or when it grows
/// meanwhile.
template <class Call>
std::optional<std::string> filled(Call&& call) {
    const ssize_t size = call(nullptr, 0);
    if (size < 0) return std::nullopt;
    std::string bytes(static_cast<size_t>(size), '\0');
    // A size of 0 would ask for the size again.
    const ssize_t read = size == 0 ? 0 : call(bytes.data(), bytes.size());
    if (read < 0) return std::nullopt;
    bytes.resize(static_cast<size_t>(read));
    return bytes;
}

/// The names of a file's extended attributes; none where the file system has no such thing. A link is not followed, so
/// that nobody can put one in the file's place meanwhile; those of /proc, to what is open, have to be.
std::vector<std::string> attribute_names(const std::string& path, bool follows) {
    const auto list_names = follows ? listxattr : llistxattr;
    const std::string list =
        filled([&](char* data, size_t size) { return list_names(path.c_str(), data, size); }).value_or("");
    std::vector<std::string> names;
    for (size_t at = 0; at < list.size(); at += names.back().size() + 1) names.emplace_back(list.c_str() + at);
    return names;
}

std::optional<std::string> attribute(const std::string& path, const std::string& name, bool follows) {
    const auto get = follows ? getxattr : lgetxattr;
    return filled([&](char* data, size_t size) { return get(path.c_str(), name.c_str(), data, size); });
}

bool copy_extended_attributes(const std::string& from, const std::string& to) {
    const std::vector<std::string> names = attribute_names(from, false);
    // A folder can give an access control list to what is made in it.
    for (const std::string& name : attribute_names(to, true))
        if (std::find(names.begin(), names.end(), name) == names.end() && removexattr(to.c_str(), name.c_str()) != 0)
            return false;
    for (const std::string& name : names) {
        const std::optional<std::string> value = attribute(from, name, false);
        if (!value) return false;
        if (attribute(to, name, true) != value &&
            setxattr(to.c_str(), name.c_str(), value->data(), value->size(), 0) != 0)
            return false;
    }
    return true;
}

std::string path_of_descriptor(int number) {
    return "/proc/self/fd/" + std::to_string(number);
}

}  // namespace

bool copy_attributes(const OutputPlace& from, int file) {
    struct stat made {};
    if (fstat(file, &made) != 0) return false;
    const bool is_owned_alike = made.st_uid == from.status.st_uid && made.st_gid == from.status.st_gid;
    if (!is_owned_alike && fchown(file, from.status.st_uid, from.status.st_gid) != 0) return false;
    // By way of the folder's descriptor, as a file that may not be read cannot be opened.
    if (!copy_extended_attributes(path_of_descriptor(*from.folder) + "/" + from.name, path_of_descriptor(file)))
        return false;
    // Last, as it lets others in, and as changing the owner takes away some of the bits.
    return fchmod(file, from.status.st_mode & 07777) == 0;
}

}  // namespace gs
