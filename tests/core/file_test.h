// SPDX-License-Identifier: MIT
// A folder for tests that write files.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace gs {

/// What comes out of a named pipe, which read_file does not read.
inline std::string read_pipe(const std::string& path) {
    std::ifstream pipe(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(pipe), {}};
}

/// Each test has an empty folder, which goes when it ends.
class FileTest : public testing::Test {
protected:
    FileTest() {
        folder_ =
            std::filesystem::path(testing::TempDir()) /
            ("gridscope_" + std::to_string(getpid()) + testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder_);
    }
    ~FileTest() override { std::filesystem::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    size_t entries() const {
        return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
    }

    std::filesystem::path folder_;
};

}  // namespace gs
