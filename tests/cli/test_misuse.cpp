// SPDX-License-Identifier: MIT
// A misused command line: exit code 2, one sentence that helps, and nothing else.
#include "tests/cli/program.h"
#include "viz/cli/values.h"

namespace viz {
namespace {

using Misuse = ProgramTest;

TEST_F(Misuse, UnknownOptionsGetTheNearestOne) {
    expect_refused({"explain", "--chanel", "0"}, 2, "no option --chanel; the nearest is --channel");
    expect_refused({"sample", "--inptu=x.npy", "--output", "y.npy"}, 2, "no option --inptu; the nearest is --input");
    expect_refused({"export", "--them", "dark", "--output", "x.svg"}, 2, "the nearest is --theme");
    expect_refused({"export", "--out", "x.svg"}, 2, "the nearest is --output");
    expect_refused({"--padings", "zeros"}, 2, "the nearest is --padding");
    expect_refused({"explain", "-c", "0"}, 2, "no option -c");
}

TEST_F(Misuse, UnknownCommandsGetTheNearestOneAndAll) {
    expect_refused({"exlpain"}, 2, "no command 'exlpain', nor a file of that name; the nearest is explain");
    expect_refused({"gradient"}, 2,
                   "the nearest is grad, and all are view, sample, grad, explain, export, bench and info");
}

TEST_F(Misuse, OptionsBelongToTheirCommands) {
    expect_refused({"explain", "--step", "3"}, 2, "explain has no option --step");
    expect_refused({"sample", "--at", "0,0", "--output", "y.npy"}, 2, "sample has no option --at");
    expect_refused({"explain", "--lesson", "start"}, 2, "explain has no option --lesson");
    expect_refused({"info", "--input", "ramp"}, 2, "info has no option --input");
    expect_refused({"bench", "--mode", "nearest"}, 2, "bench has no option --mode");
}

TEST_F(Misuse, StrayArgumentsAreRefused) {
    expect_refused({"bench", "x.npy"}, 2, "bench takes no argument 'x.npy'");
}

TEST_F(Misuse, MissingValuesAreNamed) {
    expect_refused({"explain", "--query"}, 2, "--query lacks its value");
    expect_refused({"sample", "--output", "--grid", "linspace"}, 2, "--output lacks its value");
    expect_refused({"explain", "--input", ""}, 2, "--input lacks its value");
    expect_refused({"sample"}, 2, "sample needs --output");
    expect_refused({"export"}, 2, "export needs --output");
}

TEST_F(Misuse, ChoicesAreListed) {
    expect_refused({"explain", "--mode", "cubic"}, 2,
                   "--mode is 'cubic', but must be one of bilinear, nearest and bicubic");
    expect_refused({"explain", "--padding", "wrap"}, 2, "zeros, border and reflection");
    expect_refused({"explain", "--align-corners", "yes"}, 2, "true, false and both");
    expect_refused({"explain", "--device", "tpu"}, 2, "auto, cpu and cuda");
    expect_refused({"explain", "--format", "xml"}, 2, "text and json");
    expect_refused({"export", "--theme", "blue", "--output", "x.svg"}, 2, "light, dark, projector and print");
    expect_refused({"view", "--lesson", "no-such-lesson"}, 2, "start, ");
}

TEST_F(Misuse, NumbersHaveTheirRanges) {
    for (const char* cell : {"1", "1,2,3,4", "a,b", "0,-1", "0,1.5", "0,,1", ","})
        expect_refused({"explain", "--at", cell}, 2, "--at");
    for (const char* point : {"1", "1,2,3", "a,b", "1,", "1e400,0", "0x1p3,0"})
        expect_refused({"explain", "--query", point}, 2, "--query");
    for (const char* channel : {"-1", "1.5", "99999999999999999999"})
        expect_refused({"explain", "--channel", channel}, 2, "--channel");
    for (const char* step : {"0", "9", "two"})
        expect_refused({"export", "--step", step, "--output", "x.svg"}, 2, "--step");
    for (const char* size : {"1280", "1280x", "100x100", "1280x800x3", "1023x800", "99999x800"})
        expect_refused({"export", "--size", size, "--output", "x.svg"}, 2, "--size");
    for (const char* scale : {"0", "-1", "nan", "inf", "9"})
        expect_refused({"export", "--scale", scale, "--output", "x.svg"}, 2, "--scale");
    expect_refused({"export", "--size", "4096x4096", "--scale", "8", "--output", "x.svg"}, 2, "--size times --scale");
    expect_refused({"sample", "--threads", "-1", "--output", "y.npy"}, 2, "--threads");
}

TEST_F(Misuse, ContradictionsAreRefused) {
    expect_refused({"explain", "--at", "0,0", "--query", "0,0"}, 2, "--at and --query");
    expect_refused({"view", "--scene", "start", "--lesson", "tens"}, 2, "--scene and --lesson");
    expect_refused({"export", "--align-corners", "true", "--output", "x.svg"}, 2, "always shows both");
    expect_refused({"export", "--output", "x.jpg"}, 2, "must end in .png or .svg");
    expect_refused({"sample", "--output", "y.png"}, 2, "must end in .npy");
}

TEST_F(Misuse, NothingIsPrintedBeforeTheRefusal) {
    expect_refused({"explain", "--format", "json", "--no-such-option"}, 2, "--no-such-option");
}

TEST_F(Misuse, ControlCharactersDoNotReachTheTerminal) {
    expect_refused({"explain", "--input", "a\nb\x1b[31m.npy"}, 1, "a?b?[31m.npy");
}

TEST(NearestWord, TakesTheFewestEdits) {
    EXPECT_EQ(nearest_word("--iput", {"--grid", "--input", "--output"}), "--input");
    EXPECT_EQ(nearest_word("", {"abc", "ab"}), "ab");
    EXPECT_EQ(nearest_word("viwe", {"explain", "view", "export"}), "view");
}

}  // namespace
}  // namespace viz
