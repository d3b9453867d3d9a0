// SPDX-License-Identifier: MIT
// The batch against PyTorch's answers.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/coordinates.h"
#include "core/grid_sample.h"
#include "core/trace.h"
#include "golden.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

constexpr size_t kGeometries = 27, kFloat64Geometries = 9;

template <class T>
Tensor<T> sampled(const BasicGoldenCase<T>& golden) {
    return grid_sample(golden.input.view(), golden.grid.view(), golden.options);
}

template <class T>
void expect_all_options(const std::vector<BasicGoldenCase<T>>& cases, size_t geometries) {
    std::map<std::string, std::set<std::string>> seen;
    for (const auto& golden : cases) seen[golden.name].insert(text(golden.options));
    EXPECT_EQ(seen.size(), geometries);
    for (const auto& [name, options] : seen) EXPECT_EQ(options.size(), all_options().size()) << name;
    EXPECT_EQ(cases.size(), geometries * all_options().size());
}

TEST(Golden, EveryGeometryHasEveryModePaddingAndConvention) {
    expect_all_options(golden_cases(), kGeometries);
    expect_all_options(golden_cases_float64(), kGeometries + kFloat64Geometries);
}

TEST(Golden, EveryFloat32ResultEqualsPyTorchBitForBit) {
    for (const GoldenCase& golden : golden_cases()) {
        if (golden.is_extreme()) continue;
        EXPECT_TRUE(same_bits(sampled(golden), golden.output)) << text(golden);
    }
}

TEST(Golden, EveryFloat64ResultEqualsPyTorchBitForBit) {
    for (const auto& golden : golden_cases_float64()) {
        if (golden.is_extreme()) continue;
        EXPECT_TRUE(same_bits(sampled(golden), golden.output)) << text(golden);
    }
}

/// How far float32 answers lie from the float64 ones.
struct Error {
    double largest = 0, mean = 0;
};

Error error_of(const Tensor<float>& answers, const Tensor<double>& reference) {
    Error error;
    for (int64_t i = 0; i < answers.count(); ++i) {
        const double one = std::fabs(double{answers.data()[i]} - reference.data()[i]);
        if (!(one <= error.largest)) error.largest = one;
        error.mean += one / static_cast<double>(answers.count());
    }
    return error;
}

TEST(Golden, ErrorAgainstFloat64IsPyTorchsInEverySingleCase) {
    double largest = 0;
    for (const GoldenCase& golden : golden_cases()) {
        if (golden.is_extreme()) continue;
        ASSERT_EQ(golden.reference.sizes(), golden.output.sizes()) << text(golden);
        const Error ours = error_of(sampled(golden), golden.reference);
        const Error pytorchs = error_of(golden.output, golden.reference);
        EXPECT_EQ(ours.largest, pytorchs.largest) << text(golden);
        EXPECT_EQ(ours.mean, pytorchs.mean) << text(golden);
        largest = std::max(largest, pytorchs.largest);
    }
    EXPECT_GT(largest, 0) << "no float64 answers were read";
}

/// The grid values of a place, x first.
template <class T>
std::vector<T> values_at(const BasicGoldenCase<T>& golden, int64_t place) {
    const int dims = golden.dims();
    return {golden.grid.data() + place * dims, golden.grid.data() + (place + 1) * dims};
}

template <class T>
bool is_extreme(T value) {
    return !(std::fabs(value) <= 1e6);
}

/// What the rule says (replacement in coordinates.h): 0 under zeros, else what a grid reads that names the centre of
/// the first or last pixel in place of the extreme value.
template <class T>
T ruled(const BasicGoldenCase<T>& golden, std::vector<T> values) {
    if (golden.options.padding == Padding::zeros) return 0;
    for (size_t axis = 0; axis < values.size(); ++axis) {
        if (!is_extreme(values[axis])) continue;
        const int64_t size = golden.input.size(golden.dims() + 1 - static_cast<int>(axis));
        const bool is_last = golden.options.padding == Padding::border && values[axis] > 0;
        values[axis] = normalize(static_cast<T>(is_last ? size - 1 : 0), size, golden.options.align_corners);
    }
    const Sizes one = golden.dims() == 2 ? Sizes{1, 1, 1, 2} : Sizes{1, 1, 1, 1, 3};
    return *grid_sample(golden.input.view(), Tensor<T>(one, values).view(), golden.options).data();
}

/// Whether PyTorch's CPU code reads another pixel than the rule's, where it gives a number: with digits enough it
/// reflects huge values to wherever they belong, and in volumes it takes what is NaN after reflection or before border
/// to the last pixel.
template <class T>
bool is_known_to_differ(const BasicGoldenCase<T>& golden, const std::vector<T>& values) {
    const auto any = [&](auto&& test) { return std::any_of(values.begin(), values.end(), test); };
    const bool any_nan = any([](T value) { return std::isnan(value); });
    if (golden.options.padding == Padding::zeros) return false;
    if (golden.options.padding == Padding::border) return golden.dims() == 3 && any_nan;
    const bool any_huge = any([](T value) { return std::isfinite(value) && is_extreme(value); });
    return golden.dims() == 3 || (std::is_same_v<T, double> && any_huge);
}

template <class T>
void expect_extreme_rule(const std::vector<BasicGoldenCase<T>>& cases) {
    // The centre of a pixel is missed by a last bit, times the largest difference of two pixels.
    const double tolerance = 2 * std::numeric_limits<T>::epsilon() * 60;
    int nans = 0, equal = 0;
    for (const auto& golden : cases) {
        if (!golden.is_extreme()) continue;
        const Tensor<T> output = sampled(golden);
        for (int64_t place = 0; place < output.count(); ++place) {
            const std::vector<T> values = values_at(golden, place);
            const T ours = output.data()[place], pytorchs = golden.output.data()[place];
            EXPECT_TRUE(near(ours, ruled(golden, values), tolerance)) << text(golden) << " place " << place;
            nans += std::isnan(pytorchs);
            if (std::isnan(pytorchs) || is_known_to_differ(golden, values)) continue;
            EXPECT_TRUE(near(ours, pytorchs, tolerance)) << text(golden) << " place " << place;
            ++equal;
        }
    }
    EXPECT_GT(nans, 0) << "the rule was not put to the test";
    EXPECT_GT(equal, nans);
}

TEST(GoldenExtreme, FollowsTheDocumentedRuleAndPyTorchsNumbers) {
    expect_extreme_rule(golden_cases());
    expect_extreme_rule(golden_cases_float64());
}

template <class T>
void expect_trace_knows_nan(const std::vector<BasicGoldenCase<T>>& cases) {
    for (const auto& golden : cases)
        for (int64_t place = 0; place < golden.output.count() / golden.input.size(1); ++place) {
            const int64_t places = golden.grid.count() / golden.grid.size(0) / golden.dims();  // of one image
            const int64_t n = place / places;
            const std::vector<T> at = values_at(golden, place);
            const auto traced =
                trace(golden.input.view(), n, 0, {at[0], at[1], at.size() == 3 ? at[2] : 0}, golden.options);
            const T pytorchs = golden.output.data()[n * golden.input.size(1) * places + place % places];
            EXPECT_EQ(traced.is_nan_in_pytorch, std::isnan(pytorchs)) << text(golden) << " place " << place;
        }
}

TEST(GoldenExtreme, TraceSaysWherePyTorchYieldsNaN) {
    expect_trace_knows_nan(golden_cases());
    expect_trace_knows_nan(golden_cases_float64());
}

}  // namespace
}  // namespace gs
