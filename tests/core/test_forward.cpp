// SPDX-License-Identifier: MIT
// The batch: worked examples, and what must not change the result.
#include <gtest/gtest.h>

#include <array>

#include "core/grid_sample.h"
#include "core/grids.h"
#include "core/trace.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

Tensor<float> ramp() {
    return counting({1, 1, 4, 4});
}

float sample_at(const Tensor<float>& input, float x, float y, const Options& options) {
    return grid_sample(input.view(), Tensor<float>({1, 1, 1, 2}, {x, y}).view(), options).at(0, 0, 0, 0);
}

TEST(WorkedExample, FreeQueryOnTheRamp) {
    // Half of the last printed digit, and a last bit (1.2e-6, see Weights) of each bicubic weight of a value near 4.
    constexpr double kPrintedDigits = 5e-7 + 4 * 1.2e-6;
    const auto expect = [](Mode mode, Padding padding, double corners, double edges) {
        EXPECT_TRUE(near(sample_at(ramp(), 0.7143f, -0.7143f, {mode, padding, true}), corners, kPrintedDigits));
        EXPECT_TRUE(near(sample_at(ramp(), 0.7143f, -0.7143f, {mode, padding, false}), edges, kPrintedDigits));
    };
    for (const Padding padding : kPaddings) expect(Mode::bilinear, padding, 4.285650, 3.214200);
    for (const Padding padding : kPaddings) expect(Mode::nearest, padding, 3, 3);
    expect(Mode::bicubic, Padding::zeros, 4.793470, 3.451807);
    expect(Mode::bicubic, Padding::border, 4.023267, 3.160923);
    expect(Mode::bicubic, Padding::reflection, 3.708390, 3.160923);
}

/// All weights are sums of a few powers of two here, so that float32 makes no error.
void expect_linspace_row(const Options& options, const std::vector<float>& want) {
    const Tensor<float> output = grid_sample(ramp().view(), linspace_grid(3, 3).view(), options);
    EXPECT_TRUE(same_bits(output, Tensor<float>({1, 1, 3, 3}, want))) << text(options);
}

TEST(WorkedExample, LinspaceGridBetweenCorners) {
    const std::vector<float> plane{0, 1.5, 3, 6, 7.5, 9, 12, 13.5, 15}, rounded{0, 2, 3, 8, 10, 11, 12, 14, 15};
    for (const Padding padding : kPaddings) {
        expect_linspace_row({Mode::bilinear, padding, true}, plane);
        expect_linspace_row({Mode::nearest, padding, true}, rounded);
        expect_linspace_row({Mode::bicubic, padding, true}, plane);
    }
}

TEST(WorkedExample, LinspaceGridBetweenEdges) {
    const std::vector<float> plane{0, 1.5, 3, 6, 7.5, 9, 12, 13.5, 15}, rounded{0, 2, 3, 8, 10, 11, 12, 14, 15};
    expect_linspace_row({Mode::bilinear, Padding::zeros, false}, {0, 0.75, 0.75, 3, 7.5, 4.5, 3, 6.75, 3.75});
    expect_linspace_row({Mode::bilinear, Padding::border, false}, plane);
    expect_linspace_row({Mode::bilinear, Padding::reflection, false}, plane);
    expect_linspace_row({Mode::nearest, Padding::zeros, false}, {0, 2, 0, 8, 10, 0, 0, 0, 0});
    expect_linspace_row({Mode::nearest, Padding::border, false}, rounded);
    expect_linspace_row({Mode::nearest, Padding::reflection, false}, rounded);
    expect_linspace_row({Mode::bicubic, Padding::zeros, false},
                        {-0.234375, 0.375, 0.609375, 2.90625, 7.5, 4.59375, 3.140625, 7.125, 3.984375});
    expect_linspace_row({Mode::bicubic, Padding::border, false},
                        {-0.46875, 1.125, 2.71875, 5.90625, 7.5, 9.09375, 12.28125, 13.875, 15.46875});
    expect_linspace_row({Mode::bicubic, Padding::reflection, false},
                        {-0.9375, 0.75, 2.4375, 5.8125, 7.5, 9.1875, 12.5625, 14.25, 15.9375});
}

TEST(Zeros, FadeOverOnePixelInsteadOfCuttingAtTheEnds) {
    const Tensor<float> ones({1, 1, 4, 4}, std::vector<float>(16, 1));
    EXPECT_EQ(sample_at(ones, -1, 0, {.align_corners = false}), 0.5f);
    EXPECT_EQ(sample_at(ones, -1, -1, {.align_corners = false}), 0.25f);
    EXPECT_EQ(sample_at(ones, -1, 0, {.align_corners = true}), 1);
    EXPECT_EQ(sample_at(ones, -1, -1, {.align_corners = true}), 1);
}

TEST(Axes, XRunsAlongTheWidthAndComesFirst) {
    const Tensor<float> input = counting({1, 1, 2, 5});  // value = 5 * row + column
    EXPECT_EQ(sample_at(input, 1, -1, {.align_corners = true}), 4);
    EXPECT_EQ(sample_at(input, -1, 1, {.align_corners = true}), 5);
}

