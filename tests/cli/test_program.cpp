// SPDX-License-Identifier: MIT
// gridscope export, info, help, and view without a display.
#include <nlohmann/json.hpp>

#include "core/files/file.h"
#include "core/files/replace_file.h"
#include "core/grid_sample.h"
#include "tests/cli/program.h"
#include "tests/core/support.h"

namespace viz {
namespace {

using Program = ProgramTest;

TEST_F(Program, SaysItsVersion) {
    EXPECT_EQ(answer({"--version"}), "gridscope " GRIDSCOPE_VERSION "\n");
}

TEST_F(Program, HelpListsCommandsAndTheirOptions) {
    const std::string overview = answer({"--help"});
    for (const char* command : {"view", "sample", "grad", "explain", "export", "bench", "info"}) {
        EXPECT_TRUE(gs::contains(overview, command));
        EXPECT_TRUE(gs::contains(answer({command, "--help"}), std::string("Usage: gridscope ") + command));
    }
    const std::string explain = answer({"explain", "-h"});
    for (const char* part :
         {"--input", "--grid", "--mode", "bilinear", "ramp:4x4", "linspace", "checker", "zeros-fade"})
        EXPECT_TRUE(gs::contains(explain, part));
    for (const char* part : {"auto|NCHW|CHW|HWC|NHWC|HW", "theta:F", "F?array=NAME"})
        EXPECT_TRUE(gs::contains(answer({"sample", "--help"}), part));
    EXPECT_FALSE(gs::contains(answer({"view", "--help"}), "--report"));
}

TEST_F(Program, InfoSaysWhatCanBeUsed) {
    const auto info = nlohmann::json::parse(answer({"info", "--format", "json"}));
    EXPECT_EQ(info["version"], GRIDSCOPE_VERSION);
    EXPECT_EQ(info["backends"]["cpu"]["available"], true);
    EXPECT_EQ(info["backends"]["cuda"]["available"], info["backends"]["cuda"]["reason"] == "");
    EXPECT_GE(info["threads"], 1);
    EXPECT_EQ(info["simd"], name(gs::simd_isa()));
    ASSERT_EQ(info["simd_isas"].size(), gs::built_isas().size());
    EXPECT_EQ(info["simd_isas"][0], "none");
    EXPECT_TRUE(info.contains("compiler"));
    const std::string text = answer({"info"});
    for (const char* part : {GRIDSCOPE_VERSION, "cpu", "cuda", "SIMD", "this build has none", "threads"})
        EXPECT_TRUE(gs::contains(text, part));
}

TEST_F(Program, ADeviceThatIsNotThereIsNamed) {
    const auto info = nlohmann::json::parse(answer({"info", "--format", "json"}));
    if (info["backends"]["cuda"]["available"]) GTEST_SKIP() << "CUDA can be used here";
    expect_refused({"sample", "--device", "cuda", "--output", "y.npy"}, 1, "the device cuda cannot be used");
    expect_refused({"grad", "--device", "cuda", "--grad-output", "go.npy", "--grad-input", "gi.npy"}, 1,
                   "the device cuda cannot be used");
    expect_refused({"bench", "--case", "A", "--device", "cuda"}, 1, "the device cuda cannot be used");
    expect_refused({"explain", "--device", "cuda"}, 1, "the device cuda cannot be used");
    expect_refused({"export", "--device", "cuda", "--output", "x.svg"}, 1, "the device cuda cannot be used");
    answer({"explain", "--device", "auto"});
}

TEST_F(Program, ExportsASvgWithoutAWord) {
    EXPECT_EQ(answer({"export", "--output", "x.svg", "--step", "5", "--theme", "dark"}), "");
    ASSERT_EQ(files().size(), 1u);
    EXPECT_TRUE(gs::contains(files()[0].second.substr(0, 200), "<svg"));
}

TEST_F(Program, ExportLeavesAnOlderPictureAloneWhenItFails) {
    gs::replace_file(path("x.svg"), "older");
    expect_refused({"export", "--input", "missing.png", "--output", "x.svg"}, 1, "missing.png");
    expect_refused({"export", "--at", "9,9", "--output", "x.svg"}, 1, "no output cell");
}

/// Draws by way of OpenGL; labelled apart (CMakeLists.txt).
using Picture = ProgramTest;

TEST_F(Picture, ViewWithoutADisplayExportsWherePicturesAreKeptAndExplains) {
    gs::replace_file((home() / "gridscope-start.png").string(), "somebody else's");
    for (int time = 0; time < 2; ++time) {
        const Outcome outcome = run({"view", "--scene", "tens"});
        EXPECT_EQ(outcome.code, 0);
        EXPECT_EQ(outcome.out, answer({"explain", "--scene", "tens"}));
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
        EXPECT_TRUE(gs::contains(outcome.err, "display"));
        const size_t at = outcome.err.find(home().string());
        ASSERT_NE(at, std::string::npos) << outcome.err;
        const std::string file = outcome.err.substr(at, outcome.err.size() - at - 1);
        EXPECT_GT(gs::read_file(file).size(), 1000u);
    }
    EXPECT_EQ(gs::read_file((home() / "gridscope-start.png").string()), "somebody else's");
    EXPECT_EQ(files().size(), 0u) << "nothing in the working folder";
}

TEST_F(Program, ViewRefusesAStateThatCannotBeFollowed) {
    expect_refused({"--input", "missing.npy"}, 1, "missing.npy");
}

}  // namespace
}  // namespace viz
