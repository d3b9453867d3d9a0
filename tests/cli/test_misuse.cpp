// SPDX-License-Identifier: MIT
// A misused command line: exit code 2, one sentence that helps, and nothing else.
#include "tests/cli/program.h"
#include "viz/document/values.h"

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
    expect_refused({"explain", "--input", std::string(8193, 'x')}, 2, "--input has 8193 bytes");
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
    expect_refused({"export", "--text-size", "huge", "--output", "x.svg"}, 2, "auto, normal and large");
    expect_refused({"export", "--page", "no-such-page", "--output", "x.svg"}, 2, "must be one of compare");
    expect_refused({"view", "--page", "no page"}, 2, "--page is 'no page', but must be a word");
    for (const char* command : {"view", "explain"})
        expect_refused({command, "--language", "xx"}, 2, "--language is 'xx', but must be one of en");
    expect_refused({"export", "--language", "xx", "--output", "x.svg"}, 2, "must be one of en");
}

TEST_F(Misuse, NumbersHaveTheirRanges) {
    for (const char* cell : {"1", "1,2,3,4", "a,b", "0,-1", "0,1.5", "0,,1", ","})
        expect_refused({"explain", "--at", cell}, 2, "--at");
    for (const char* point : {"1", "1,2,3", "a,b", "1,", "1e400,0", "0x1p3,0", "+-0.5,0", "-+0.5,0", "++1,0", "--1,0",
                              "nan(1),0", "1 2,0", "1e,0", "1_0,0", "٣,0"})
        expect_refused({"explain", "--query", point}, 2, "--query");
    for (const char* channel : {"-1", "1.5", "99999999999999999999", "+-1", "2147483648"})
        expect_refused({"explain", "--channel", channel}, 2, "--channel");
    for (const char* step : {"0", "9", "two"})
        expect_refused({"export", "--step", step, "--output", "x.svg"}, 2, "--step");
    for (const char* size : {"1280", "1280x", "100x100", "1280x800x3", "1023x800", "99999x800"})
        expect_refused({"export", "--size", size, "--output", "x.svg"}, 2, "--size");
    for (const char* scale : {"0", "-1", "nan", "inf", "9"})
        expect_refused({"export", "--scale", scale, "--output", "x.svg"}, 2, "--scale");
    expect_refused({"export", "--size", "4096x4096", "--scale", "8", "--output", "x.svg"}, 2, "--size times --scale");
    for (const char* shades : {"1,0", "1,1", "0,inf", "nan,1", "0", "-1e309,0"})
        expect_refused({"export", "--shades", shades, "--output", "x.svg"}, 2, "--shades");
    expect_refused({"sample", "--threads", "1025", "--output", "y.npy"}, 2, "from 0 to 1024");
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

TEST_F(Misuse, WordsThatAreNeitherNamesNorFilesAreMisspelt) {
    expect_refused({"explain", "--input", "foo"}, 2, "no built-in input of that name (ramp, tens");
    expect_refused({"explain", "--grid", "foo"}, 2, "no built-in grid of that name (linspace, centres)");
    expect_refused({"explain", "--scene", "no-such-scene"}, 2, "there is no scene of that name; there are start");
    expect_refused({"bench", "--case", "Z"}, 2, "--case");
    // What looks like a file is one that is missing.
    for (const char* file : {"foo.npy", "./foo", "foo?alpha=keep"})
        expect_refused({"explain", "--input", file}, 1, "there is no such file");
    expect_refused({"explain", "--grid", "theta:foo"}, 1, "foo: there is no such file");
    expect_refused({"explain", "--scene", "foo.json"}, 1, "foo.json");
    expect_refused({"info", "foo"}, 1, "foo: there is no such file");
}

TEST_F(Misuse, BuiltInNamesHaveTheirSizes) {
    for (const char* input : {"ramp:", "ramp:4", "ramp:4x", "ramp:0x4", "ramp:4x0", "ramp:-1x4", "ramp:+1x4",
                              "ramp:4x4097", "ramp:100000x100000", "ramp:1e3x4", "ramp:99999999999999999999x4"})
        expect_refused({"explain", "--input", input}, 2, "with sizes from 1 to 4096");
    expect_refused({"explain", "--input", "ramp:4x4x4"}, 2, "something after the sizes");
    expect_refused({"explain", "--grid", "linspace:0x3"}, 2, "with sizes from 1 to 4096");
}

TEST(NearestWord, TakesTheFewestEdits) {
    EXPECT_EQ(nearest_word("--iput", {"--grid", "--input", "--output"}), "--input");
    EXPECT_EQ(nearest_word("", {"abc", "ab"}), "ab");
    EXPECT_EQ(nearest_word("viwe", {"explain", "view", "export"}), "view");
}

}  // namespace
}  // namespace viz
