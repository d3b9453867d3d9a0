// SPDX-License-Identifier: MIT
// Files that no disk has: those of a program that has made their bytes, and of tests.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "viz/platform/decoded_files.h"

namespace viz {

class MemoryFiles : public DecodedFiles {
public:
    /// Makes a file, or another one in its place.
    void put(const std::string& path, std::string bytes) { files_[path] = {std::move(bytes), ++count_}; }

    std::string absence(const std::string& path) const override {
        return files_.contains(path) ? "" : std::string(kNoSuchFile);
    }
    std::optional<FileStamp> stamp(const std::string& path) const override {
        const auto found = files_.find(path);
        if (found == files_.end()) return std::nullopt;
        return FileStamp{.number = found->second.number};
    }
    std::unique_ptr<const gs::FileBytes> open(const std::string& path, const gs::Work&) const override {
        require_file(path, *this);
        return std::make_unique<Opened>(files_.at(path).bytes);
    }

private:
    struct File {
        std::string bytes;
        uint64_t number = 0;
    };
    class Opened : public gs::FileBytes {
    public:
        explicit Opened(std::string_view bytes) : bytes_(bytes) {}
        uint64_t size() const override { return bytes_.size(); }
        size_t read(void* to, size_t count, uint64_t place) const override {
            return place < size() ? bytes_.copy(static_cast<char*>(to), count, place) : 0;
        }
        std::optional<std::string_view> in_memory() const override { return bytes_; }

    private:
        std::string_view bytes_;
    };

    std::map<std::string, File> files_;
    uint64_t count_ = 0;
};

}  // namespace viz
