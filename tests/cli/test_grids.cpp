// SPDX-License-Identifier: MIT
// Grids from files as users have them: one for a whole batch, with an axis missing, of another type, as a matrix.
#include <nlohmann/json.hpp>

#include "core/affine_grid.h"
#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "core/grid_sample.h"
#include "tests/cli/program.h"
#include "tests/core/near.h"
#include "tests/core/support.h"

namespace viz {
namespace {

struct Grids : ProgramTest {
    std::vector<std::string> sample(const std::string& grid) const {
        return {"sample", "--input", "x.npy", "--grid", grid, "--output", "y.npy"};
    }
    /// Expects that a grid of these sizes is refused for an input of those.
    void expect_sizes_refused(const gs::Sizes& input, const gs::Sizes& grid, const std::string& part) const {
        gs::write_npy(path("x.npy"), gs::Tensor<float>(input));
        gs::write_npy(path("g.npy"), gs::Tensor<float>(grid));
        expect_refused(sample("g.npy"), 1, part);
    }
};

TEST_F(Grids, OneGridServesAllImagesAndItIsSaid) {
    copy({"batch_of_4.npy", "one_grid.npy"});
    const std::string note = "one_grid.npy: its one grid serves all 4 images; PyTorch wants grid.expand(4, -1, -1, -1)";
    noted({"sample", "--input", "batch_of_4.npy", "--grid", "one_grid.npy", "--output", "y.npy"}, {note});
    const gs::Tensor<float> input = gs::read_npy(path("batch_of_4.npy")), grid = gs::read_npy(path("one_grid.npy"));
    const gs::TensorView<const float> expanded(grid.data(), {4, 5, 7, 2}, {0, 14, 2, 1});
    EXPECT_TRUE(gs::same_bits(read("y.npy"), gs::grid_sample(input.view(), expanded, gs::Options{})));

    const std::string text = noted({"explain", "--input", "batch_of_4.npy", "--grid", "one_grid.npy"}, {note});
    EXPECT_TRUE(gs::contains(text, note));
    EXPECT_TRUE(gs::contains(text,
                             "grid = torch.from_numpy(numpy.load('one_grid.npy')).reshape(1, 5, 7, 2).expand(4, "
                             "-1, -1, -1)"));
    const auto json = nlohmann::json::parse(
        noted({"explain", "--input", "batch_of_4.npy", "--grid", "one_grid.npy", "--format", "json"}, {note}));
    EXPECT_EQ(json["grid_facts"]["stored"]["sizes"], nlohmann::json::parse("[1, 5, 7, 2]"));
    EXPECT_EQ(json["grid_facts"]["notes"].size(), 1u);
    EXPECT_EQ(json["input_facts"]["layout"], "NCHW");
    gs::write_npy(path("g.npy"), gs::Tensor<float>({5, 7, 2}));
    noted({"export", "--input", "batch_of_4.npy", "--grid", "g.npy", "--output", "x.svg"},
          {"g.npy: its one grid serves all 4 images; PyTorch wants grid.expand(4, -1, -1, -1)"});
}

TEST_F(Grids, TheGradientOfASharedGridIsTheSumOverAllImages) {
    const auto input = gs::random_doubles({3, 2, 5, 6}, 1), grid = gs::random_doubles({1, 4, 3, 2}, 2),
               grad_output = gs::random_doubles({3, 2, 4, 3}, 3);
    gs::write_npy(path("x.npy"), input);
    gs::write_npy(path("g.npy"), grid);
    gs::write_npy(path("go.npy"), grad_output);
    noted({"grad", "--input", "x.npy", "--grid", "g.npy", "--grad-output", "go.npy", "--grad-grid", "gg.npy"},
          {"g.npy: its one grid serves all 3 images; PyTorch wants grid.expand(3, -1, -1, -1)",
           "gg.npy: is summed over all images, as they share one grid"});
    const gs::TensorView<const double> expanded(grid.data(), {3, 4, 3, 2}, {0, 6, 2, 1});
    const auto want = gs::grid_sample_backward(grad_output.view(), input.view(), expanded, gs::Options{}).grid;
    const auto got = read<double>("gg.npy");
    ASSERT_EQ(got.sizes(), (gs::Sizes{1, 4, 3, 2}));
    for (int64_t i = 0; i < got.count(); ++i)
        EXPECT_EQ(got.data()[i], (want.data()[i] + want.data()[24 + i]) + want.data()[48 + i]);
}

TEST_F(Grids, AMissingAxisIsNamedWithTheFilesOwnSizes) {
    copy({"batch_of_4.npy", "grid_without_rows.npy"});
    expect_refused({"explain", "--input", "batch_of_4.npy", "--grid", "grid_without_rows.npy"}, 1,
                   "grid_without_rows.npy: has sizes [4, 10, 2], but the input with sizes [4, 3, 6, 8] takes a grid "
                   "(4, Ho, Wo, 2), "
                   "so that an axis is missing; in NumPy: grid[:, None], [4, 1, 10, 2], for an output with a single "
                   "row per image, "
                   "or grid[None], [1, 4, 10, 2], for one grid that serves all images");
    expect_sizes_refused({1, 1, 4, 5}, {7, 2}, "so that axes are missing; in NumPy: grid.reshape(1, 1, -1, 2)");
    expect_sizes_refused(
        {3, 1, 4, 5}, {2, 4, 5, 2},
        "g.npy: has sizes [2, 4, 5, 2], grids for 2 images, but the input with sizes [3, 1, 4, 5] has 3");
}

TEST_F(Grids, CoordinatesInFrontAreNamed) {
    expect_sizes_refused({1, 1, 4, 5}, {1, 2, 6, 7},
                         "last axis has size 2, for x and y; in NumPy: grid.transpose(0, 2, 3, 1)");
    expect_sizes_refused({1, 1, 4, 5}, {2, 6, 7}, "in NumPy: grid.transpose(1, 2, 0)");
    expect_sizes_refused({1, 1, 3, 4, 5}, {1, 3, 2, 6, 7}, "for x, y and z; in NumPy: grid.transpose(0, 2, 3, 4, 1)");
    expect_sizes_refused({1, 1, 4, 5}, {1, 6, 7, 5}, "[1, 6, 7, 5], but a grid's last axis has size 2");
}

TEST_F(Grids, AMatrixIsRecognised) {
    expect_sizes_refused({4, 1, 4, 5}, {4, 2, 3},
                         "which are those of an affine matrix: theta:g.npy makes a grid of it");
    expect_sizes_refused({1, 1, 4, 5}, {2, 3}, "theta:g.npy makes a grid of it");
    expect_sizes_refused({1, 1, 3, 4, 5}, {3, 4}, "theta:g.npy makes a grid of it");
}

TEST_F(Grids, AMatrixMakesAGridAsLargeAsTheInput) {
    const gs::Tensor<float> input = gs::random_tensor({2, 3, 6, 8}, 1);
    const gs::Tensor<float> theta({2, 2, 3}, {1, 0, 0, 0, 1, 0, 0.5f, 0.1f, 0, 0, -0.5f, 0.2f});
    gs::write_npy(path("x.npy"), input);
    gs::write_npy(path("t.npy"), theta);
    const auto expect = [&](bool align_corners, std::vector<std::string> arguments, const std::string& note) {
        noted(arguments, {note});
        const auto grid = gs::affine_grid<float>(theta.view(), input.sizes(), align_corners);
        const gs::Options options{gs::Mode::bilinear, gs::Padding::zeros, align_corners};
        EXPECT_TRUE(gs::same_bits(read("y.npy"), gs::grid_sample(input.view(), grid.view(), options)));
    };
    const auto note = [](const char* made, const char* other) {
        return std::string(
                   "theta:t.npy: the matrix makes a grid as large as the input, [2, 6, 8, 2], for align_corners=") +
               made + "; theta:t.npy?align_corners=" + other + " makes the other";
    };
    expect(false, sample("theta:t.npy"), note("False", "true"));
    std::vector<std::string> aligned = sample("theta:t.npy");
    aligned.insert(aligned.end(), {"--align-corners", "true"});
    noted(aligned, {"theta:t.npy?align_corners=true: the matrix makes a grid as large as the input, [2, 6, 8, 2], for "
                    "align_corners=True; theta:t.npy?align_corners=false makes the other"});
    const auto grid = gs::affine_grid<float>(theta.view(), input.sizes(), true);
    EXPECT_TRUE(gs::same_bits(read("y.npy"), gs::grid_sample(input.view(), grid.view(), {.align_corners = true})));
    expect_refused(sample("theta:x.npy"), 1,
                   "x.npy: expected an affine matrix (N, 2, 3) or (2, 3) for the input with sizes [2, 3, 6, 8], but it "
                   "has sizes [2, 3, 6, 8]");
    expect_refused(sample("theta:none.npy"), 1, "none.npy: there is no such file");
    expect_refused(sample("theta:t.npy?align_corners=yes"), 1, "align_corners is 'yes', but must be true or false");
}

TEST_F(Grids, AGridOfAnotherTypeTakesTheInputsAndItIsSaid) {
    const auto expect = [&]<class T, class G>(T, G, const std::vector<std::string>& notes, auto as) {
        using F = decltype(as);
        const auto input = gs::converted<T>(gs::random_doubles({1, 2, 4, 5}, 1));
        const auto grid = gs::converted<G>(gs::random_doubles({1, 3, 3, 2}, 2));
        gs::write_npy(path("x.npy"), input);
        gs::write_npy(path("g.npy"), grid);
        noted(sample("g.npy"), notes);
        EXPECT_TRUE(gs::same_bits(read<T>("y.npy"),
                                  gs::grid_sample(input.view(), gs::converted<F>(grid).view(), gs::Options{})));
        EXPECT_EQ(run({"explain", "--input", "x.npy", "--grid", "g.npy"}).code, 0);
        EXPECT_EQ(run({"export", "--input", "x.npy", "--grid", "g.npy", "--output", "x.svg"}).code, 0);
    };
    expect(float{}, double{},
           {"g.npy: its float64 values were rounded to float32, as the input is float32; PyTorch wants grid.float()"},
           float{});
    expect(float{}, gs::Half{},
           {"g.npy: its float16 values are read as float32, as the input is float32; PyTorch wants grid.float()"},
           float{});
    expect(double{}, float{},
           {"g.npy: its float32 values are read as float64, as the input is float64; PyTorch wants grid.double()"},
           double{});
    expect(double{}, gs::Half{},
           {"g.npy: its float16 values are read as float64, as the input is float64; PyTorch wants grid.double()"},
           double{});
    expect(gs::Half{}, double{},
           {"g.npy: its float64 values were rounded to float32, as the input is float16; PyTorch wants grid.float()"},
           float{});
    expect(gs::Half{}, float{}, {}, float{});
    expect(double{}, double{}, {}, double{});
}

TEST_F(Grids, AnImageIsNoGrid) {
    gs::write_npy(path("x.npy"), gs::Tensor<float>({4, 5}));
    gs::replace_file(path("s.json"), "{}");
    expect_refused(sample("s.json"), 1, "s.json: is JSON, as scenes are, which --scene opens");
    answer({"export", "--output", "a.svg"});
}

}  // namespace
}  // namespace viz
