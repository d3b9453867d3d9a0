// SPDX-License-Identifier: MIT
// Every misuse is refused, in a sentence with the sizes at hand.
#include "core/check.h"

#include <gtest/gtest.h>

#include "core/coordinates.h"
#include "core/grid_sample.h"
#include "support.h"

namespace gs {
namespace {

TEST(OutputSizes, TakeBatchAndChannelsFromTheInputAndTheRestFromTheGrid) {
    EXPECT_EQ(output_sizes({2, 3, 5, 7}, {2, 11, 13, 2}), (Sizes{2, 3, 11, 13}));
    EXPECT_EQ(output_sizes({2, 3, 4, 5, 7}, {2, 9, 11, 13, 3}), (Sizes{2, 3, 9, 11, 13}));
    EXPECT_EQ(output_sizes({0, 0, 1, 1}, {0, 0, 0, 2}), (Sizes{0, 0, 0, 0}));
    EXPECT_EQ(output_sizes({0, 1, 1, 1}, {0, int64_t{1} << 40, int64_t{1} << 40, 2}).count(), 0);
    EXPECT_EQ(output_sizes({1, 1, kPixelLimit, kPixelLimit}, {1, 1, 1, 2}), (Sizes{1, 1, 1, 1}));
}

struct Misuse {
    Sizes input, grid;
    std::string complaint;
};

const std::vector<Misuse>& misuses() {
    static const std::vector<Misuse> all{
        {{3, 5, 7}, {1, 4, 4, 2}, "4-D"},
        {{}, {1, 4, 4, 2}, "4-D"},
        {{1, 3, 2, 5, 7}, {1, 4, 4, 2}, "4-D"},
        {{1, 3, 5, 7}, {4, 4, 2}, "4-D"},
        {{1, 3, 5, 7}, {1, 2, 4, 4, 3}, "4-D"},
        {{1, 1, 3, 5, 7}, {1, 2, 4, 4, 2}, "size 3"},
        {{1, 1, 0, 5, 7}, {1, 2, 4, 4, 3}, "non-empty depth, height and width"},
        {{2, 1, 3, 5, 7}, {1, 2, 4, 4, 3}, "same batch size"},
        {{1, 3, 5, 7}, {1, 4, 4, 3}, "size 2"},
        {{1, 3, 5, 7}, {1, 2, 4, 4}, "size 2"},
        {{1, 3, 5, 7}, {1, 4, 4, 0}, "size 2"},
        {{2, 3, 5, 7}, {3, 4, 4, 2}, "same batch size"},
        {{1, 3, 5, 7}, {2, 4, 4, 2}, "same batch size"},  // no broadcast, as in PyTorch
        {{1, 3, 0, 7}, {1, 4, 4, 2}, "non-empty height and width"},
        {{1, 3, 5, 0}, {1, 4, 4, 2}, "non-empty height and width"},
        {{1, 3, int64_t{kPixelLimit} + 1, 0}, {1, 4, 4, 2}, std::to_string(kPixelLimit)},
        {{1, 3, 1, int64_t{1} << 40}, {1, 4, 4, 2}, std::to_string(kPixelLimit)},
        {{1, 1, 4, 4}, {1, int64_t{1} << 32, int64_t{1} << 32, 2}, "fits memory"},  // 0 outputs modulo 2^64
        {{1, 1, 4, 4}, {1, int64_t{1} << 32, (int64_t{1} << 32) + 1, 2}, "fits memory"},
    };
    return all;
}

TEST(OutputSizes, RefuseEveryMisuseAndNameTheSizes) {
    for (const Misuse& misuse : misuses()) {
        const std::string message = message_of<std::invalid_argument>([&] { output_sizes(misuse.input, misuse.grid); });
        EXPECT_TRUE(contains(message, misuse.complaint));
        EXPECT_TRUE(contains(message, "input with sizes " + misuse.input.text()));
        EXPECT_TRUE(contains(message, "grid with sizes " + misuse.grid.text()));
    }
}

TEST(GridSample, RefusesWhatOutputSizesRefuse) {
    const std::vector<float> none;  // a refusal comes before the first element is looked at
    for (const Misuse& misuse : misuses())
        EXPECT_THROW(
            grid_sample(TensorView(none.data(), misuse.input), TensorView(none.data(), misuse.grid), Options{}),
            std::invalid_argument)
            << misuse.input.text() << " " << misuse.grid.text();
}

TEST(GridSample, RefusesResultsOfOtherSizes) {
    Tensor<float> input({1, 3, 5, 7}), grid({1, 4, 6, 2}), output({1, 3, 4, 6}), wrong({1, 3, 6, 4});
    const Options options;
    EXPECT_TRUE(contains(
        message_of<std::invalid_argument>([&] { grid_sample(input.view(), grid.view(), wrong.view(), options); }),
        "[1, 3, 4, 6], but it was given with sizes [1, 3, 6, 4]"));
    EXPECT_TRUE(contains(message_of<std::invalid_argument>(
                             [&] { grid_sample_backward<float>(wrong.view(), input.view(), grid.view(), options); }),
                         "grad_output to have sizes [1, 3, 4, 6], but got sizes [1, 3, 6, 4]"));
    EXPECT_THROW(
        grid_sample_backward<float>(output.view(), input.view(), grid.view(), wrong.view(), grid.view(), options),
        std::invalid_argument);
}

TEST(Device, CpuIsAlwaysAvailable) {
    EXPECT_EQ(unavailable_reason(Device::cpu), "");
}

TEST(Device, GivesAReasonOrAResult) {
    const Tensor<float> input({1, 1, 2, 2}), grid({1, 3, 3, 2});
    const auto sample = [&] { return grid_sample(input.view(), grid.view(), {}, {.device = Device::cuda}); };
    const std::string reason = unavailable_reason(Device::cuda);
    if (reason.empty()) {
        EXPECT_EQ(sample().sizes(), (Sizes{1, 1, 3, 3}));
    } else {
        EXPECT_TRUE(contains(message_of<std::runtime_error>(sample), reason));
    }
}

TEST(Sizes, CountOfAnEmptyTensorIsZeroHoweverLargeTheOtherAxes) {
    constexpr int64_t kLarge = int64_t{1} << 62;
    EXPECT_EQ((Sizes{kLarge, kLarge, 0, kLarge}).count(), 0);
    EXPECT_EQ((Sizes{0, kLarge, 3}).count(), 0);
    EXPECT_EQ((Sizes{2, 3, 4}).count(), 24);
    EXPECT_EQ(Sizes{}.count(), 1);
}

TEST(Sizes, StridesAndTextAreThoseOfPyTorch) {
    EXPECT_EQ((Sizes{2, 3, 4, 5}).contiguous_strides(), (Sizes{60, 20, 5, 1}));
    EXPECT_EQ((Sizes{1, 3, 4, 4}).text(), "[1, 3, 4, 4]");
    EXPECT_EQ(Sizes{}.text(), "[]");
}

}  // namespace
}  // namespace gs
