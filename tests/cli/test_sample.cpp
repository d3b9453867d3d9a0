// SPDX-License-Identifier: MIT
// gridscope sample: whole tensors in and out.
#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "core/grid_sample.h"
#include "core/grids.h"
#include "tests/cli/program.h"
#include "tests/core/near.h"
#include "tests/core/support.h"
#include "viz/document/json.h"

namespace viz {
namespace {

struct Sample : ProgramTest {
    /// The output, which must be of type T.
    template <class T = float>
    gs::Tensor<T> sampled(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "sample");
        arguments.insert(arguments.end(), {"--output", "y.npy"});
        EXPECT_EQ(answer(arguments), "");
        return read<T>("y.npy");
    }

    /// Samples an input of type T at a grid of type G, both from files, and compares the output with the library's.
    template <class T, class G>
    void expect_output(const gs::Sizes& input_sizes, const gs::Sizes& grid_sizes, const gs::Options& options) const {
        SCOPED_TRACE(type_name<T>() + " at " + type_name<G>() + ", " + gs::text(options));
        const auto input = gs::converted<T>(gs::random_doubles(input_sizes, 1));
        const auto grid = gs::converted<G>(gs::random_doubles(grid_sizes, 2, -1.3, 1.3));
        gs::write_npy(path("x.npy"), input);
        gs::write_npy(path("g.npy"), grid);
        const gs::Tensor<T> output = sampled<T>(with_options({"--input", "x.npy", "--grid", "g.npy"}, options));
        EXPECT_TRUE(gs::same_bits(output, gs::grid_sample(input.view(), grid.view(), options)));
    }

