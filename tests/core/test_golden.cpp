// SPDX-License-Identifier: MIT
// The batch against PyTorch's answers.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/grid_sample.h"
#include "core/sample_math.h"
#include "core/trace.h"
#include "golden.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

constexpr size_t kGeometries = 17;

float largest(const Tensor<float>& tensor) {
    float result = 0;
    for (int64_t i = 0; i < tensor.count(); ++i) result = std::max(result, std::fabs(tensor.data()[i]));
    return result;
}

/// What one last bit can do to an output: a pixel coordinate as large as the grid's largest is off by half its last
/// bit, times a slope of the order of the largest pixel. Tolerances are multiples of it.
double last_bit_effect(const GoldenCase& golden) {
    const auto longest = static_cast<float>(std::max(golden.input.size(2), golden.input.size(3)));
    const double farthest_pixel = (largest(golden.grid) + 1) * longest / 2;
    return std::numeric_limits<float>::epsilon() * (1 + farthest_pixel) * largest(golden.input);
}

/// The largest error of `values` in units of last_bit_effect.
double largest_error(const GoldenCase& golden, const Tensor<float>& values) {
    double result = 0;
    for (int64_t i = 0; i < values.count(); ++i) {
        const double error = std::fabs(values.data()[i] - golden.reference[static_cast<size_t>(i)]);
        if (!(error <= result)) result = error;
    }
    return result / last_bit_effect(golden);
}

Tensor<float> sampled(const GoldenCase& golden) {
    return grid_sample(golden.input.view(), golden.grid.view(), golden.options);
}

TEST(Golden, EveryGeometryHasEveryModePaddingAndConvention) {
    std::map<std::string, std::set<std::string>> seen;
    for (const GoldenCase& golden : golden_cases()) seen[golden.name].insert(text(golden.options));
    EXPECT_EQ(seen.size(), kGeometries);
    for (const auto& [name, options] : seen) EXPECT_EQ(options.size(), all_options().size()) << name;
    EXPECT_EQ(golden_cases().size(), kGeometries * all_options().size());
}

TEST(Golden, EveryResultEqualsPyTorchBitForBit) {
    for (const GoldenCase& golden : golden_cases()) {
        if (golden.is_extreme()) continue;
        EXPECT_TRUE(same_bits(sampled(golden), golden.output)) << text(golden);
    }
}

TEST(Golden, ErrorAgainstFloat64IsNoLargerThanPyTorchs) {
    // Both round the same formulas, in slightly different places.
    constexpr double kShareOfPyTorchs = 1.1;
    for (const Mode mode : {Mode::bilinear, Mode::bicubic}) {
        double ours = 0, pytorchs = 0;
        for (const GoldenCase& golden : golden_cases()) {
            if (golden.options.mode != mode || golden.is_extreme()) continue;
            ASSERT_EQ(static_cast<int64_t>(golden.reference.size()), golden.output.count()) << text(golden);
            ours = std::max(ours, largest_error(golden, sampled(golden)));
            pytorchs = std::max(pytorchs, largest_error(golden, golden.output));
        }
        const std::string key(name(mode));
        RecordProperty(key, std::to_string(ours) + " " + std::to_string(pytorchs));
        EXPECT_GT(pytorchs, 0) << "no float64 answers were read";
        EXPECT_LE(ours, kShareOfPyTorchs * pytorchs) << name(mode);
    }
}

/// The extreme grids hold these in every row, in x, in y, or in both (make_golden.py: extreme).
constexpr int64_t kFarRight = 3, kFarLeft = 4, kColumns = 9;

/// PyTorch's output where it is a number. Where it is NaN, gridscope's own rule: 0 under zeros, else PyTorch's output
/// for a huge finite value that reads the same pixel (border: the end on that side; reflection: the first pixel).
float expected_extreme(const GoldenCase& golden, int64_t row, int64_t column) {
    const float pytorchs = golden.output.at(0, 0, row, column);
    if (!std::isnan(pytorchs)) return pytorchs;
    if (golden.options.padding == Padding::zeros) return 0;
    const float value = golden.grid.at(0, row, column, row == 1 ? 1 : 0);
    const bool right = golden.options.padding == Padding::border && value > 0;
    return golden.output.at(0, 0, row, right ? kFarRight : kFarLeft);
}

TEST(GoldenExtreme, IsPyTorchsNumberOrTheDocumentedRuleWherePyTorchYieldsNaN) {
    constexpr double kRoundings = 2;  // as above; the other axis is an ordinary one, a few pixels long
    const double tolerance = kRoundings * std::numeric_limits<float>::epsilon() * 35;  // 35: the largest pixel
    int nans = 0;
    for (const GoldenCase& golden : golden_cases()) {
        if (!golden.is_extreme()) continue;
        const Tensor<float> output = sampled(golden);
        ASSERT_EQ(output.size(3), kColumns);
        for (int64_t row = 0; row < output.size(2); ++row)
            for (int64_t column = 0; column < kColumns; ++column) {
                nans += std::isnan(golden.output.at(0, 0, row, column));
                EXPECT_TRUE(near(output.at(0, 0, row, column), expected_extreme(golden, row, column), tolerance))
                    << text(golden) << " row " << row << " column " << column;
            }
    }
    EXPECT_GT(nans, 0) << "the rule was not put to the test";
}

TEST(GoldenExtreme, TraceSaysWherePyTorchYieldsNaN) {
    for (const GoldenCase& golden : golden_cases())
        for (int64_t row = 0; row < golden.output.size(2); ++row)
            for (int64_t column = 0; column < golden.output.size(3); ++column) {
                const float x = golden.grid.at(0, row, column, 0), y = golden.grid.at(0, row, column, 1);
                const Trace traced = trace(golden.input.view(), 0, 0, {x, y}, golden.options);
                EXPECT_EQ(traced.is_nan_in_pytorch, std::isnan(golden.output.at(0, 0, row, column)))
                    << text(golden) << " x " << x << " y " << y;
            }
}

}  // namespace
}  // namespace gs
