// SPDX-License-Identifier: MIT
// What others wrote (names of files, what is in them) in what the program says: short, on one line, valid UTF-8, and
// nothing in it that a terminal obeys.
#include <sys/stat.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/files/file.h"
#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "core/visible.h"
#include "tests/cli/program.h"
#include "tests/core/support.h"

namespace viz {
namespace {

using Messages = ProgramTest;

/// The longest of our own sentences, with 300 bytes of foreign text.
constexpr size_t kMostBytes = 700;
/// Carriage return, a terminal's title, a C1 control, an override of direction, and a byte that is no UTF-8.
const std::string kEvil = "a\nb\r\x1b]0;x\x07\u009b31m\u202e\xff";

/// Expects lines of UTF-8 without controls.
void expect_tame(std::string_view text) {
    for (; !text.empty(); text.remove_prefix(gs::first_letter(text).bytes)) {
        const gs::Letter letter = gs::first_letter(text);
        ASSERT_TRUE(letter.is_valid) << text;
        ASSERT_TRUE(letter.code_point == '\n' || !gs::is_control(letter.code_point)) << letter.code_point;
    }
}

TEST_F(Messages, SayEvilNamesInEscapes) {
    const std::string shown = "a\\nb\\r\\x1b]0;x\\x07\\u009b31m\\u202e\\xff";
    expect_refused({"explain", "--input", kEvil + ".npy"}, 1, shown + ".npy: there is no such file");
    expect_refused({"explain", "--input", kEvil}, 2, shown);
    expect_refused({"explain", "--mode", kEvil}, 2, shown);
    expect_refused({"explain", "--" + kEvil, "1"}, 2, shown);
    expect_refused({kEvil}, 2, shown);
    expect_refused({"sample", "--output", kEvil}, 2, shown);
    expect_refused({"explain", "--query", kEvil + ",0"}, 2, shown);
    expect_refused({"view", "--lesson", kEvil}, 2, shown);
    expect_refused({"export", "--scene", kEvil + ".json", "--output", "x.svg"}, 1, shown);
}

TEST_F(Messages, AreShortAndNameTheEndOfALongPath) {
    const std::string folder = std::string(200, 'd') + "/" + std::string(200, 'e');
    const std::string x = folder + "/x.npy", y = folder + "/y.npy", scene = folder + "/scene.json";
    std::filesystem::create_directories(path(folder));
    gs::write_npy(path(x), gs::counting({1, 1, 4, 4}));
    gs::write_npy(path(y), gs::counting({2, 3, 4, 7}));
    gs::replace_file(path(scene), "{\"" + std::string(100000, 'k') + "\": 1}");
    const auto expect_short = [&](const std::vector<std::string>& arguments, const std::string& part) {
        const Outcome outcome = run(arguments);
        EXPECT_NE(outcome.code, 0);
        EXPECT_LT(outcome.err.size(), kMostBytes) << outcome.err;
        EXPECT_TRUE(gs::contains(outcome.err, part));
    };
    expect_short({"explain", "--input", folder + "/z.npy"}, "/z.npy: there is no such file");
    expect_short({"explain", "--input", x, "--grid", y}, "/y.npy: has sizes");
    expect_short({"explain", "--input", x + "?array=" + std::string(5000, 'q')}, "/x.npy: is one array");
    expect_short({"explain", "--scene", scene}, "/scene.json: a scene has no setting");
    expect_short({"explain", x, x, x}, "/x.npy");
    expect_short({"explain", "--mode", std::string(100000, 'm')}, "--mode");
    expect_short({"explain", "--" + std::string(100000, 'o')}, "no option");
}

TEST_F(Messages, AnswersAreTameToo) {
    gs::write_npy(path(kEvil), gs::counting({1, 1, 4, 4}));
    gs::replace_file(path("s.json"), R"({"title": "t\u001b[31m\u009b\u202e\n<&", "note": "\u0007"})");
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"explain", "--input", kEvil},
                                                      {"explain", "--input", kEvil, "--format", "json"},
                                                      {"info", kEvil},
                                                      {"info", kEvil, "--format", "json"},
                                                      {"info", "s.json"},
                                                      {"explain", "--scene", "s.json"}})
        expect_tame(answer(arguments));
    const Outcome viewed = run({"view", "--input", kEvil, "--scene", "s.json"});
    EXPECT_EQ(viewed.code, 0);
    expect_tame(viewed.out);
    expect_tame(viewed.err);
}

TEST_F(Messages, JsonAnswersSayWhatIsThere) {
    gs::replace_file(path("s.json"), R"({"title": "t\u001b[31m\u009b\u202e\n"})");
    const std::string text = answer({"info", "s.json", "--format", "json"});
    EXPECT_TRUE(gs::contains(text, R"(t\u001b[31m\u009b\u202e\n)"));
    const auto json = nlohmann::json::parse(text);
    EXPECT_EQ(json["files"][0]["settings"]["title"], "t\x1b[31m\u009b\u202e\n");
}

TEST_F(Messages, APictureTakesAnyTitle) {
    gs::replace_file(path("s.json"), R"({"title": "]]>\u0000\ufffe</title><script>\u001b\u009b\u202e&\n)" +
                                         std::string(5000, 'x') + "\"}");
    EXPECT_EQ(answer({"export", "--scene", "s.json", "--output", "x.svg"}), "");
    const std::string svg = gs::read_file(path("x.svg"));
    expect_tame(svg);
    EXPECT_FALSE(gs::contains(svg, "<script"));
    EXPECT_LT(svg.size(), size_t{400000}) << "a long title is cut";
}

TEST_F(Messages, SayWhyAFileIsNotThere) {
    gs::replace_file(path("file"), "x");
    const std::string long_name = std::string(300, 'n') + ".npy";
    for (const char* option : {"--input", "--grid", "--scene"}) {
        expect_refused({"explain", option, "file/x.npy"}, 1, "what should be its folder is a file: Not a directory");
        expect_refused({"explain", option, long_name}, 1, "cannot be reached: File name too long");
    }
    gs::replace_file(path("nul.json"), R"({"input": "file\u0000.npy"})");
    expect_refused({"explain", "--scene", "nul.json"}, 1, "file\\x00.npy: no file has a name with a NUL character");
    std::filesystem::create_symlink("circle.npy", path("circle.npy"));
    EXPECT_TRUE(gs::contains(run({"explain", "--input", "circle.npy"}).err, "its links lead in a circle"));
    EXPECT_TRUE(gs::contains(run({"info", "circle.npy"}).err, "its links lead in a circle"));
}

TEST_F(Messages, AFolderThatMayNotBeLookedIntoIsNamed) {
    if (!nobody_can_run()) GTEST_SKIP() << "the program cannot be run by a user who is not root";
    const std::string folder = path("shut");
    std::filesystem::create_directory(folder);
    gs::write_npy(folder + "/x.npy", gs::counting({1, 1, 4, 4}));
    ASSERT_EQ(chmod(folder.c_str(), 0), 0);
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"explain", "--input", "shut/x.npy"},
                                                      {"explain", "--grid", "theta:shut/x.npy"},
                                                      {"explain", "--scene", "shut/s.json"},
                                                      {"info", "shut/x.npy"},
                                                      {"shut/x.npy"}}) {
        const Outcome outcome = run(arguments, become_nobody);
        EXPECT_EQ(outcome.code, 1);
        EXPECT_TRUE(gs::contains(outcome.err, "its folder may not be looked into: Permission denied"));
    }
    chmod(folder.c_str(), 0700);
}

}  // namespace
}  // namespace viz
