// SPDX-License-Identifier: MIT
// The gradients as what they are: derivatives of the forward. All in double.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/coordinates.h"
#include "core/grid_sample.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// Input, grid and grad_output of a call. The output's sizes are the grid's with another last axis.
struct Call {
    Tensor<double> input, grid, grad_output;
    Options options;

    Tensor<double> forward() const { return grid_sample(input.view(), grid.view(), options); }
    Gradients<double, double> backward() const {
        return grid_sample_backward(grad_output.view(), input.view(), grid.view(), options);
    }
    int dims() const { return input.sizes().rank() - 2; }
    std::string name() const { return input.sizes().text() + " " + text(options); }
};

/// Grid values whose pixel coordinates stay away from all kinks, which lie at whole and half pixels, and which reach
/// from two images before to two images behind. On a one-pixel axis under align_corners = true any value will do.
Tensor<double> grid_without_kinks(const Sizes& input, const Sizes& sizes, bool align_corners, uint32_t seed) {
    Random random(seed);
    Tensor<double> grid(sizes);
    const int dims = input.rank() - 2;
    for (int64_t i = 0; i < grid.count(); ++i) {
        const int64_t size = input[dims + 1 - static_cast<int>(i % dims)];
        const double half_pixel = std::floor(random.uniform(-4, 6) * static_cast<double>(size)) / 2;
        const double pixel = half_pixel + random.uniform(0.05, 0.45);
        grid.data()[i] = align_corners && size == 1 ? random.uniform(-3, 3) : normalize(pixel, size, align_corners);
    }
    return grid;
}

/// Calls function(call) for images and volumes, also of one-pixel axes, in all options.
template <class Function>
void for_each_call(Function&& function) {
    const auto with_sizes = [&](const Sizes& input, const Sizes& output, const Sizes& grid) {
        for (const Options& options : all_options())
            function(Call{random_doubles(input, 1), grid_without_kinks(input, grid, options.align_corners, 2),
                          random_doubles(output, 3), options});
    };
    with_sizes({2, 3, 5, 7}, {2, 3, 6, 5}, {2, 6, 5, 2});
    with_sizes({1, 1, 1, 6}, {1, 1, 3, 9}, {1, 3, 9, 2});
    with_sizes({1, 2, 4, 1}, {1, 2, 3, 9}, {1, 3, 9, 2});
    with_sizes({2, 2, 3, 5, 4}, {2, 2, 3, 2, 5}, {2, 3, 2, 5, 3});
    with_sizes({1, 1, 1, 4, 3}, {1, 1, 3, 4, 2}, {1, 3, 4, 2, 3});
    with_sizes({1, 1, 1, 1, 1}, {1, 1, 3, 4, 2}, {1, 3, 4, 2, 3});
}

double dot(const Tensor<double>& a, const Tensor<double>& b) {
    double sum = 0;
    for (int64_t i = 0; i < a.count(); ++i) sum += a.data()[i] * b.data()[i];
    return sum;
}

/// a + factor * b.
Tensor<double> combined(Tensor<double> a, double factor, const Tensor<double>& b) {
    for (int64_t i = 0; i < a.count(); ++i) a.data()[i] += factor * b.data()[i];
    return a;
}

/// The derivative of sum(grad_output * output) with respect to one axis of every place of the grid, by central
/// differences of all places at once: an output depends on its own place alone.
std::vector<double> differences(const Call& call, int axis, double step) {
    const auto shifted = [&](double by) {
        Call moved = call;
        for (int64_t i = axis; i < moved.grid.count(); i += call.dims()) moved.grid.data()[i] += by;
        return moved.forward();
    };
    const Tensor<double> rise = combined(shifted(step), -1, shifted(-step));
    const int64_t channels = call.input.size(1), places = call.grid.count() / call.input.size(0) / call.dims();
    std::vector<double> result(static_cast<size_t>(call.input.size(0) * places));
    for (int64_t i = 0; i < rise.count(); ++i) {
        const int64_t n = i / places / channels;
        result[static_cast<size_t>(n * places + i % places)] +=
            rise.data()[i] * call.grad_output.data()[i] / (2 * step);
    }
    return result;
}

TEST(Backward, GridGradientIsTheSlopeOfTheForward) {
    // The step's square times a third derivative (bicubic) of some hundreds, and a rounding divided by the step.
    constexpr double kStep = 1e-6, kTruncationAndRounding = 2e-8;
    for_each_call([&](const Call& call) {
        const Tensor<double> gradient = call.backward().grid;
        for (int axis = 0; axis < call.dims(); ++axis) {
            const std::vector<double> want = differences(call, axis, kStep);
            for (size_t place = 0; place < want.size(); ++place)
                EXPECT_TRUE(near(gradient.data()[static_cast<int64_t>(place) * call.dims() + axis], want[place],
                                 kTruncationAndRounding))
                    << call.name() << " axis " << axis << " place " << place;
        }
    });
}

/// The roundings of the sums in the tests below, of some hundred products below 3.
constexpr double kRoundings = 1e-13;

