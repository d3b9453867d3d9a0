// SPDX-License-Identifier: MIT
// The trace tells what the backward did, and why.
#include <gtest/gtest.h>

#include <array>

#include "core/grid_sample.h"
#include "core/trace.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// A call with one channel, so that each entry of grad_grid comes from one trace.
template <class T>
struct Call {
    Tensor<T> input, grid, grad_output;

    int dims() const { return input.sizes().rank() - 2; }
    int64_t places() const { return grid.count() / dims(); }
    BasicTrace<T> trace_at(int64_t place, const Options& options) const {
        const T* at = grid.data() + place * dims();
        return trace(input.view(), 0, 0, {at[0], at[1], dims() == 3 ? at[2] : 0}, options, grad_output.data()[place]);
    }
};

/// Images and volumes read at random places inside and around them, at all ends, and at awkward ones.
template <class T>
std::vector<Call<T>> calls() {
    const auto with_awkward_rows = [](Tensor<T> grid, int dims) {
        const std::vector<float> awkward = awkward_floats();
        for (int64_t i = 0; i < static_cast<int64_t>(awkward.size()) * dims; ++i)
            if (i / dims % dims == i % dims) grid.data()[i] = awkward[static_cast<size_t>(i / dims)];
        return grid;
    };
    const auto random = [](const Sizes& sizes, uint32_t seed, double reach) {
        return converted<T>(random_doubles(sizes, seed, -reach, reach));
    };
    std::vector<Call<T>> result;
    for (const Sizes& sizes : {Sizes{1, 1, 5, 7}, {1, 1, 1, 6}, {1, 1, 1, 1}})
        result.push_back(
            {random(sizes, 1, 1), with_awkward_rows(random({1, 8, 9, 2}, 2, 2.5), 2), random({1, 1, 8, 9}, 3, 1)});
    for (const Sizes& sizes : {Sizes{1, 1, 3, 5, 7}, {1, 1, 1, 4, 5}})
        result.push_back({random(sizes, 4, 1), with_awkward_rows(random({1, 4, 4, 5, 3}, 5, 2.5), 3),
                          random({1, 1, 4, 4, 5}, 6, 1)});
    return result;
}

template <class T>
std::string name(const Call<T>& call, const Options& options) {
    return call.input.sizes().text() + " " + text(options);
}

template <class T>
void expect_axis_gradients() {
    for (const Call<T>& call : calls<T>())
        for (const Options& options : all_options()) {
            const auto gradient =
                grid_sample_backward(call.grad_output.view(), call.input.view(), call.grid.view(), options).grid;
            for (int64_t i = 0; i < gradient.count(); ++i) {
                const BasicTrace<T> traced = call.trace_at(i / call.dims(), options);
                const std::array axes{&traced.x, &traced.y, &traced.z};
                EXPECT_TRUE(same_bits(axes[static_cast<size_t>(i % call.dims())]->gradient, gradient.data()[i]))
                    << name(call, options) << " at element " << i;
            }
        }
}

TEST(TraceOfGradients, AxisGradientEqualsGradGridOfOneChannelBitForBit) {
    expect_axis_gradients<float>();
    expect_axis_gradients<double>();
}

template <class T>
void expect_received() {
    // A pixel receives from all places, each a rounding of at most 1, in whatever order the batch adds them.
    constexpr double kOtherOrderOfSums = 80 * std::numeric_limits<T>::epsilon();
    for (const Call<T>& call : calls<T>())
        for (const Options& options : all_options()) {
            const auto gradient =
                grid_sample_backward(call.grad_output.view(), call.input.view(), call.grid.view(), options).input;
            Tensor<double> received(call.input.sizes());
            const int64_t width = call.input.size(call.dims() + 1), height = call.input.size(call.dims());
            for (int64_t place = 0; place < call.places(); ++place)
                for (const auto& tap : call.trace_at(place, options).taps) {
                    EXPECT_TRUE(
                        same_bits(tap.received, tap.in_bounds ? tap.weight * call.grad_output.data()[place] : T(0)));
                    if (tap.in_bounds) received.data()[(tap.z * height + tap.y) * width + tap.x] += tap.received;
                }
            for (int64_t i = 0; i < gradient.count(); ++i)
                EXPECT_TRUE(near(gradient.data()[i], received.data()[i], kOtherOrderOfSums))
                    << name(call, options) << " at element " << i;
        }
}

TEST(TraceOfGradients, WhatTheTapsReceivedAddsUpToGradInput) {
    expect_received<float>();
    expect_received<double>();
}

TEST(TraceOfGradients, GradOutputScalesThemAndIs1UnlessGiven) {
    const Tensor<float> input = random_tensor({1, 1, 4, 5}, 7);
    const Trace one = trace(input.view(), 0, 0, {0.2f, -0.3f}, {}),
                four = trace(input.view(), 0, 0, {0.2f, -0.3f}, {}, 4);
    EXPECT_EQ(one.grad_output, 1);
    EXPECT_EQ(four.grad_output, 4);
    EXPECT_EQ(four.x.gradient, 4 * one.x.gradient);
    for (size_t k = 0; k < one.taps.size(); ++k) EXPECT_EQ(one.taps[k].received, one.taps[k].weight);
    for (size_t k = 0; k < one.taps.size(); ++k) EXPECT_EQ(four.taps[k].received, 4 * one.taps[k].weight);
}