/// Every pixel is Inf or NaN but for those that the sample at (x, y) taps.
Tensor<float> poisoned_but_for_taps(const Tensor<float>& clean, float x, float y, const Options& options) {
    Tensor<float> input(clean.sizes());
    for (int64_t i = 0; i < input.count(); ++i)
        input.data()[i] = std::array{kNaN, kInf, -kInf}[static_cast<size_t>(i % 3)];
    for (const TapTrace& tap : trace(clean.view(), 0, 0, {x, y}, options).taps)
        if (tap.in_bounds) input.at(0, 0, tap.y, tap.x) = clean.at(0, 0, tap.y, tap.x);
    return input;
}

TEST(UnusedPixels, DoNotMatterWhateverTheyHold) {
    const Tensor<float> clean = random_tensor({1, 1, 7, 9}, 1);
    Random random(2);
    for (const Options& options : all_options())
        for (int k = 0; k < 300; ++k) {
            const float x = random.uniform_float(-2, 2), y = random.uniform_float(-2, 2);
            const Tensor<float> input = poisoned_but_for_taps(clean, x, y, options);
            EXPECT_TRUE(same_bits(sample_at(input, x, y, options), sample_at(clean, x, y, options)))
                << text(options) << " x " << x << " y " << y;
        }
}

TEST(UsedPixels, PassOnWhatTheyHold) {
    const Tensor<float> input({1, 1, 1, 2}, {kNaN, kInf});
    EXPECT_TRUE(std::isnan(sample_at(input, -1, 0, {Mode::nearest, Padding::zeros, true})));
    EXPECT_EQ(sample_at(input, 1, 0, {Mode::nearest, Padding::zeros, true}), kInf);
}

TEST(Threads, DoNotChangeTheResult) {
    const Tensor<float> input = random_tensor({2, 2, 13, 11}, 3);
    const Tensor<float> grid = random_tensor({2, 90, 200, 2}, 4, -2, 2);  // 36,000 pixels: ranges for 8 threads
    for (const Options& options : all_options()) {
        const Tensor<float> alone = grid_sample(input.view(), grid.view(), options, {.threads = 1});
        for (const int threads : {2, 3, 8, 0})
            EXPECT_TRUE(same_bits(grid_sample(input.view(), grid.view(), options, {.threads = threads}), alone))
                << text(options) << " threads " << threads;
    }
}

/// A view of `order` axes of the tensor as if it were of those axes: view.sizes[k] = sizes[order[k]].
TensorView<const float> permuted(const Tensor<float>& tensor, const std::array<int, 4>& order) {
    TensorView<const float> view = tensor.view();
    for (int axis = 0; axis < 4; ++axis) {
        view.sizes[axis] = tensor.view().sizes[order[static_cast<size_t>(axis)]];
        view.strides[axis] = tensor.view().strides[order[static_cast<size_t>(axis)]];
    }
    return view;
}

void expect_same_as_contiguous(const TensorView<const float>& input, const TensorView<const float>& grid) {
    const Tensor<float> plain_input = contiguous(input), plain_grid = contiguous(grid);
    for (const Options& options : all_options())
        EXPECT_TRUE(
            same_bits(grid_sample(input, grid, options), grid_sample(plain_input.view(), plain_grid.view(), options)))
            << text(options);
}

TEST(Views, PermutedAxesGiveTheSameBits) {
    const Tensor<float> channels_last = random_tensor({2, 5, 7, 3}, 5);    // (N, H, W, C)
    const Tensor<float> xy_first = random_tensor({2, 2, 6, 4}, 6, -2, 2);  // (2, N, Ho, Wo)
    expect_same_as_contiguous(permuted(channels_last, {0, 3, 1, 2}), permuted(xy_first, {1, 2, 3, 0}));
}

TEST(Views, StepsFlipsAndRepeatsGiveTheSameBits) {
    const Tensor<float> large = random_tensor({2, 3, 8, 10}, 7), row = random_tensor({1, 1, 4, 2}, 8, -2, 2);
    // Every other row, columns from the right, and the first channel in place of all.
    const TensorView<const float> input(large.data() + 9, {2, 3, 4, 10}, {240, 0, 20, -1});
    // One row of the grid for every row and every image, as expand gives it.
    const TensorView<const float> grid(row.data(), {2, 5, 4, 2}, {0, 0, 2, 1});
    EXPECT_EQ(input.at(1, 2, 1, 0), large.at(1, 0, 2, 9));
    expect_same_as_contiguous(input, grid);
}

TEST(EmptyAxes, GiveEmptyOutputs) {
    const auto expect = [](const Sizes& input, const Sizes& grid, const Sizes& output) {
        for (const Options& options : all_options()) {
            const Tensor<float> image(input), places(grid);
            const Tensor<float> result = grid_sample(image.view(), places.view(), options);
            EXPECT_EQ(result.sizes(), output) << result.sizes().text();
            EXPECT_EQ(result.count(), 0);
        }
    };
    expect({0, 3, 4, 4}, {0, 2, 2, 2}, {0, 3, 2, 2});
    expect({2, 0, 4, 4}, {2, 3, 2, 2}, {2, 0, 3, 2});
    expect({2, 3, 4, 4}, {2, 0, 2, 2}, {2, 3, 0, 2});
    expect({2, 3, 4, 4}, {2, 2, 0, 2}, {2, 3, 2, 0});
}

}  // namespace
}  // namespace gs
