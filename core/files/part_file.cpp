// SPDX-License-Identifier: MIT
#include "core/files/part_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace gs {
namespace {

/// What is written at a time. A signal is heeded after each piece, which a slow disk (40 MB/s) takes in 0.1 s.
constexpr size_t kPiece = size_t{4} << 20;
constexpr unsigned kUntilWritten = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;

bool lock(int file, int operation) {
    return flock(file, operation | LOCK_NB) == 0;
}

/// Removes an unfinished file that no living process has locked.
void remove_if_left(int folder, const char* name) {
    struct stat named {};
    if (fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(named.st_mode)) return;
    const Descriptor file(openat(folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file || !lock(*file, LOCK_EX)) return;
    // It may have become what it was to be since.
    struct stat locked {};
    if (fstat(*file, &locked) != 0 || fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) != 0) return;
    if (locked.st_dev == named.st_dev && locked.st_ino == named.st_ino) unlinkat(folder, name, 0);
}

/// Makes a file of that name and locks it; none where the name is taken, or where another process has taken the file
/// for one that was left: between being made and being locked it looks like that.
Descriptor make_locked(PartName& name, mode_t mode) {
    Descriptor file(openat(name.folder(), name.text(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (!file) {
        const int error = errno;
        name.forget();
        if (error == EEXIST) return {};
        throw std::system_error(error, std::generic_category());
    }
    // Where files cannot be locked none is removed either.
    if (!lock(*file, LOCK_EX) && errno == EWOULDBLOCK) return {};
    struct stat status {};
    if (fstat(*file, &status) != 0) throw_errno();
    return status.st_nlink > 0 ? std::move(file) : Descriptor();
}

}  // namespace

void remove_leftovers(int folder) {
    const int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (copy < 0) return;  // a folder may be written, but not listed
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(fdopendir(copy), closedir);
    if (!listing) return;
    while (const dirent* entry = readdir(listing.get()))
        if (PartName::matches(entry->d_name)) remove_if_left(folder, entry->d_name);
}

PartFile::PartFile(int folder, mode_t mode) {
    constexpr int kTries = 100;
    for (int k = 0; k < kTries && !file_; ++k) {
        const Uninterrupted section;
        name_.emplace(folder);
        file_ = make_locked(*name_, mode);
    }
    if (!file_) throw std::system_error(EEXIST, std::generic_category());
}

void PartFile::write(std::string_view bytes) {
    // The disk gets the pieces as they come, so that a signal need not wait for all of them at the end. What goes wrong
    // with these hints is found by fsync.
    for (size_t at = 0; at < bytes.size(); at += kPiece) {
        const std::string_view piece = bytes.substr(at, kPiece);
        if (const int error = write_all(*file_, piece)) throw std::system_error(error, std::generic_category());
        sync_file_range(*file_, static_cast<off_t>(at), static_cast<off_t>(piece.size()), SYNC_FILE_RANGE_WRITE);
        if (at > 0) sync_file_range(*file_, static_cast<off_t>(at - kPiece), kPiece, kUntilWritten);
    }
    sync_to_disk(*file_);
}

int PartFile::move_over(const std::string& name) {
    const Uninterrupted section;
    if (renameat(name_->folder(), name_->text(), name_->folder(), name.c_str()) != 0) return errno;
    name_->forget();
    return 0;
}

int PartFile::move_to_free(const std::string& name) {
    const Uninterrupted section;
    const int folder = name_->folder();
    if (renameat2(folder, name_->text(), folder, name.c_str(), RENAME_NOREPLACE) == 0) {
        name_->forget();
        return 0;
    }
    // Not every file system can do that. With a second name the first one goes when this does.
    if (errno != EINVAL && errno != ENOSYS) return errno;
    return linkat(folder, name_->text(), folder, name.c_str(), 0) == 0 ? 0 : errno;
}

Backup::Backup(int folder, const std::string& name)
    : name_(name), file_(openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {
    if (file_) lock(*file_, LOCK_SH);
    const Uninterrupted section;
    backup_.emplace(folder);
    if (linkat(folder, name.c_str(), folder, backup_->text(), 0) == 0) return;
    backup_->forget();
    backup_.reset();
}

bool Backup::move_back() {
    const Uninterrupted section;
    if (!backup_ || renameat(backup_->folder(), backup_->text(), backup_->folder(), name_.c_str()) != 0) return false;
    backup_->forget();
    return true;
}

void sync_folder(int folder) {
    const Descriptor readable(openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // The file is in its place, and nothing could be done about an error.
    if (readable) fsync(*readable);
}

}  // namespace gs
