// SPDX-License-Identifier: MIT
// Where the system gives few threads and little memory.
#include <sys/resource.h>

#include "core/npy.h"
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

}  // namespace
}  // namespace viz