/// The x axis of a place in a row of `size` pixels.
AxisTrace axis_at(float x, const Options& options, int64_t size = 4) {
    return trace(random_tensor({1, 1, 3, size}, 8).view(), 0, 0, {x, 0.1f}, options).x;
}

void expect_zero(const AxisTrace& axis, SlopeRule rule, const std::string& what) {
    EXPECT_EQ(axis.rule, rule) << what;
    EXPECT_EQ(axis.slope, 0) << what;
    EXPECT_EQ(axis.gradient, 0) << what;
}

TEST(SlopeRule, InsideTheSlopeIsTheScaleOfTheUnnormalisationAlone) {
    for (const Options& options : all_options()) {
        if (options.mode == Mode::nearest) continue;
        const AxisTrace axis = axis_at(0.3f, options);
        EXPECT_EQ(axis.rule, SlopeRule::scaled) << text(options);
        EXPECT_EQ(axis.slope, options.align_corners ? 1.5f : 2.0f) << text(options);
        EXPECT_NE(axis.gradient, 0) << text(options);
    }
}

TEST(SlopeRule, ReflectionNegatesItAfterAnOddNumberOfMirrorings) {
    for (const bool align_corners : {true, false}) {
        const Options options{Mode::bilinear, Padding::reflection, align_corners};
        const float scale = align_corners ? 1.5f : 2.0f;
        for (const float x : {-1.7f, 1.7f, -5.7f, 5.7f}) {
            EXPECT_EQ(axis_at(x, options).rule, SlopeRule::mirrored) << x;
            EXPECT_EQ(axis_at(x, options).slope, -scale) << x;
        }
        for (const float x : {-3.3f, 3.3f, 7.3f}) {
            EXPECT_EQ(axis_at(x, options).rule, SlopeRule::scaled) << x;
            EXPECT_EQ(axis_at(x, options).slope, scale) << x;
        }
    }
}

TEST(SlopeRule, TheRimAndWhatLiesBeyondIsHeld) {
    for (const float x : {-1.0f, 1.0f, -1.01f, 1.01f, -30.0f, 30.0f})
        expect_zero(axis_at(x, {Mode::bilinear, Padding::border, true}), SlopeRule::held, std::to_string(x));
    for (const float x : {-0.75f, 0.75f, -0.8f, 0.8f, -1.0f, 1.0f, -30.0f, 30.0f})
        expect_zero(axis_at(x, {Mode::bilinear, Padding::border, false}), SlopeRule::held, std::to_string(x));
    for (const float x : {-1.0f, 1.0f, 3.0f, -3.0f})  // reflection: the ends, and where it folds onto them
        expect_zero(axis_at(x, {Mode::bilinear, Padding::reflection, true}), SlopeRule::held, std::to_string(x));
    for (const float x : {-0.75f, 0.75f, -0.9f, 0.9f, -1.1f, 1.1f})  // and the outer half pixel, mirrored or not
        expect_zero(axis_at(x, {Mode::bilinear, Padding::reflection, false}), SlopeRule::held, std::to_string(x));
}

TEST(SlopeRule, ZerosAndBicubicHoldNothing) {
    for (const bool align_corners : {true, false})
        for (const float x : {-1.0f, 1.0f, -1.3f, 1.3f}) {
            EXPECT_EQ(axis_at(x, {Mode::bilinear, Padding::zeros, align_corners}).rule, SlopeRule::scaled) << x;
            for (const Padding padding : kPaddings)
                EXPECT_EQ(axis_at(x, {Mode::bicubic, padding, align_corners}).rule, SlopeRule::scaled) << x;
        }
}

TEST(SlopeRule, NearestRounds) {
    for (const Options& options : all_options())
        for (const float x : {0.3f, -1.0f, 1.7f, kNaN})
            if (options.mode == Mode::nearest) expect_zero(axis_at(x, options), SlopeRule::rounded, text(options));
}

TEST(SlopeRule, OnePixelBetweenCornersIsOnePoint) {
    for (const Options& options : all_options()) {
        if (options.mode == Mode::nearest) continue;
        if (options.align_corners)
            for (const float x : {0.0f, -1.0f, 2.3f})
                expect_zero(axis_at(x, options, 1), SlopeRule::single_pixel, text(options));
        else
            EXPECT_NE(axis_at(0.3f, options, 1).rule, SlopeRule::single_pixel) << text(options);
    }
}

TEST(SlopeRule, WhatHasNoPlaceIsReplaced) {
    for (const Options& options : all_options())
        for (const float x : {kNaN, kInf, -kInf, 3e9f, -3e9f})
            if (options.mode != Mode::nearest) expect_zero(axis_at(x, options), SlopeRule::replaced, text(options));
}

TEST(SlopeRule, TheThirdAxisHasItsOwn) {
    const Tensor<float> volume = random_tensor({1, 1, 4, 3, 5}, 9);
    const Trace traced = trace(volume.view(), 0, 0, {0.2f, 1.5f, -1}, {Mode::bilinear, Padding::reflection, true});
    EXPECT_EQ(traced.x.rule, SlopeRule::scaled);
    EXPECT_EQ(traced.y.rule, SlopeRule::mirrored);
    expect_zero(traced.z, SlopeRule::held, "z");
    EXPECT_EQ(trace(volume.view(), 0, 0, {0, 0, 0.2f}, {.align_corners = true}).z.slope, 1.5f);
}

}  // namespace
}  // namespace gs