TEST(Backward, InputGradientIsTheAdjointOfTheForward) {
    // The output is linear in the input: what a change of the input does to sum(grad_output * output), to either side.
    for_each_call([](const Call& call) {
        Call changed = call;
        changed.input = random_doubles(call.input.sizes(), 4);
        EXPECT_TRUE(
            near(dot(call.backward().input, changed.input), dot(call.grad_output, changed.forward()), kRoundings))
            << call.name();
    });
}

TEST(Backward, GradientsAreLinearInGradOutput) {
    constexpr double kFactor = -2.5;
    for_each_call([](const Call& call) {
        Call other = call, sum = call;
        other.grad_output = random_doubles(call.grad_output.sizes(), 5);
        sum.grad_output = combined(call.grad_output, kFactor, other.grad_output);
        const Gradients first = call.backward(), second = other.backward(), both = sum.backward();
        const auto expect_sum = [&](const Tensor<double>& got, const Tensor<double>& want) {
            for (int64_t i = 0; i < got.count(); ++i)
                EXPECT_TRUE(near(got.data()[i], want.data()[i], kRoundings)) << call.name() << " at element " << i;
        };
        expect_sum(both.input, combined(first.input, kFactor, second.input));
        expect_sum(both.grid, combined(first.grid, kFactor, second.grid));
    });
}

TEST(Backward, NearestHasNoGridGradient) {
    for_each_call([](const Call& call) {
        if (call.options.mode != Mode::nearest) return;
        const Tensor<double> gradient = call.backward().grid;
        EXPECT_TRUE(std::all_of(gradient.data(), gradient.data() + gradient.count(), [](double g) { return g == 0; }))
            << call.name();
    });
}

/// d output / d x at grid value x of a row of pixels 0, 1, 4, 9, 16.
double slope_at(double x, const Options& options) {
    const Tensor<double> row({1, 1, 1, 5}, {0, 1, 4, 9, 16}), grid({1, 1, 1, 2}, {x, 0}), one({1, 1, 1, 1}, {1});
    return grid_sample_backward(one.view(), row.view(), grid.view(), options).grid.at(0, 0, 0, 0);
}

TEST(BackwardAtKinks, AnIntegerCoordinateTakesTheSlopeOnItsRight) {
    for (const Padding padding : kPaddings) {
        EXPECT_EQ(slope_at(0, {Mode::bilinear, padding, true}), 2 * (9 - 4)) << name(padding);  // pixel 2
        EXPECT_EQ(slope_at(-0.5, {Mode::bilinear, padding, true}), 2 * (4 - 1)) << name(padding);
    }
    EXPECT_EQ(slope_at(1, {Mode::bilinear, Padding::zeros, true}), 2 * (0 - 16));
    EXPECT_EQ(slope_at(-1, {Mode::bilinear, Padding::zeros, true}), 2 * (1 - 0));
}

TEST(BackwardAtKinks, TheRimAndWhatLiesBeyondHaveSlope0UnderBorder) {
    for (const double x : {-1.0, 1.0, -1.25, 1.25, -40.0, 40.0})
        EXPECT_EQ(slope_at(x, {Mode::bilinear, Padding::border, true}), 0) << x;
    // Between edges the rim is half a pixel within [-1, 1].
    for (const double x : {-0.8, 0.8, -0.9, 0.9, -1.0, 1.0})
        EXPECT_EQ(slope_at(x, {Mode::bilinear, Padding::border, false}), 0) << x;
    EXPECT_NE(slope_at(-0.75, {Mode::bilinear, Padding::border, false}), 0);
}

TEST(BackwardAtKinks, ReflectionTurnsTheSlopeAroundAndHasNoneOnTheRim) {
    for (const double x : {-1.0, 1.0, 3.0, -3.0})
        EXPECT_EQ(slope_at(x, {Mode::bilinear, Padding::reflection, true}), 0) << x;
    const Options options{Mode::bilinear, Padding::reflection, true};
    EXPECT_EQ(slope_at(-1.125, options), -slope_at(-0.875, options));
    EXPECT_EQ(slope_at(-1.125, options), -2 * (1 - 0));
    EXPECT_EQ(slope_at(4.125, options), slope_at(0.125, options));
    EXPECT_EQ(slope_at(1.1, {Mode::bilinear, Padding::reflection, false}), 0);  // the outer half pixel, mirrored
}

TEST(BackwardAtKinks, ReplacedCoordinatesHaveSlope0AndLeaveTheOtherAxisIts) {
    const Tensor<double> image = random_doubles({1, 1, 4, 5}, 6), one({1, 1, 1, 1}, {1});
    for (const Options& options : all_options())
        for (const double value : {double{kNaN}, double{kInf}, -double{kInf}, 1e30, -1e30, 1e10, -1e10}) {
            const Tensor<double> grid({1, 1, 1, 2}, {value, 0.3});
            const auto gradients = grid_sample_backward(one.view(), image.view(), grid.view(), options);
            EXPECT_EQ(gradients.grid.at(0, 0, 0, 0), 0) << value << " " << text(options);
            EXPECT_TRUE(std::isfinite(gradients.grid.at(0, 0, 0, 1))) << value << " " << text(options);
            const double output = *grid_sample(image.view(), grid.view(), options).data();
            EXPECT_TRUE(near(dot(gradients.input, image), output, kRoundings)) << value << " " << text(options);
        }
}

}  // namespace
}  // namespace gs
