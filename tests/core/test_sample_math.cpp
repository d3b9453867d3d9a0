// SPDX-License-Identifier: MIT
// The maths of one axis: values, slopes, taps and weights.
#include "core/sample_math.h"

#include <gtest/gtest.h>

#include "core/dispatch.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// A handful of last bits of values of the order of 100 in double.
constexpr double kDoubleRounding = 1e-12;

TEST(Unnormalize, PutsTheEndsAtCentresOrAtOuterEdges) {
    for (int64_t size = 1; size <= 300; ++size) {
        const auto n = static_cast<float>(size);
        EXPECT_EQ(unnormalize(-1.0f, size, true).value, 0);
        EXPECT_EQ(unnormalize(1.0f, size, true).value, n - 1);
        EXPECT_EQ(unnormalize(-1.0f, size, false).value, -0.5f);
        EXPECT_EQ(unnormalize(1.0f, size, false).value, n - 0.5f);
    }
}

TEST(Normalize, InvertsUnnormalize) {
    Random random(1);
    for (const int64_t size : {1, 2, 3, 4, 17, 1024})
        for (const bool align_corners : {true, false})
            for (int k = 0; k < 1000; ++k) {
                if (size == 1 && align_corners) continue;
                const double g = random.uniform(-3, 3);
                const double pixel = unnormalize(g, size, align_corners).value;
                EXPECT_TRUE(near(normalize(pixel, size, align_corners), g, kDoubleRounding)) << size;
            }
}

TEST(Normalize, OfASinglePixelBetweenCornersIsZero) {
    EXPECT_EQ(normalize(0.0, 1, true), 0);
    EXPECT_EQ(normalize(5.0f, 1, true), 0);
}

TEST(Clip, KeepsTheInsideAndMovesTheRestToTheEnds) {
    const auto expect = [](float pixel, float value, float slope) {
        EXPECT_EQ(clip(pixel, 4).value, value) << pixel;
        EXPECT_EQ(clip(pixel, 4).slope, slope) << pixel;
    };
    expect(-7, 0, 0);
    expect(0, 0, 0);  // PyTorch counts the ends as outside
    expect(0.25f, 0.25f, 1);
    expect(2.75f, 2.75f, 1);
    expect(3, 3, 0);
    expect(3.5f, 3, 0);
}

TEST(Reflect, MatchesTheDocumentedTable) {
    struct Row {
        float pixel, between_centres, between_edges, clipped;  // for 4 pixels; clipped: between edges, then clip
    };
    for (const Row& row : {Row{-0.75f, 0.75f, -0.25f, 0}, Row{-1, 1, 0, 0}, Row{-1.5f, 1.5f, 0.5f, 0.5f},
                           Row{3.25f, 2.75f, 3.25f, 3}, Row{4.5f, 1.5f, 2.5f, 2.5f}, Row{7, 1, 0, 0}}) {
        EXPECT_EQ(reflect(row.pixel, 4, true).value, row.between_centres) << row.pixel;
        EXPECT_EQ(reflect(row.pixel, 4, false).value, row.between_edges) << row.pixel;
        EXPECT_EQ(pad(row.pixel, 4, Padding::reflection, false).value, row.clipped) << row.pixel;
    }
    EXPECT_EQ(reflect(2.5f, 1, true).value, 0);  // a single centre is its own mirror
    EXPECT_EQ(reflect(2.5f, 1, true).slope, 0);
}

/// Reflection as PyTorch's scalar code has it: the remainder, and the parity of the number of mirrors passed.
double reflect_by_flips(double pixel, int64_t size, bool align_corners) {
    const double low = align_corners ? 0 : -0.5, span = static_cast<double>(align_corners ? size - 1 : size);
    if (span == 0) return 0;
    const double distance = std::fabs(pixel - low), extra = std::fmod(distance, span);
    const bool odd = std::fmod(std::floor(distance / span), 2) == 1;
    return low + (odd ? span - extra : extra);
}

TEST(Reflect, EqualsTheScalarFormulaAndStaysInsideForAnyUsableInput) {
    constexpr double kRoundingAtTheLimit = 1e-6;  // the last bit of 2^30 in double, twice over, is some 5e-7
    Random random(2);
    for (const int64_t size : {1, 2, 3, 4, 7, 17, 1000})
        for (const bool align_corners : {true, false})
            for (int k = 0; k < 10000; ++k) {
                const double reach = std::ldexp(1, k % 31);  // up to kPixelLimit
                const double pixel = random.uniform(-reach, reach);
                const double value = reflect(pixel, size, align_corners).value;
                const double half = align_corners ? 0 : 0.5;
                ASSERT_TRUE(near(value, reflect_by_flips(pixel, size, align_corners), kRoundingAtTheLimit)) << pixel;
                ASSERT_GE(value, -half - kRoundingAtTheLimit) << pixel;
                ASSERT_LE(value, static_cast<double>(size - 1) + half + kRoundingAtTheLimit) << pixel;
            }
}