    /// Checks the 3x3 output for the documents' example.
    void expect_table(const std::vector<std::string>& arguments, const std::vector<float>& want) const {
        SCOPED_TRACE(arguments.empty() ? "defaults" : arguments.back());
        EXPECT_TRUE(gs::same_bits(sampled(arguments), gs::Tensor<float>({1, 1, 3, 3}, want)));
    }
};

TEST_F(Sample, DefaultsArePyTorchsDefaults) {
    expect_table({}, {0, 0.75f, 0.75f, 3, 7.5f, 4.5f, 3, 6.75f, 3.75f});
}

TEST_F(Sample, GivesTheDocumentsTablesBitForBit) {
    const std::vector<float> identity{0, 1.5f, 3, 6, 7.5f, 9, 12, 13.5f, 15}, rounded{0, 2, 3, 8, 10, 11, 12, 14, 15};
    const auto with = [](const char* mode, const char* padding, const char* align_corners) -> std::vector<std::string> {
        return {"--mode", mode, "--padding", padding, "--align-corners", align_corners};
    };
    expect_table(with("bilinear", "zeros", "true"), identity);
    expect_table(with("bilinear", "border", "false"), identity);
    expect_table(with("bilinear", "reflection", "false"), identity);
    expect_table(with("nearest", "zeros", "true"), rounded);
    expect_table(with("nearest", "zeros", "false"), {0, 2, 0, 8, 10, 0, 0, 0, 0});
    expect_table(with("nearest", "border", "false"), rounded);
    expect_table(with("bicubic", "zeros", "true"), identity);
    expect_table(with("bicubic", "zeros", "false"),
                 {-0.234375f, 0.375f, 0.609375f, 2.90625f, 7.5f, 4.59375f, 3.140625f, 7.125f, 3.984375f});
    expect_table(with("bicubic", "border", "false"),
                 {-0.46875f, 1.125f, 2.71875f, 5.90625f, 7.5f, 9.09375f, 12.28125f, 13.875f, 15.46875f});
    expect_table(with("bicubic", "reflection", "false"),
                 {-0.9375f, 0.75f, 2.4375f, 5.8125f, 7.5f, 9.1875f, 12.5625f, 14.25f, 15.9375f});
}

TEST_F(Sample, ReadsAndWritesImagesOfEveryType) {
    for_types([&]<class T, class G>(T, G) {
        for (const gs::Options& options : gs::all_options()) expect_output<T, G>({2, 3, 5, 7}, {2, 4, 6, 2}, options);
    });
}

TEST_F(Sample, ReadsAndWritesVolumesOfEveryType) {
    for_types([&]<class T, class G>(T, G) {
        expect_output<T, G>({2, 3, 4, 5, 6}, {2, 3, 2, 4, 3}, {gs::Mode::bilinear, gs::Padding::border, true});
    });
}

TEST_F(Sample, QueriesBeyondTheTypeOfTheInputAreRefused) {
    expect_refused({"explain", "--query", "1e99,0"}, 1, "too large for float32");
}

TEST_F(Sample, ExplanationsOfEveryTypeEndWithTheBitsOfTheBatch) {
    const auto check = [&]<class T>(const gs::Tensor<T>& input, const char* arithmetic) {
        gs::write_npy(path("x.npy"), input);
        const gs::Tensor<T> output = sampled<T>({"--input", "x.npy", "--grid", "linspace:3x3"});
        const Json page = Json::parse(
            run({"explain", "--input", "x.npy", "--grid", "linspace:3x3", "--at", "1,2", "--format", "json"}).out);
        EXPECT_EQ(page["arithmetic"], arithmetic);
        for (const Json& convention : page["conventions"]) EXPECT_EQ(convention["batch_bits_equal"], true);
        T last{};
        gs::assign(last, page["conventions"][1]["output"].get<gs::Arithmetic<T>>());
        EXPECT_EQ(gs::value_of(last), gs::value_of(output.at(0, 0, 1, 2)));
    };
    const auto doubles = gs::random_doubles({4, 5}, 1);
    check(doubles, "float64");
    gs::Tensor<gs::Half> halves({4, 5});
    for (int64_t i = 0; i < halves.count(); ++i) gs::assign(halves.data()[i], static_cast<float>(doubles.data()[i]));
    check(halves, "float32");
}

TEST_F(Sample, MissingAxesCountAsOneInEveryType) {
    const auto input = gs::random_doubles({5, 7}, 1), grid = gs::random_doubles({4, 6, 2}, 2);
    gs::write_npy(path("x.npy"), input);
    gs::write_npy(path("g.npy"), grid);
    const gs::TensorView<const double> image(input.data(), {1, 1, 5, 7}), places(grid.data(), {1, 4, 6, 2});
    EXPECT_TRUE(gs::same_bits(sampled<double>({"--input", "x.npy", "--grid", "g.npy"}),
                              gs::grid_sample(image, places, gs::Options{})));
}

TEST_F(Sample, BuiltInGridsHaveThePrecisionOfTheInputsArithmetic) {
    const auto input = gs::random_doubles({2, 3, 5, 7}, 1);
    const auto identity = gs::linspace_grid<double>(5, 7);
    const gs::TensorView<const double> grid(identity.data(), {2, 5, 7, 2}, {0, 14, 2, 1});  // the same for both images
    gs::write_npy(path("x.npy"), input);
    EXPECT_TRUE(gs::same_bits(sampled<double>({"--input", "x.npy", "--grid", "linspace"}),
                              gs::grid_sample(input.view(), grid, gs::Options{})));

    const auto halves = gs::converted<gs::Half>(gs::random_doubles({1, 3, 5, 7}, 1));
    gs::write_npy(path("x.npy"), halves);
    EXPECT_TRUE(gs::same_bits(sampled<gs::Half>({"--input", "x.npy", "--grid", "centres:300x200"}),
                              gs::grid_sample(halves.view(), gs::centres_grid(300, 200).view(), gs::Options{})));

    const auto volume = gs::random_doubles({2, 1, 3, 4, 5}, 1);
    gs::write_npy(path("x.npy"), volume);
    EXPECT_TRUE(gs::same_bits(sampled<double>({"--input", "x.npy", "--grid", "centres", "--mode", "nearest"}), volume));
}

TEST_F(Sample, BuiltInGridsWithoutSizesAreTheIdentityOfVolumes) {
    const gs::Tensor<float> input = gs::counting({2, 1, 3, 4, 5});
    gs::write_npy(path("x.npy"), input);
    const auto output = [&](const char* grid, const char* align_corners) {
        return sampled({"--input", "x.npy", "--grid", grid, "--mode", "nearest", "--align-corners", align_corners});
    };
    EXPECT_TRUE(gs::same_bits(output("linspace", "true"), input));
    EXPECT_TRUE(gs::same_bits(output("centres", "false"), input));
}

TEST_F(Sample, SaysWhatDoesNotGoWithVolumes) {
    gs::write_npy(path("x.npy"), gs::counting({1, 1, 3, 4, 5}));
    gs::write_npy(path("g.npy"), gs::counting({1, 3, 4, 5, 3}));
    gs::write_npy(path("row.npy"), gs::counting({7}));
    expect_refused({"sample", "--input", "x.npy", "--output", "y.npy"}, 1,
                   "linspace:3x3: is a grid for images, but the input is a volume with sizes [1, 1, 3, 4, 5]");
    expect_refused({"sample", "--grid", "g.npy", "--output", "y.npy"}, 1, "[1, 3, 4, 5, 3]");
    expect_refused({"sample", "--input", "row.npy", "--output", "y.npy"}, 1, "(N, C, D, H, W), but it has sizes [7]");
    for (const char* file : {"x.npy", "g.npy"})
        expect_refused({"explain", file[0] == 'x' ? "--input" : "--grid", file}, 1,
                       std::string(file) + ": has sizes [1, ");
    expect_refused({"explain", "--input", "x.npy", "--grid", "linspace"}, 1, "sample and grad take volumes");
    expect_refused({"explain", "--grid", "g.npy"}, 1,
                   "as grids for volumes have, but the input with sizes [1, 1, 4, 4]");
}

TEST_F(Sample, DoesNotDependOnThreads) {
    const std::vector<std::string> data{"--input", "ramp:100x100", "--grid", "linspace:300x200", "--threads"};
    const auto with_threads = [&](const char* threads) {
        std::vector<std::string> arguments = data;
        arguments.emplace_back(threads);
        return sampled(arguments);
    };
    const gs::Tensor<float> alone = with_threads("1");
    EXPECT_TRUE(gs::same_bits(with_threads("4"), alone));
    EXPECT_TRUE(gs::same_bits(with_threads("0"), alone));
}

TEST_F(Sample, FollowsASceneAndWhatIsSaidInstead) {
    expect_table({"--scene", "nearest-ties"}, {0, 2, 0, 8, 10, 0, 0, 0, 0});
    expect_table({"--scene", "nearest-ties", "--mode", "bilinear"}, {0, 0.75f, 0.75f, 3, 7.5f, 4.5f, 3, 6.75f, 3.75f});
}

TEST_F(Sample, ReplacesAnOlderOutput) {
    gs::replace_file(path("y.npy"), "older");
    expect_table({}, {0, 0.75f, 0.75f, 3, 7.5f, 4.5f, 3, 6.75f, 3.75f});
    EXPECT_EQ(files().size(), 1u);
}

TEST_F(Sample, LeavesAnOlderOutputAloneWhenItFails) {
    gs::replace_file(path("y.npy"), "older");
    gs::replace_file(path("bad.npy"), "no tensor");
    gs::write_npy(path("g.npy"), gs::random_tensor({2, 3, 3, 2}, 1));
    expect_refused({"sample", "--input", "bad.npy", "--output", "y.npy"}, 1, "bad.npy");
    expect_refused({"sample", "--input", "missing.npy", "--output", "y.npy"}, 1, "missing.npy");
    expect_refused({"sample", "--grid", "g.npy", "--output", "y.npy"}, 1, "[2, 3, 3, 2]");
    expect_refused({"sample", "--device", "cuda", "--mode", "cubic", "--output", "y.npy"}, 2, "--mode");
}

TEST_F(Sample, NamesTheFileThatCannotBeWritten) {
    expect_refused({"sample", "--output", "no-such-folder/y.npy"}, 1, "no-such-folder/y.npy");
}

TEST_F(Sample, WritesOneOutputOnly) {
    expect_refused({"sample", "--align-corners", "both", "--output", "y.npy"}, 2, "--align-corners is both");
}

}  // namespace
}  // namespace viz
