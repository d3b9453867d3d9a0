// SPDX-License-Identifier: MIT
// What the program does to files, seen from outside: signals, several programs at a time, disks that are full.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <set>
#include <thread>

#include "core/files/file.h"
#include "core/files/replace_file.h"
#include "program.h"
#include "tests/core/file_test.h"
#include "tests/core/support.h"

namespace viz {
namespace {

using namespace std::chrono_literals;

class Writing : public ProgramTest {
protected:
    /// The files with unfinished contents.
    std::vector<std::string> parts() const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(path("")))
            if (entry.path().filename().string().starts_with(".gridscope-"))
                found.push_back(entry.path().filename().string());
        return found;
    }

    /// Starts `grad` on a pipe that nobody reads from: for five seconds it has the other gradient complete under a name
    /// of its own. Returns when it has.
    Started start_and_hold(const std::function<void()>& before = {}) const {
        const gs::Tensor<float> grad_output = gs::random_tensor({1, 1, 3, 3}, 1);
        gs::write_npy(path("go.npy"), grad_output);
        gs::replace_file(path("gi.npy"), "old");
        mkfifo(path("gg.npy").c_str(), 0600);
        Started started =
            start({"grad", "--grad-output", "go.npy", "--grad-input", "gi.npy", "--grad-grid", "gg.npy"}, [before] {
                for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
                if (before) before();
            });
        for (int k = 0; k < 1000 && parts().empty(); ++k) std::this_thread::sleep_for(10ms);
        EXPECT_EQ(parts().size(), 1u);
        return started;
    }
};

TEST_F(Writing, ASignalLeavesNothingBehindAndIsTheReasonOfTheEnd) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        const Started started = start_and_hold();
        kill(started.process, signal);
        const Outcome outcome = finish(started);
        EXPECT_EQ(outcome.code, 128 + signal);
        EXPECT_EQ(outcome.err, "");
        EXPECT_EQ(parts(), std::vector<std::string>{});
        EXPECT_EQ(gs::read_file(path("gi.npy")), "old");
        std::filesystem::remove(path("gg.npy"));
    }
}

TEST_F(Writing, ASignalThatIsIgnoredStaysIgnored) {
    const Started started = start_and_hold([] { std::signal(SIGHUP, SIG_IGN); });
    kill(started.process, SIGHUP);
    EXPECT_NE(gs::read_pipe(path("gg.npy")).size(), 0u);
    EXPECT_EQ(finish(started).code, 0);
    EXPECT_NE(gs::read_file(path("gi.npy")), "old");
}

TEST_F(Writing, WhatSigkillLeftIsRemovedByTheNextRunInThatFolder) {
    const Started started = start_and_hold();
    kill(started.process, SIGKILL);
    EXPECT_EQ(finish(started).code, 128 + SIGKILL);
    EXPECT_EQ(parts().size(), 1u);
    EXPECT_EQ(answer({"sample", "--output", "y.npy"}), "");
    EXPECT_EQ(parts(), std::vector<std::string>{});
    EXPECT_EQ(gs::read_file(path("gi.npy")), "old");
}

TEST_F(Writing, WhatALivingProgramWritesIsNotRemoved) {
    const Started started = start_and_hold();
    EXPECT_EQ(answer({"sample", "--output", "y.npy"}), "");
    EXPECT_EQ(parts().size(), 1u);
    gs::read_pipe(path("gg.npy"));
    EXPECT_EQ(finish(started).code, 0);
    EXPECT_EQ(gs::read_npy(path("gi.npy")).sizes(), gs::Sizes({1, 1, 4, 4}));
    EXPECT_EQ(parts(), std::vector<std::string>{});
}

TEST_F(Writing, BothGradientsAreWrittenOrNone) {
    const Outcome outcome = finish(start_and_hold());
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.err, "gridscope: gg.npy: cannot be written: nobody reads from this pipe\n");
    EXPECT_EQ(gs::read_file(path("gi.npy")), "old");
    EXPECT_EQ(parts(), std::vector<std::string>{});
    std::filesystem::remove(path("gg.npy"));

    const auto grad = [](const std::string& grad_input, const std::string& grad_grid) {
        return std::vector<std::string>{"grad",     "--grad-output", "go.npy", "--grad-input",
                                        grad_input, "--grad-grid",   grad_grid};
    };
    expect_refused(grad("gi.npy", "/dev/full"), 1, "/dev/full: cannot be written: No space left on device");
    std::filesystem::create_hard_link(path("gi.npy"), path("name.npy"));
    expect_refused(grad("gi.npy", "name.npy"), 1, "gi.npy and name.npy are one file");
    std::filesystem::create_symlink("gi.npy", path("link.npy"));
    expect_refused(grad("link.npy", "name.npy"), 1, "link.npy and name.npy are one file");
}

TEST_F(Writing, ALimitOnFilesIsASentence) {
    gs::replace_file(path("y.npy"), "old");
    const Outcome outcome = finish(start({"sample", "--output", "y.npy"}, [] {
        const rlimit small{100, 100};
        setrlimit(RLIMIT_FSIZE, &small);
    }));
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.err, "gridscope: y.npy: cannot be written: File too large\n");
    EXPECT_EQ(gs::read_file(path("y.npy")), "old");
    EXPECT_EQ(files().size(), 1u);
}

TEST_F(Writing, APipeThatIsClosedIsASentence) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    close(ends[0]);
    const std::string file = "/dev/fd/" + std::to_string(ends[1]);
    const Outcome outcome = finish(start({"sample", "--output", file}));
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.err, "gridscope: " + file + ": cannot be written: Broken pipe\n");
    close(ends[1]);
}

TEST_F(Writing, TheOutputGoesToStandardOutputWhenThatIsNamed) {
    answer({"sample", "--output", "y.npy"});
    std::filesystem::create_symlink("/dev/stdout", path("link.npy"));
    for (const std::string file : {"/dev/stdout", "/dev/fd/1", "link.npy"}) {
        EXPECT_EQ(answer({"sample", "--output", file}), gs::read_file(path("y.npy")));
    }
    EXPECT_TRUE(std::filesystem::is_symlink(path("link.npy")));
}

/// Draws by way of OpenGL; labelled apart (CMakeLists.txt).
using Picture = ProgramTest;

TEST_F(Picture, EightProgramsThatSaveAtTheSameTimeMakeEightFiles) {
    std::vector<Started> started;
    started.reserve(8);
    for (int k = 0; k < 8; ++k) started.push_back(start({"view", "--scene", "tens"}));
    std::set<std::string> said;
    for (const Started& program : started) {
        const Outcome outcome = finish(program);
        EXPECT_EQ(outcome.code, 0);
        const size_t at = outcome.err.find(home().string());
        ASSERT_NE(at, std::string::npos) << outcome.err;
        said.insert(outcome.err.substr(at, outcome.err.size() - at - 1));
    }
    std::set<std::string> made;
    for (const auto& entry : std::filesystem::directory_iterator(home())) made.insert(entry.path().string());
    EXPECT_EQ(made.size(), 8u);
    EXPECT_EQ(made, said);
}

}  // namespace
}  // namespace viz