TEST(Pad, StaysBetweenTheEndCentresForAnyUsableFloat) {
    Random random(3);
    for (int k = 0; k < 1000000; ++k) {
        const float pixel = random.any_float();
        const int64_t size = 1 + random.bits() % (1u << (k % 24));
        if (!is_usable(pixel)) continue;
        for (const Padding padding : {Padding::border, Padding::reflection}) {
            const float value = pad(pixel, size, padding, k % 2 == 0).value;
            ASSERT_TRUE(value >= 0 && value <= static_cast<float>(size - 1)) << pixel << " size " << size;
        }
        ASSERT_TRUE(same_bits(pad(pixel, size, Padding::zeros, k % 2 == 0).value, pixel));
    }
}

/// Compares a slope with central differences. Where the two one-sided ones differ there is a kink, and no answer.
/// Returns whether there was one.
template <class Function>
bool expect_slope(Function&& function, double at) {
    // The functions are straight lines between kinks, so differences err by rounding alone: 1e-13 / kStep.
    constexpr double kStep = 1e-3, kDifferenceRounding = 1e-8;
    const double before = function(at - kStep).value, here = function(at).value, after = function(at + kStep).value;
    const double left = (here - before) / kStep, right = (after - here) / kStep;
    if (std::fabs(left - right) > kDifferenceRounding) return true;
    EXPECT_TRUE(near(function(at).slope, (left + right) / 2, kDifferenceRounding)) << "at " << at;
    return false;
}

TEST(Slopes, EqualFiniteDifferencesAwayFromKinks) {
    constexpr int kQueries = 2000, kMostKinks = 6 * kQueries / 50;  // six maps, kinks half a pixel apart or more
    for (const int64_t size : {1, 2, 3, 5, 16})
        for (const bool align_corners : {true, false}) {
            Random random(4);
            int kinks = 0;
            for (int k = 0; k < kQueries; ++k) {
                const double pixel = random.uniform(-40, 40);
                const auto padded = [&](Padding padding) {
                    return expect_slope([&](double p) { return pad(p, size, padding, align_corners); }, pixel);
                };
                kinks += expect_slope([&](double g) { return unnormalize(g, size, align_corners); }, pixel);
                kinks += expect_slope([&](double p) { return clip(p, size); }, pixel);
                kinks += expect_slope([&](double p) { return reflect(p, size, align_corners); }, pixel);
                kinks += padded(Padding::zeros) + padded(Padding::border) + padded(Padding::reflection);
            }
            EXPECT_LT(kinks, kMostKinks) << "most queries were to be compared";
        }
}

TEST(Slopes, ChainThroughBothMaps) {
    Random random(5);
    for (int k = 0; k < 2000; ++k) {
        const auto from_grid = [&](double g) {
            const auto unnormalized = unnormalize(g, 7, false);
            return then(unnormalized, pad(unnormalized.value, 7, Padding::reflection, false));
        };
        expect_slope(from_grid, random.uniform(-3, 3));
    }
}

TEST(Usable, EndsAtTheLimitAndExcludesWhatIsNoNumber) {
    const float limit = kPixelLimit;
    EXPECT_TRUE(is_usable(limit) && is_usable(-limit) && is_usable(0.0f));
    EXPECT_FALSE(is_usable(std::nextafter(limit, kInf)) || is_usable(std::nextafter(-limit, -kInf)));
    EXPECT_FALSE(is_usable(kNaN) || is_usable(kInf) || is_usable(-kInf));
}

TEST(Replacement, IsOutsideUnderZerosTheEndUnderBorderAndTheFirstPixelUnderReflection) {
    for (const float pixel : {kNaN, kInf, -kInf, 3e9f, -3e9f}) {
        EXPECT_LT(replacement(pixel, 5, Padding::zeros), -5) << pixel;
        EXPECT_EQ(replacement(pixel, 5, Padding::border), pixel > 0 ? 4 : 0) << pixel;
        EXPECT_EQ(replacement(pixel, 5, Padding::reflection), 0) << pixel;
    }
}

TEST(CubicWeights, MatchTheDocumentedTable) {
    constexpr double kHalfOfTheLastPrintedDigit = 5e-7;
    struct Row {
        float t, weights[4];
    };
    for (const Row& row : {Row{0, {0, 1, 0, 0}}, Row{0.25f, {-0.10546875f, 0.87890625f, 0.26171875f, -0.03515625f}},
                           Row{0.5f, {-0.09375f, 0.59375f, 0.59375f, -0.09375f}}}) {
        Mapped<float> weights[4];
        cubic_weights<2>(row.t, weights);
        for (int k = 0; k < 4; ++k)
            EXPECT_TRUE(near(weights[k].value, row.weights[k], kHalfOfTheLastPrintedDigit)) << row.t << " tap " << k;
    }
}

