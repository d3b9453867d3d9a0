// SPDX-License-Identifier: MIT
// Runs the built program in a folder of its own and catches what it says.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/files/npy.h"
#include "core/options.h"

namespace viz {

struct Outcome {
    int code;         ///< the exit code; 128 plus the signal when one ended the program
    std::string out;  ///< what went to stdout
    std::string err;  ///< what went to stderr
};

/// A program that runs, and the files that it writes to.
struct Started {
    pid_t process;
    std::string out, err;
};

/// Waits until it has ended.
Outcome finish(const Started& started);

/// The arguments with options of the sampler added.
std::vector<std::string> with_options(std::vector<std::string> arguments, const gs::Options& options);

/// "float32", ...
template <class T>
std::string type_name() {
    return std::string(gs::name(gs::kDtype<T>));
}

/// Calls function(T{}, G{}) for each type T of an input in a file and each type G of a grid that goes with it.
template <class Function>
void for_types(Function&& function) {
    function(float{}, float{});
    function(double{}, double{});
    function(gs::Half{}, gs::Half{});
    function(gs::Half{}, float{});
}

/// Each test has an empty folder, in which the program runs without a display.
class ProgramTest : public testing::Test {
protected:
    ProgramTest();
    ~ProgramTest() override;

    /// Runs `gridscope arguments...` to its end. `prepare` is called in its process before it starts: for limits, say.
    Outcome run(const std::vector<std::string>& arguments, const std::function<void()>& prepare = {}) const;

    /// For `run`: gives up root's rights, if there are any. Whether the program can be run so at all is for the test to
    /// find out first.
    static void become_nobody();
    bool nobody_can_run() const { return run({"--version"}, become_nobody).code == 0; }

    /// Starts it; `before` is called in the new process first.
    Started start(const std::vector<std::string>& arguments, const std::function<void()>& before = {}) const;

    /// Runs it, expects success without a word on stderr, and returns stdout.
    std::string answer(const std::vector<std::string>& arguments) const;

    /// Runs it, expects success with exactly these sentences on stderr, each a line after "gridscope: ", and returns
    /// stdout.
    std::string noted(const std::vector<std::string>& arguments, const std::vector<std::string>& sentences) const;

    /// Puts files of tests/cli/files into the folder.
    void copy(const std::vector<std::string>& names) const;

    /// Expects that the program refuses the arguments with this exit code, one sentence on stderr that holds `part`,
    /// nothing on stdout, and no change to the folder.
    void expect_refused(const std::vector<std::string>& arguments, int code, const std::string& part) const;

    /// The tensor in a file, which must be of type T.
    template <class T = float>
    gs::Tensor<T> read(const std::string& file) const {
        return std::get<gs::Tensor<T>>(gs::read_npy_any(path(file)));
    }

    std::string path(const std::string& file) const { return (folder_ / file).string(); }
    /// The user's home folder, beside the one that the program works in.
    std::filesystem::path home() const { return scratch_ / "home"; }

    /// The names and contents of all files in the folder.
    std::vector<std::pair<std::string, std::string>> files() const;

private:
    std::filesystem::path scratch_, folder_;
    mutable int started_ = 0;
};

}  // namespace viz
