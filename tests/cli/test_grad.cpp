// SPDX-License-Identifier: MIT
// gridscope grad: the backward on whole tensors.
#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "core/grid_sample.h"
#include "tests/cli/program.h"
#include "tests/core/near.h"
#include "tests/core/support.h"

namespace viz {
namespace {

struct Grad : ProgramTest {
    /// Puts a call's tensors into x.npy, g.npy and go.npy.
    void write_call(const gs::Sizes& input_sizes, const gs::Sizes& grid_sizes) {
        input = gs::random_tensor(input_sizes, 1);
        grid = gs::random_tensor(grid_sizes, 2, -1.3f, 1.3f);
        grad_output = gs::random_tensor(gs::output_sizes(input_sizes, grid_sizes), 3);
        gs::write_npy(path("x.npy"), input);
        gs::write_npy(path("g.npy"), grid);
        gs::write_npy(path("go.npy"), grad_output);
    }

    /// The command on those files, with further options.
    static std::vector<std::string> command(const std::vector<std::string>& options) {
        std::vector<std::string> arguments{"grad", "--input", "x.npy", "--grid", "g.npy", "--grad-output", "go.npy"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return arguments;
    }

    gs::Gradients<float, float> expected(const gs::Options& options) const {
        return gs::grid_sample_backward<const float, const float>(grad_output.view(), input.view(), grid.view(),
                                                                  options);
    }

    /// Puts a call's tensors, of types T and G, into files, runs the command with both outputs, and compares them with
    /// the library's.
    template <class T, class G>
    void expect_gradients(const gs::Sizes& input_sizes, const gs::Sizes& grid_sizes, const gs::Options& options) const {
        SCOPED_TRACE(type_name<T>() + " at " + type_name<G>() + ", " + gs::text(options));
        const auto x = gs::converted<T>(gs::random_doubles(input_sizes, 1));
        const auto g = gs::converted<G>(gs::random_doubles(grid_sizes, 2, -1.3, 1.3));
        const auto go = gs::converted<T>(gs::random_doubles(gs::output_sizes(input_sizes, grid_sizes), 3));
        gs::write_npy(path("x.npy"), x);
        gs::write_npy(path("g.npy"), g);
        gs::write_npy(path("go.npy"), go);
        EXPECT_EQ(answer(with_options(command({"--grad-input", "gi.npy", "--grad-grid", "gg.npy"}), options)), "");
        const auto want = gs::grid_sample_backward(go.view(), x.view(), g.view(), options);
        EXPECT_TRUE(gs::same_bits(read<T>("gi.npy"), want.input));
        EXPECT_TRUE(gs::same_bits(read<G>("gg.npy"), want.grid));
    }

    gs::Tensor<float> input, grid, grad_output;
};

TEST_F(Grad, WritesWhatTheLibraryComputesInEveryType) {
    for_types([&]<class T, class G>(T, G) {
        for (const gs::Options& options : gs::all_options())
            expect_gradients<T, G>({2, 3, 5, 7}, {2, 4, 6, 2}, options);
    });
}

TEST_F(Grad, TakesVolumesOfEveryType) {
    for_types([&]<class T, class G>(T, G) {
        expect_gradients<T, G>({2, 2, 3, 4, 5}, {2, 2, 3, 4, 3}, {gs::Mode::bilinear, gs::Padding::zeros, false});
        expect_gradients<T, G>({2, 2, 3, 4, 5}, {2, 2, 3, 4, 3}, {gs::Mode::nearest, gs::Padding::reflection, true});
    });
}

TEST_F(Grad, WritesTheOneThatIsAskedFor) {
    write_call({1, 2, 5, 7}, {1, 4, 6, 2});
    const auto want = expected({});
    answer(command({"--grad-grid", "gg.npy"}));
    EXPECT_TRUE(gs::same_bits(gs::read_npy(path("gg.npy")), want.grid));
    EXPECT_EQ(files().size(), 4u);
    answer(command({"--grad-input", "gi.npy"}));
    EXPECT_TRUE(gs::same_bits(gs::read_npy(path("gi.npy")), want.input));
    EXPECT_EQ(files().size(), 5u);
}

TEST_F(Grad, GivesTheGradientsOfTheDocumentsExample) {
    gs::Tensor<float> one({1, 1, 3, 3});
    one.at(0, 0, 1, 1) = 1;  // the middle: its four neighbours weigh a quarter each
    gs::write_npy(path("go.npy"), one);
    answer({"grad", "--grad-output", "go.npy", "--grad-input", "gi.npy", "--grad-grid", "gg.npy"});
    const gs::Tensor<float> grad_input = gs::read_npy(path("gi.npy")), grad_grid = gs::read_npy(path("gg.npy"));
    ASSERT_EQ(grad_input.sizes(), gs::Sizes({1, 1, 4, 4}));
    ASSERT_EQ(grad_grid.sizes(), gs::Sizes({1, 3, 3, 2}));
    EXPECT_EQ(grad_input.at(0, 0, 1, 1), 0.25f);
    EXPECT_EQ(grad_input.at(0, 0, 2, 2), 0.25f);
    EXPECT_EQ(grad_input.at(0, 0, 0, 0), 0);
    EXPECT_EQ(grad_grid.at(0, 1, 1, 0), 2);  // the ramp rises by 1 a column; a column is half a grid unit
    EXPECT_EQ(grad_grid.at(0, 1, 1, 1), 8);  // and by 4 a row
}

TEST_F(Grad, DoesNotDependOnThreads) {
    write_call({2, 3, 64, 64}, {2, 100, 100, 2});
    std::vector<std::pair<std::string, std::string>> alone;
    for (const char* threads : {"1", "4", "0"}) {
        answer(command({"--grad-input", "gi.npy", "--grad-grid", "gg.npy", "--threads", threads}));
        if (alone.empty()) alone = files();
        EXPECT_EQ(files(), alone) << threads;
    }
}

TEST_F(Grad, MisuseIsExplained) {
    write_call({1, 2, 5, 7}, {1, 4, 6, 2});
    expect_refused({"grad", "--grad-input", "gi.npy"}, 2, "grad needs --grad-output");
    expect_refused({"grad", "--grad-output", "go.npy"}, 2, "grad needs --grad-input, --grad-grid or both");
    expect_refused(command({"--grad-input", "gi.npz"}), 2, "--grad-input is gi.npz, but must end in .npy");
    expect_refused(command({"--grad-grid", "gg"}), 2, "--grad-grid is gg, but must end in .npy");
    expect_refused(command({"--grad-input", "a.npy", "--grad-grid", "./a.npy"}), 2, "give two files");
    expect_refused(command({"--grad-input", "gi.npy", "--align-corners", "both"}), 2, "--align-corners is both");
    expect_refused(command({"--grad-input", "gi.npy", "--threads", "-1"}), 2, "--threads");
    expect_refused(command({"--output", "y.npy"}), 2, "grad has no option --output");
}

TEST_F(Grad, SaysWhichSizesDoNotFit) {
    write_call({1, 2, 5, 7}, {1, 4, 6, 2});
    gs::write_npy(path("go.npy"), gs::random_tensor({1, 2, 6, 4}, 4));
    expect_refused(command({"--grad-input", "gi.npy"}), 1,
                   "go.npy: expected the sizes of the output, [1, 2, 4, 6], but it has sizes [1, 2, 6, 4]");
    gs::write_npy(path("g.npy"), gs::random_tensor({2, 4, 6, 2}, 4));
    expect_refused(command({"--grad-input", "gi.npy"}), 1, "[2, 4, 6, 2]");
}

TEST_F(Grad, LeavesOlderFilesAloneWhenItFails) {
    write_call({1, 2, 5, 7}, {1, 4, 6, 2});
    gs::replace_file(path("gi.npy"), "older");
    gs::replace_file(path("gg.npy"), "older");
    const std::vector<std::string> both{"--grad-input", "gi.npy", "--grad-grid", "gg.npy"};
    expect_refused(command({"--grad-input", "gi.npy", "--grad-grid", "no-such-folder/gg.npy"}), 1,
                   "no-such-folder/gg.npy");
    expect_refused(command({"--grad-input", "no-such-folder/gi.npy", "--grad-grid", "gg.npy"}), 1,
                   "no-such-folder/gi.npy");
    gs::replace_file(path("go.npy"), "no tensor");
    expect_refused(command(both), 1, "go.npy");
    std::filesystem::remove(path("go.npy"));
    expect_refused(command(both), 1, "go.npy");
}

}  // namespace
}  // namespace viz