template <Mode mode>
void expect_weights_that_sum_to_1(double tolerance) {
    Random random(6);
    for (int k = 0; k < 1000000; ++k) {
        const Axis<float, mode> axis = sample_axis<float, mode>(random.uniform_float(-1.5f, 1.5f), 1 + k % 300,
                                                                kPaddings[static_cast<size_t>(k % 3)], k % 2 == 0);
        double sum = 0;
        for (const Mapped<float>& weight : axis.weight) sum += weight.value;
        ASSERT_TRUE(near(sum, 1, tolerance)) << k;
        ASSERT_GE(axis.fraction, 0);
        ASSERT_LT(axis.fraction, 1);
    }
}

TEST(Weights, OfBilinearSumTo1) {
    constexpr double kHalfALastBit = 6e-8;  // 1 - t rounds once
    expect_weights_that_sum_to_1<Mode::bilinear>(kHalfALastBit);
}

TEST(Weights, OfBicubicSumTo1) {
    constexpr double kRoundingOfPolynomials = 2e-6;  // intermediate values near 6; measured: 1.2e-6
    expect_weights_that_sum_to_1<Mode::bicubic>(kRoundingOfPolynomials);
}

TEST(Nearest, RoundsHalvesToEven) {
    const auto index_of = [](float pixel) {  // 8 pixels, convention of edges: the grid value is exact
        return sample_axis<float, Mode::nearest>(normalize(pixel, 8, false), 8, Padding::zeros, false).index[0];
    };
    EXPECT_EQ(index_of(-0.5f), 0);
    EXPECT_EQ(index_of(0.5f), 0);
    EXPECT_EQ(index_of(1.5f), 2);
    EXPECT_EQ(index_of(2.5f), 2);
    EXPECT_EQ(index_of(7.5f), 8);
    EXPECT_EQ(index_of(-1.5f), -2);
    EXPECT_EQ(index_of(2.49f), 2);
    EXPECT_EQ(index_of(2.51f), 3);
}

/// Border and reflection leave no tap outside, but for bilinear's second one at the far end, which weighs nothing.
template <Mode mode>
void expect_taps_inside(float g, int64_t size, Padding padding, bool align_corners) {
    const Axis<float, mode> axis = sample_axis<float, mode>(g, size, padding, align_corners);
    for (int k = 0; k < axis.kTaps; ++k) {
        ASSERT_EQ(axis.in_bounds[k], axis.index[k] >= 0 && axis.index[k] < size);
        ASSERT_TRUE(std::isfinite(axis.weight[k].value)) << g;
        if (padding == Padding::zeros) continue;
        ASSERT_TRUE(axis.in_bounds[k] || (mode == Mode::bilinear && k == 1 && axis.weight[k].value == 0))
            << name(mode) << " " << name(padding) << " g " << g << " size " << size << " index " << axis.index[k];
    }
}

TEST(Taps, LieInsideUnderBorderAndReflectionForAnyBits) {
    Random random(7);
    for (int k = 0; k < 200000; ++k) {
        const float g = k % 2 == 0 ? random.any_float() : random.uniform_float(-4, 4);
        const int64_t size = 1 + random.bits() % (1u << (k % 24));
        for (const Options& options : all_options())
            with_mode(options.mode, [&](auto mode) {
                expect_taps_inside<mode.value>(g, size, options.padding, options.align_corners);
            });
        if (HasFatalFailure()) return;
    }
}

TEST(Dispatch, PassesEveryChoiceAsItself) {
    for (const Options& options : all_options()) {
        EXPECT_EQ(with_mode(options.mode, [](auto mode) { return mode.value; }), options.mode);
        EXPECT_EQ(with_padding(options.padding, [](auto padding) { return padding.value; }), options.padding);
    }
}

TEST(Names, AreThoseOfPyTorch) {
    EXPECT_EQ(name(Mode::bilinear), "bilinear");
    EXPECT_EQ(name(Mode::nearest), "nearest");
    EXPECT_EQ(name(Mode::bicubic), "bicubic");
    EXPECT_EQ(name(Padding::zeros), "zeros");
    EXPECT_EQ(name(Padding::border), "border");
    EXPECT_EQ(name(Padding::reflection), "reflection");
    EXPECT_EQ(Options{}, (Options{Mode::bilinear, Padding::zeros, false}));
}

}  // namespace
}  // namespace gs
