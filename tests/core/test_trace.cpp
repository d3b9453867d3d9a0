// SPDX-License-Identifier: MIT
// The trace tells what the batch did, and tells it to the last bit.
#include "core/trace.h"

#include <gtest/gtest.h>

#include "core/grid_sample.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// Random places inside and around the image, then all pairs with awkward floats.
Tensor<float> grid_with_awkward_places(int64_t batch, uint32_t seed) {
    const std::vector<float> awkward = awkward_floats();
    const auto count = static_cast<int64_t>(awkward.size());
    Tensor<float> grid = random_tensor({batch, 4, count, 2}, seed, -2.5f, 2.5f);
    for (int64_t n = 0; n < batch; ++n)
        for (int64_t w = 0; w < count; ++w) {
            const float value = awkward[static_cast<size_t>(w)];
            grid.at(n, 1, w, 0) = value;
            grid.at(n, 2, w, 1) = value;
            grid.at(n, 3, w, 0) = value;
            grid.at(n, 3, w, 1) = awkward[static_cast<size_t>((w * 7 + n) % count)];
        }
    return grid;
}

/// Calls function(trace, output) for every output of the call.
template <class Function>
void for_each_output(const Tensor<float>& input, const Tensor<float>& grid, const Options& options,
                     Function&& function) {
    const Tensor<float> output = grid_sample(input.view(), grid.view(), options);
    for (int64_t n = 0; n < output.size(0); ++n)
        for (int64_t c = 0; c < output.size(1); ++c)
            for (int64_t h = 0; h < output.size(2); ++h)
                for (int64_t w = 0; w < output.size(3); ++w)
                    function(trace(input.view(), n, c, {grid.at(n, h, w, 0), grid.at(n, h, w, 1)}, options),
                             output.at(n, c, h, w));
}

std::string place(const Trace& traced) {
    return text(traced.options) + " x " + std::to_string(traced.x.grid) + " y " + std::to_string(traced.y.grid);
}

TEST(Trace, OutputEqualsGridSampleBitForBit) {
    for (const Sizes& sizes :
         {Sizes{1, 1, 1, 1}, {1, 1, 1, 6}, {1, 2, 5, 1}, {2, 3, 4, 4}, {2, 1, 5, 7}, {1, 1, 16, 17}})
        for (const Options& options : all_options()) {
            const Tensor<float> input = random_tensor(sizes, 1), grid = grid_with_awkward_places(sizes[0], 2);
            for_each_output(input, grid, options, [&](const Trace& traced, float output) {
                EXPECT_TRUE(same_bits(traced.output, output)) << sizes.text() << " " << place(traced);
            });
        }
}

TEST(Trace, FollowsStridesAsTheBatchDoes) {
    const Tensor<float> channels_last = random_tensor({1, 5, 7, 3}, 3), grid = grid_with_awkward_places(1, 4);
    const TensorView<const float> view(channels_last.data(), {1, 3, 5, 7}, {105, 1, 21, 3});
    const Tensor<float> output = grid_sample(view, grid.view(), {});
    for (int64_t c = 0; c < 3; ++c)
        for (int64_t w = 0; w < output.size(3); ++w)
            EXPECT_TRUE(same_bits(trace(view, 0, c, {grid.at(0, 0, w, 0), grid.at(0, 0, w, 1)}, {}).output,
                                  output.at(0, c, 0, w)));
}

TEST(Trace, BilinearTapsFusedOneAfterTheOtherGiveTheOutput) {
    const Tensor<float> input = random_tensor({1, 1, 5, 7}, 5), grid = grid_with_awkward_places(1, 6);
    for (const Options& options : all_options()) {
        if (options.mode != Mode::bilinear) continue;
        for_each_output(input, grid, options, [](const Trace& traced, float output) {
            ASSERT_EQ(traced.taps.size(), 4u);
            float sum = traced.taps[0].product;
            for (size_t k = 1; k < 4; ++k) sum = std::fma(traced.taps[k].value, traced.taps[k].weight, sum);
            EXPECT_TRUE(same_bits(sum, output)) << place(traced);
        });
    }
}

