// SPDX-License-Identifier: MIT
// Files that are named without an option: told by their content, whatever the order.
#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "core/grid_sample.h"
#include "tests/cli/program.h"
#include "tests/core/near.h"
#include "tests/core/support.h"

namespace viz {
namespace {

struct Files : ProgramTest {
    Files() {
        gs::write_npy(path("x.npy"), input);
        gs::write_npy(path("g.npy"), grid);
        gs::replace_file(path("scene.json"), R"({"title": "mine", "input": "x.npy", "grid": "g.npy"})");
    }
    void expect_sampled(const std::vector<std::string>& files) const {
        std::vector<std::string> arguments{"sample", "--output", "y.npy"};
        arguments.insert(arguments.end(), files.begin(), files.end());
        EXPECT_EQ(answer(arguments), "");
        EXPECT_TRUE(gs::same_bits(read("y.npy"), gs::grid_sample(input.view(), grid.view(), gs::Options{})));
    }

    const gs::Tensor<float> input = gs::random_tensor({1, 2, 4, 5}, 1), grid = gs::random_tensor({1, 3, 3, 2}, 2);
};

TEST_F(Files, AnInputAndAGridAreTakenInEitherOrder) {
    expect_sampled({"x.npy", "g.npy"});
    expect_sampled({"g.npy", "x.npy"});
    expect_sampled({"--input", "x.npy", "g.npy"});
    expect_sampled({"x.npy", "--grid", "g.npy"});
    expect_sampled({"scene.json"});
    EXPECT_EQ(answer({"explain", "x.npy", "g.npy"}), answer({"explain", "--input", "x.npy", "--grid", "g.npy"}));
}

TEST_F(Files, ASingleArrayIsTheInputWhateverItsSizes) {
    EXPECT_EQ(answer({"explain", "g.npy"}), answer({"explain", "--input", "g.npy"}));
    EXPECT_EQ(answer({"explain", "x.npy", "--scene", "tens"}),
              answer({"explain", "--input", "x.npy", "--scene", "tens"}));
}

TEST_F(Files, OfTwoArraysThatMayBeGridsTheSecondIs) {
    gs::write_npy(path("narrow.npy"), gs::random_tensor({1, 1, 3, 2}, 3));
    EXPECT_EQ(answer({"explain", "narrow.npy", "g.npy"}),
              answer({"explain", "--input", "narrow.npy", "--grid", "g.npy"}));
    gs::write_npy(path("volume.npy"), gs::random_tensor({1, 1, 3, 4, 5}, 3));
    gs::write_npy(path("grid3.npy"), gs::random_tensor({1, 2, 2, 2, 3}, 3));
    EXPECT_EQ(answer({"sample", "grid3.npy", "volume.npy", "--output", "y.npy"}), "");
    EXPECT_EQ(read("y.npy").sizes(), (gs::Sizes{1, 1, 2, 2, 2}));
}

TEST_F(Files, MatricesAndArraysOfArchivesHaveTheirPlaceToo) {
    copy({"deflated.npz"});
    EXPECT_EQ(answer({"sample", "deflated.npz?array=grid", "deflated.npz?array=x", "--output", "y.npy"}), "");
    EXPECT_EQ(read("y.npy").sizes(), (gs::Sizes{1, 2, 2, 5}));
    gs::write_npy(path("t.npy"), gs::Tensor<float>({2, 3}, {1, 0, 0, 0, 1, 0}));
    noted({"sample", "theta:t.npy", "x.npy", "--output", "y.npy"},
          {"theta:t.npy: the matrix makes a grid as large as the input, [1, 4, 5, 2], for align_corners=False; "
           "theta:t.npy?align_corners=true makes the other"});
}

TEST_F(Files, ViewIsTheDefaultCommandForFilesToo) {
    expect_refused({"x.npy", "none.npy"}, 1, "none.npy: there is no such file");
    expect_refused({"none.npy"}, 1, "none.npy: there is no such file");
    gs::write_npy(path("volume.npy"), gs::Tensor<float>({1, 1, 3, 4, 5}));
    expect_refused({"volume.npy", "--grid", "linspace"}, 1, "volume.npy: has sizes [1, 1, 3, 4, 5], as volumes have");
    gs::write_npy(path("array"), gs::Tensor<float>({1, 1, 1, 3, 4}));
    expect_refused({"array", "--grid", "linspace"}, 1, "array: has sizes");
    expect_refused({"arra"}, 2, "there is no command 'arra', nor a file of that name; the nearest is");
}

TEST_F(Files, MoreThanOneOfAKindIsMisuse) {
    gs::replace_file(path("other.json"), "{}");
    expect_refused({"explain", "scene.json", "other.json"}, 2, "scene.json and other.json are both the scene");
    expect_refused({"explain", "scene.json", "--scene", "tens"}, 2, "tens and scene.json are both the scene");
    expect_refused({"view", "scene.json", "--lesson", "tens"}, 2, "scene.json and the lesson tens are both scenes");
    expect_refused({"explain", "x.npy", "g.npy", "x.npy"}, 2, "x.npy, g.npy and x.npy are arrays");
    expect_refused({"explain", "x.npy", "--input", "g.npy", "--grid", "g.npy"}, 2, "are both the grid");
}

}  // namespace
}  // namespace viz
