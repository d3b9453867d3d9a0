// SPDX-License-Identifier: MIT
// Runs the built program in a folder of its own and catches what it says.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace viz {

struct Outcome {
    int code;         ///< the exit code; 128 plus the signal when one ended the program
    std::string out;  ///< what went to stdout
    std::string err;  ///< what went to stderr
};

/// Each test has an empty folder, in which the program runs without a display.
class ProgramTest : public testing::Test {
protected:
    ProgramTest();
    ~ProgramTest() override;

    /// Runs `gridscope arguments...` to its end.
    Outcome run(const std::vector<std::string>& arguments) const;

    /// Runs it, expects success without a word on stderr, and returns stdout.
    std::string answer(const std::vector<std::string>& arguments) const;

    /// Expects that the program refuses the arguments with this exit code, one sentence on stderr that holds `part`,
    /// nothing on stdout, and no change to the folder.
    void expect_refused(const std::vector<std::string>& arguments, int code, const std::string& part) const;

    std::string path(const std::string& file) const { return (folder_ / file).string(); }

    /// The names and contents of all files in the folder.
    std::vector<std::pair<std::string, std::string>> files() const;

private:
    std::filesystem::path scratch_, folder_;
};

}  // namespace viz
