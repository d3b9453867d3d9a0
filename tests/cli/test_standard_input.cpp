// SPDX-License-Identifier: MIT
// Files that come in by standard input, and what is no file.
#include <sys/stat.h>

#include <cstdlib>

#include "core/files/file.h"
#include "core/files/replace_file.h"
#include "tests/cli/image_files.h"

namespace viz {
namespace {

struct StandardInput : ImageTest {
    /// Runs a line of a shell in the folder, where $G is the program.
    Outcome shell(const std::string& line) const {
        const std::string out = home() / "out", err = home() / "err";
        const int status =
            std::system(("cd '" + path("") + "' && G='" GRIDSCOPE_PROGRAM "' && unset DISPLAY WAYLAND_DISPLAY && { " +
                         line + "; } >'" + out + "' 2>'" + err + "'")
                            .c_str());
        return {WEXITSTATUS(status), gs::read_file(out), gs::read_file(err)};
    }
    /// Expects that y.npy is what the line makes, and no word.
    void expect_sampled(const std::string& line) const {
        const Outcome outcome = shell("rm -f y.npy; " + line);
        EXPECT_EQ(outcome.code, 0) << line;
        EXPECT_EQ(outcome.err, "") << line;
        EXPECT_TRUE(gs::same_bits(read("y.npy"), x)) << line;
    }

    const gs::Tensor<float> x{{1, 1, 2, 2}, {0, 1, 2, 3}};
};

TEST_F(StandardInput, IsReadWhereverAFileIs) {
    gs::write_npy(path("x.npy"), x);
    gs::write_npy(path("g.npy"), gs::Tensor<float>({1, 2, 2, 2}, {-1, -1, 1, -1, -1, 1, 1, 1}));
    const std::string options = " --align-corners true --output y.npy";
    expect_sampled("cat x.npy | $G sample --input - --grid g.npy" + options);
    expect_sampled("$G sample --input - --grid g.npy <x.npy" + options);
    expect_sampled("$G sample --input /dev/stdin --grid g.npy <x.npy" + options);
    expect_sampled("cat g.npy | $G sample --input x.npy --grid -" + options);
    expect_sampled("cat x.npy | $G sample - g.npy" + options);
    expect_sampled("(cat x.npy; sleep 0.1; cat g.npy) | $G sample - --grid linspace" + options + " 2>/dev/null");
    // A redirected file is read from where it stands.
    expect_sampled("printf 'four' >both; cat x.npy >>both; (head -c 4 >/dev/null; $G sample - --grid g.npy" + options +
                   ") <both");
}

TEST_F(StandardInput, MayBeAnImageAnArchiveOrAScene) {
    copy({"deflated.npz"});
    gs::replace_file(path("a.png"), corpus_file("colour.png"));
    for (const char* const way : {"cat deflated.npz | $G info '-?array=x'", "$G info '-?array=x' <deflated.npz"})
        EXPECT_TRUE(gs::contains(shell(way).out, "array 'x' of an .npz archive")) << way;
    for (const char* const way : {"cat a.png | $G info -", "$G info /dev/stdin <a.png"})
        EXPECT_TRUE(gs::contains(shell(way).out, "PNG image")) << way;
    for (const char* const way :
         {"echo '{\"input\": \"ones:3x3\"}' | $G explain --scene -", "echo '{\"input\": \"ones:3x3\"}' | $G explain -"})
        EXPECT_TRUE(gs::contains(shell(way).out, "ones:3x3, sizes [1, 1, 3, 3]")) << way;
}

TEST_F(StandardInput, ComesOnce) {
    for (const std::vector<std::string>& files : {std::vector<std::string>{"--input", "-", "--grid", "-"},
                                                  {"--input", "-", "--grid", "theta:/dev/stdin"},
                                                  {"-", "--scene", "-"},
                                                  {"-?array=x", "-?array=y"}}) {
        std::vector<std::string> arguments{"explain"};
        arguments.insert(arguments.end(), files.begin(), files.end());
        expect_refused(arguments, 2, "two files are to be read from standard input: give the other one by its name");
    }
}

TEST_F(StandardInput, IsNotForScenesToName) {
    gs::replace_file(path("scene.json"), R"({"input": "-"})");
    expect_refused({"explain", "scene.json"}, 1, "scene.json: names standard input, which only the command line may");
}

TEST_F(StandardInput, IsReadNoFurtherThanTheLimit) {
    const Outcome outcome = shell("$G info - --memory 20M </dev/zero");
    EXPECT_EQ(outcome.code, 1);
    EXPECT_TRUE(gs::contains(outcome.err, "-: is of no known image format")) << "by its beginning alone";
    const Outcome endless = shell(R"((printf '\211PNG\r\n\032\n'; cat /dev/zero) | $G info - --memory 20M)");
    EXPECT_EQ(endless.code, 1);
    EXPECT_TRUE(gs::contains(endless.err, "-: needs 20 MiB for what has come of it so far, but 20 MiB may be taken"));
}

TEST_F(StandardInput, IsTheWayForPipes) {
    const std::string fifo = home() / "pipe", link = home() / "link.npy";
    ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    std::filesystem::create_symlink("/dev/zero", link);
    const std::string pipe = "pipe: is a pipe, but only files and standard input are read: give - as the name and lead";
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"info", fifo},
                                                      {"explain", fifo},
                                                      {"explain", "--input", fifo},
                                                      {"explain", "--grid", fifo},
                                                      {"explain", "--grid", "theta:" + fifo},
                                                      {"explain", "--scene", fifo}})
        expect_refused(arguments, 1, pipe);
    expect_refused({"explain", "--input", link}, 1, "link.npy: is a device, but only files and standard input");
}

}  // namespace
}  // namespace viz