TEST(Trace, BicubicRowsFusedOneAfterTheOtherGiveTheOutputAndTapsNearlyDo) {
    constexpr double kOtherOrderOfSums = 4e-6;  // 16 products of values up to 1, some last bits each
    const Tensor<float> input = random_tensor({1, 1, 5, 7}, 7), grid = grid_with_awkward_places(1, 8);
    for (const Options& options : all_options()) {
        if (options.mode != Mode::bicubic) continue;
        for_each_output(input, grid, options, [&](const Trace& traced, float output) {
            ASSERT_EQ(traced.row_sums.size(), 4u);
            ASSERT_EQ(traced.taps.size(), 16u);
            float rows = traced.y.weights[0] * traced.row_sums[0];
            for (size_t j = 1; j < 4; ++j) rows = std::fma(traced.y.weights[j], traced.row_sums[j], rows);
            EXPECT_TRUE(same_bits(rows, output)) << place(traced);
            double products = 0;
            for (const TapTrace& tap : traced.taps) products += tap.product;
            EXPECT_TRUE(near(products, output, kOtherOrderOfSums)) << place(traced);
        });
    }
}

void expect_consistent(const Trace& traced, const Tensor<float>& input) {
    const size_t columns = traced.x.weights.size();
    ASSERT_EQ(traced.taps.size(), columns * traced.y.weights.size());
    EXPECT_EQ(traced.row_sums.empty(), traced.options.mode != Mode::bicubic);
    for (const AxisTrace* axis : {&traced.x, &traced.y}) EXPECT_EQ(axis->fraction, axis->padded - axis->base);
    for (size_t k = 0; k < traced.taps.size(); ++k) {
        const TapTrace& tap = traced.taps[k];
        const bool inside = tap.x >= 0 && tap.x < input.size(3) && tap.y >= 0 && tap.y < input.size(2);
        EXPECT_EQ(tap.in_bounds, inside) << place(traced);
        EXPECT_TRUE(same_bits(tap.value, inside ? input.at(0, 0, tap.y, tap.x) : 0));
        EXPECT_TRUE(same_bits(tap.weight, traced.y.weights[k / columns] * traced.x.weights[k % columns]));
        EXPECT_TRUE(same_bits(tap.product, tap.weight * tap.value));
        const int64_t before_base = traced.options.mode == Mode::bicubic ? 1 : 0;
        EXPECT_EQ(tap.unpadded_x,
                  static_cast<int64_t>(traced.x.base) - before_base + static_cast<int64_t>(k % columns));
        EXPECT_EQ(tap.unpadded_y,
                  static_cast<int64_t>(traced.y.base) - before_base + static_cast<int64_t>(k / columns));
    }
}

TEST(Trace, TapsAreThePixelsTheyName) {
    const Tensor<float> input = random_tensor({1, 1, 5, 7}, 9), grid = grid_with_awkward_places(1, 10);
    for (const Options& options : all_options())
        for_each_output(input, grid, options, [&](const Trace& traced, float) { expect_consistent(traced, input); });
}

TEST(Trace, NamesTapsRowByRow) {
    const Tensor<float> input = counting({1, 1, 4, 4});
    const auto names = [&](Mode mode) {
        std::string all;
        for (const TapTrace& tap : trace(input.view(), 0, 0, {0.1f, 0.1f}, {.mode = mode}).taps) all += tap.name + ";";
        return all;
    };
    EXPECT_EQ(names(Mode::nearest), "nearest;");
    EXPECT_EQ(names(Mode::bilinear), "NW;NE;SW;SE;");
    EXPECT_EQ(names(Mode::bicubic),
              "x-1 y-1;x+0 y-1;x+1 y-1;x+2 y-1;x-1 y+0;x+0 y+0;x+1 y+0;x+2 y+0;"
              "x-1 y+1;x+0 y+1;x+1 y+1;x+2 y+1;x-1 y+2;x+0 y+2;x+1 y+2;x+2 y+2;");
}

TEST(Trace, ShowsTheWorkedExampleStepByStep) {
    constexpr double kPrintedDigits = 1e-6;  // of the document's table
    const Trace traced = trace(counting({1, 1, 4, 4}).view(), 0, 0, {0.7143f, -0.7143f}, {.align_corners = false});
    EXPECT_TRUE(near(traced.x.unnormalized, 2.928600, kPrintedDigits));
    EXPECT_TRUE(near(traced.y.unnormalized, 0.071400, kPrintedDigits));
    EXPECT_EQ(traced.x.base, 2);
    EXPECT_EQ(traced.y.base, 0);
    EXPECT_TRUE(near(traced.x.fraction, 0.928600, kPrintedDigits));
    EXPECT_EQ(traced.x.size, 4);
    const double weights[] = {0.066302, 0.862298, 0.005098, 0.066302}, values[] = {2, 3, 6, 7};
    for (size_t k = 0; k < 4; ++k) {
        EXPECT_TRUE(near(traced.taps[k].weight, weights[k], kPrintedDigits)) << traced.taps[k].name;
        EXPECT_EQ(traced.taps[k].value, values[k]) << traced.taps[k].name;
    }
}

