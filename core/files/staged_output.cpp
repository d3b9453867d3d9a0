// SPDX-License-Identifier: MIT
#include "core/files/staged_output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

#include "core/files/output_attributes.h"
#include "core/files/part_file.h"
#include "core/visible.h"

namespace gs {
namespace {

void throw_if(int error) {
    if (error != 0) throw std::system_error(error, std::generic_category());
}

/// A new file that takes the place of the old one, or of nothing.
class Replacement : public StagedOutput {
public:
    /// The part is in the folder of the place.
    Replacement(OutputPlace place, std::unique_ptr<PartFile> part, bool keeps_old)
        : place_(std::move(place)), part_(std::move(part)), keeps_old_(keeps_old) {}

    void put_in_place() override {
        if (keeps_old_ && !is_new()) old_.emplace(*place_.folder, place_.name);
        throw_if(part_->move_over(place_.name));
    }
    void take_back() override {
        if (is_new()) unlinkat(*place_.folder, place_.name.c_str(), 0);
        if (old_) old_->move_back();
    }
    void settle() override { old_.reset(); }
    void sync() override { sync_folder(*place_.folder); }

private:
    bool is_new() const { return place_.kind == OutputPlace::Kind::nothing; }

    OutputPlace place_;
    std::unique_ptr<PartFile> part_;
    std::optional<Backup> old_;
    bool keeps_old_;
};

/// Other contents for the very file that is there.
class Overwriting : public StagedOutput {
public:
    Overwriting(const OutputPlace& place, std::string_view bytes)
        : file_(openat(*place.folder, place.name.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)),
          bytes_(bytes) {
        struct stat status {};
        if (!file_ || fstat(*file_, &status) != 0) throw_errno();
        if (!S_ISREG(status.st_mode)) throw std::system_error(EBUSY, std::generic_category());
        old_size_ = static_cast<size_t>(status.st_size);
        reserve();
        read_old();
    }

    void put_in_place() override {
        if (const int error = write_all_at(*file_, bytes_, 0)) {
            take_back();
            throw_if(error);
        }
    }
    void take_back() override {
        write_all_at(*file_, old_, 0);
        if (bytes_.size() > old_size_) cut(old_size_);
    }
    /// What is beyond the new end stays until it is certain that it is not needed.
    void settle() override {
        if (bytes_.size() < old_size_) cut(bytes_.size());
    }
    void sync() override { sync_to_disk(*file_); }

private:
    /// Takes the room on the disk, where the file system can do so beforehand; else the old contents are written back.
    void reserve() const {
        if (bytes_.empty()) return;
        while (fallocate(*file_, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes_.size())) != 0) {
            if (errno == EOPNOTSUPP || errno == ENOSYS) return;
            if (errno != EINTR) throw_errno();
        }
    }
    /// Reads what will be overwritten.
    void read_old() {
        old_.resize(std::min(old_size_, bytes_.size()));
        for (size_t at = 0; at < old_.size();) {
            const ssize_t size = pread(*file_, old_.data() + at, old_.size() - at, static_cast<off_t>(at));
            if (size < 0 && errno != EINTR) throw_errno();
            if (size == 0) throw std::system_error(EBUSY, std::generic_category());  // somebody else shortens it
            if (size > 0) at += static_cast<size_t>(size);
        }
    }
    void cut(size_t size) const {
        while (ftruncate(*file_, static_cast<off_t>(size)) != 0 && errno == EINTR) {
        }
    }

    Descriptor file_;
    std::string_view bytes_;
    std::string old_;
    size_t old_size_ = 0;
};

/// A device, a named pipe or an open file, which gets the bytes one after the other.
class Stream : public StagedOutput {
public:
    Stream(const OutputPlace& place, std::string_view bytes) : file_(opened(place)), bytes_(bytes) {}

    bool can_be_taken_back() const override { return false; }
    void put_in_place() override { throw_if(write_all(*file_, bytes_)); }

private:
    static Descriptor opened(const OutputPlace& place) {
        if (place.kind == OutputPlace::Kind::descriptor) {
            Descriptor copy(fcntl(place.number, F_DUPFD_CLOEXEC, 0));
            if (!copy) throw_errno();
            return copy;
        }
        // Opening a pipe would block until somebody reads from it.
        constexpr std::chrono::seconds kPatience{5};
        constexpr timespec kPause{.tv_sec = 0, .tv_nsec = 20'000'000};
        const auto end = std::chrono::steady_clock::now() + kPatience;
        for (;;) {
            Descriptor file(openat(*place.folder, place.name.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
            if (file) return file;
            if (errno != ENXIO || !S_ISFIFO(place.status.st_mode)) throw_errno();
            if (std::chrono::steady_clock::now() >= end)
                throw std::runtime_error(visible(place.path) + ": cannot be written: nobody reads from this pipe");
            nanosleep(&kPause, nullptr);
        }
    }

    Descriptor file_;
    std::string_view bytes_;
};

/// Whether another file in its place would be another file to somebody: it has several names, or is mounted.
bool is_more_than_a_name(const OutputPlace& place) {
    if (place.status.st_nlink > 1) return true;
    struct statx status {};
    return statx(*place.folder, place.name.c_str(), AT_SYMLINK_NOFOLLOW, STATX_TYPE, &status) == 0 &&
           (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

/// A part that takes the place of the file that is there; none when that has to be overwritten.
std::unique_ptr<PartFile> part_for_file(const OutputPlace& place) {
    if (is_more_than_a_name(place)) return nullptr;
    try {
        auto part = std::make_unique<PartFile>(*place.folder, S_IRUSR | S_IWUSR);
        return copy_attributes(place, part->descriptor()) ? std::move(part) : nullptr;
    } catch (const std::system_error& error) {
        const int number = error.code().value();
        if (number != EACCES && number != EPERM) throw;
        return nullptr;
    }
}

std::unique_ptr<PartFile> part_for(const OutputPlace& place) {
    if (place.kind == OutputPlace::Kind::nothing) return std::make_unique<PartFile>(*place.folder, 0666);
    // The folder's owner could replace a file that is read-only, but whoever made it so meant it.
    if (faccessat(*place.folder, place.name.c_str(), W_OK, AT_EACCESS) != 0) throw_errno();
    return part_for_file(place);
}

}  // namespace

std::unique_ptr<StagedOutput> stage_output(OutputPlace place, std::string_view bytes, bool is_one_of_more) {
    if (place.kind == OutputPlace::Kind::stream || place.kind == OutputPlace::Kind::descriptor)
        return std::make_unique<Stream>(place, bytes);
    remove_leftovers(*place.folder);
    // A program that was killed while it replaced the file has left a second name for it.
    if (place.kind == OutputPlace::Kind::file &&
        fstatat(*place.folder, place.name.c_str(), &place.status, AT_SYMLINK_NOFOLLOW) != 0)
        throw_errno();
    std::unique_ptr<PartFile> part = part_for(place);
    if (!part) return std::make_unique<Overwriting>(place, bytes);
    part->write(bytes);
    return std::make_unique<Replacement>(std::move(place), std::move(part), is_one_of_more);
}

}  // namespace gs
