// SPDX-License-Identifier: MIT
// Where the system gives few threads and little memory.
#include <sys/resource.h>

#include "core/files/npy.h"
#include "tests/cli/program.h"
#include "tests/core/near.h"
#include "tests/core/support.h"

namespace viz {
namespace {

using Scarce = ProgramTest;

void limit(int resource, rlim_t value) {
    const struct rlimit both { value, value };
    setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

TEST_F(Scarce, ThreadsThatCannotBeHadAreDoneWithout) {
    if (!nobody_can_run()) GTEST_SKIP() << "the program cannot be run by a user who is not root";
    std::filesystem::permissions(path("."), std::filesystem::perms(0777));
    gs::write_npy(path("grid.npy"), gs::random_tensor({1, 300, 400, 2}, 5));
    gs::write_npy(path("go.npy"), gs::random_tensor({1, 1, 300, 400}, 6));
    const std::vector<std::string> data{"--input", "ramp:200x300", "--grid", "grid.npy"};
    const auto with_data = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), data.begin(), data.end());
        return arguments;
    };
    const auto alone = [] {
        become_nobody();
        limit(RLIMIT_NPROC, 1);
    };
    answer(with_data({"sample", "--threads", "3", "--output", "many.npy"}));
    answer(with_data({"grad", "--threads", "3", "--grad-output", "go.npy", "--grad-input", "many_gi.npy"}));
    for (const char* threads : {"0", "8", "1024"}) {
        SCOPED_TRACE(threads);
        for (const Outcome& outcome :
             {run(with_data({"sample", "--threads", threads, "--output", "one.npy"}), alone),
              run(with_data({"grad", "--threads", threads, "--grad-output", "go.npy", "--grad-input", "one_gi.npy"}),
                  alone)}) {
            EXPECT_EQ(outcome.code, 0);
            EXPECT_EQ(outcome.err, "");
        }
        EXPECT_TRUE(gs::same_bits(read("one.npy"), read("many.npy")));
        EXPECT_TRUE(gs::same_bits(read("one_gi.npy"), read("many_gi.npy")));
    }
}

TEST_F(Scarce, WhatDoesNotFitIsRefusedWithItsSizeBeforeItIsComputed) {
    gs::write_npy(path("x.npy"), gs::counting({1, 30000, 1, 1}));
    gs::write_npy(path("batch.npy"), gs::counting({30000, 1, 1, 1}));
    // 30000 channels of 4096 x 4096 numbers of 4 bytes are 1.8 TiB.
    expect_refused({"sample", "--input", "x.npy", "--grid", "linspace:4096x4096", "--output", "y.npy"}, 1,
                   "the output with sizes [1, 30000, 4096, 4096], computed and written, needs 3.7 TiB, but ");
    expect_refused({"sample", "--input", "batch.npy", "--grid", "linspace:4096x4096", "--output", "y.npy"}, 1,
                   "a grid with sizes [30000, 4096, 4096, 2] needs 3.7 TiB, but ");
}

/// Address space in MB; of little use to sanitizers, which take it all.
constexpr auto addresses = [](int megabytes) {
    return [megabytes] { limit(RLIMIT_AS, static_cast<rlim_t>(megabytes) << 20); };
};

TEST_F(Scarce, LittleMemoryEndsWithASentence) {
    if (run({"--version"}, addresses(40)).code != 0) GTEST_SKIP() << "this build needs more memory to begin with";
    for (const int megabytes : {40, 60, 100}) {
        SCOPED_TRACE(megabytes);
        const Outcome outcome =
            run({"sample", "--grid", "linspace:4096x4096", "--output", "y.npy"}, addresses(megabytes));
        EXPECT_EQ(outcome.code, 1);
        EXPECT_TRUE(gs::contains(outcome.err, " MiB ")) << outcome.err;
        for (const std::vector<std::string>& arguments : {std::vector<std::string>{"export", "--output", "x.svg"},
                                                          {"explain"},
                                                          {"info"},
                                                          {"sample", "--output", "y.npy"}}) {
            const Outcome done = run(arguments, addresses(megabytes));
            EXPECT_EQ(done.code, 0) << done.err;
            EXPECT_EQ(done.err, "");
        }
    }
}

TEST_F(Scarce, LittleMemoryForThreadsEndsWithASentenceOrTheOutput) {
    if (run({"--version"}, addresses(40)).code != 0) GTEST_SKIP() << "this build needs more memory to begin with";
    gs::write_npy(path("x.npy"), gs::random_tensor({1, 3, 512, 512}, 1));
    gs::write_npy(path("g.npy"), gs::random_tensor({1, 512, 512, 2}, 2));
    for (int megabytes = 48; megabytes <= 96; megabytes += 4) {
        SCOPED_TRACE(megabytes);
        const Outcome outcome =
            run({"sample", "--threads", "4", "--input", "x.npy", "--grid", "g.npy", "--output", "y.npy"},
                addresses(megabytes));
        EXPECT_TRUE(outcome.code == 0 || outcome.code == 1) << outcome.code << outcome.err;
        EXPECT_EQ(outcome.code != 0, gs::contains(outcome.err, " MiB ")) << outcome.err;
    }
}

using ScarcePicture = ProgramTest;

TEST_F(ScarcePicture, IsDrawnOrRefusedWithASentenceHoweverLittleMemoryThereIs) {
    if (run({"--version"}, addresses(40)).code != 0) GTEST_SKIP() << "this build needs more memory to begin with";
    constexpr rlim_t kUsual = 8 << 20, kLarge = 300 << 20;
    int drawn = 0;
    for (const rlim_t stack : {kUsual, kLarge}) {
        for (const int megabytes : {40, 100, 220, 250, 300, 600, 1000, 1500}) {
            SCOPED_TRACE(testing::Message() << megabytes << " MB, stacks of " << (stack >> 20) << " MB");
            const Outcome outcome = run({"export", "--output", "x.png"}, [&] {
                limit(RLIMIT_STACK, stack);
                addresses(megabytes)();
            });
            EXPECT_TRUE(outcome.code == 0 || outcome.code == 1) << outcome.code;
            EXPECT_EQ(outcome.code != 0, gs::contains(outcome.err, " MiB "));
            drawn += outcome.code == 0 ? 1 : 0;
        }
    }
    EXPECT_GT(drawn, 0);
}

}  // namespace
}  // namespace viz