TEST(Trace, ShowsWhereBicubicTapsWereMovedTo) {
    const Tensor<float> input = counting({1, 1, 4, 4});
    const auto columns = [&](Padding padding, bool align_corners) {  // of the first row's taps, at x = pixel 0.5
        std::vector<int64_t> result;
        const float x = align_corners ? 0.5f * 2 / 3 - 1 : -0.5f;
        for (const TapTrace& tap : trace(input.view(), 0, 0, {x, 0}, {Mode::bicubic, padding, align_corners}).taps)
            if (result.size() < 4) result.push_back(tap.x);
        return result;
    };
    EXPECT_EQ(columns(Padding::zeros, false), (std::vector<int64_t>{-1, 0, 1, 2}));
    EXPECT_EQ(columns(Padding::border, false), (std::vector<int64_t>{0, 0, 1, 2}));
    EXPECT_EQ(columns(Padding::reflection, false), (std::vector<int64_t>{0, 0, 1, 2}));  // the edge pixel again
    EXPECT_EQ(columns(Padding::reflection, true), (std::vector<int64_t>{1, 0, 1, 2}));   // the one beyond it
}

TEST(Trace, SaysWhatPaddingDid) {
    const Tensor<float> input = counting({1, 1, 4, 4});
    const auto effect = [&](float x, Padding padding) {
        return trace(input.view(), 0, 0, {x, 0}, {.padding = padding}).x.effect;
    };
    for (const Padding padding : kPaddings) {
        EXPECT_EQ(effect(0.2f, padding), PaddingEffect::none);
        for (const float x : {kNaN, kInf, -kInf, 3e9f}) EXPECT_EQ(effect(x, padding), PaddingEffect::replaced) << x;
    }
    for (const float x : {-1.5f, 1.5f, -30.0f}) {
        EXPECT_EQ(effect(x, Padding::zeros), PaddingEffect::outside) << x;
        EXPECT_EQ(effect(x, Padding::border), PaddingEffect::clamped) << x;
        EXPECT_EQ(effect(x, Padding::reflection), PaddingEffect::reflected) << x;
    }
}

TEST(Trace, SaysThatTheOuterHalfPixelIsClampedUnderReflection) {
    for (const int64_t size : {3, 4, 5, 7}) {
        const Tensor<float> image = counting({1, 1, size, size}), volume = counting({1, 1, size, size, size});
        Random random(11);
        for (int count = 0; count < 50; ++count) {
            const float x = 1 - random.uniform_float(0.01f, 0.99f) / static_cast<float>(size);
            const Options options{.padding = Padding::reflection};
            for (const float at : {x, -x}) {
                EXPECT_EQ(trace(image.view(), 0, 0, {at, 0}, options).x.effect, PaddingEffect::clamped) << at;
                EXPECT_EQ(trace(volume.view(), 0, 0, {0, 0, at}, options).z.effect, PaddingEffect::clamped) << at;
            }
        }
    }
}

TEST(Trace, RefusesImagesAndChannelsThatDoNotExist) {
    const Tensor<float> input({2, 3, 4, 4}), flat({4, 4}), hollow({1, 1, 0, 4});
    for (const auto& [n, c] : {std::pair{2, 0}, {-1, 0}, {0, 3}, {0, -1}}) {
        const std::string message = message_of<std::invalid_argument>([&, image = n, channel = c] {
            trace(input.view(), image, channel, {0, 0}, {});
        });
        EXPECT_TRUE(contains(message, "[2, 3, 4, 4]"));
        EXPECT_TRUE(contains(message, "n = " + std::to_string(n)));
        EXPECT_TRUE(contains(message, "c = " + std::to_string(c)));
    }
    EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] { trace(flat.view(), 0, 0, {0, 0}, {}); }), "[4, 4]"));
    EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] {
                             trace(hollow.view(), 0, 0, {0, 0}, {});
                         }),
                         "[1, 1, 0, 4]"));
}

}  // namespace
}  // namespace gs
