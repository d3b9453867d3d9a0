// SPDX-License-Identifier: MIT
// Traces of volumes and of other element types tell what the batch did, to the last bit.
#include <gtest/gtest.h>

#include "core/grid_sample.h"
#include "core/trace.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// A grid (N, places, 1, 2) or (N, places, 1, 1, 3): each axis takes the awkward floats in turn, the last places take
/// them in all axes, and the rest is random, inside and around the image.
template <class T>
Tensor<T> grid_with_awkward_places(int64_t batch, int dims, uint32_t seed) {
    const std::vector<float> awkward = awkward_floats();
    const auto count = static_cast<int64_t>(awkward.size()), places = (dims + 2) * count;
    const Sizes sizes = dims == 2 ? Sizes{batch, places, 1, 2} : Sizes{batch, places, 1, 1, 3};
    Tensor<T> grid = converted<T>(random_doubles(sizes, seed, -2.5, 2.5));
    for (int64_t i = 0; i < grid.count(); ++i) {
        const int64_t axis = i % dims, place = i / dims % places, turn = place / count;
        const float value = awkward[static_cast<size_t>((place + (turn > dims ? 7 * axis : 0)) % count)];
        if (turn == axis + 1 || turn > dims) assign(grid.data()[i], value);
    }
    return grid;
}

template <class T>
GridPoint<Arithmetic<T>> point(const Tensor<T>& grid, int64_t place, int dims) {
    const T* at = grid.data() + place * dims;
    return {value_of(at[0]), value_of(at[1]), dims == 3 ? value_of(at[2]) : 0};
}

/// Calls function(trace, output) for every output of the call.
template <class T, class Function>
void for_each_output(const Tensor<T>& input, const Tensor<T>& grid, const Options& options, Function&& function) {
    const Tensor<T> output = grid_sample(input.view(), grid.view(), options);
    const int dims = input.sizes().rank() - 2;
    const int64_t channels = input.size(1), places = grid.size(1);  // its other spatial axes have size 1
    for (int64_t i = 0; i < output.count(); ++i) {
        const int64_t n = i / places / channels;
        function(trace(input.view(), n, i / places % channels, point(grid, n * places + i % places, dims), options),
                 output.data()[i]);
    }
}

template <class F>
std::string place(const BasicTrace<F>& traced) {
    return text(traced.options) + " x " + std::to_string(traced.x.grid) + " y " + std::to_string(traced.y.grid) +
           " z " + std::to_string(traced.z.grid);
}

template <class T>
void expect_outputs_of_the_batch(const std::vector<Sizes>& all_sizes) {
    for (const Sizes& sizes : all_sizes)
        for (const Options& options : all_options()) {
            const Tensor<T> input = converted<T>(random_doubles(sizes, 1));
            const Tensor<T> grid = grid_with_awkward_places<T>(sizes[0], sizes.rank() - 2, 2);
            for_each_output(input, grid, options, [&](const auto& traced, T output) {
                T stored{};
                assign(stored, traced.output);  // what is more than the type holds is rounded, as in the batch
                EXPECT_TRUE(same_bits(stored, output)) << sizes.text() << " " << place(traced);
            });
        }
}

const std::vector<Sizes> kVolumes{{1, 1, 1, 1, 1}, {1, 1, 1, 4, 5}, {1, 2, 3, 1, 5}, {2, 2, 3, 4, 1}, {2, 2, 3, 5, 7}};
const std::vector<Sizes> kImages{{1, 1, 1, 1}, {1, 2, 1, 6}, {2, 2, 5, 7}};

TEST(TraceOfVolumes, OutputEqualsGridSampleBitForBit) {
    expect_outputs_of_the_batch<float>(kVolumes);
}

TEST(TraceOfDoubles, OutputEqualsGridSampleBitForBit) {
    expect_outputs_of_the_batch<double>(kImages);
    expect_outputs_of_the_batch<double>(kVolumes);
}

TEST(TraceOfHalfPrecision, OutputRoundedOnceEqualsGridSampleBitForBit) {
    for (const auto& all_sizes : {kImages, kVolumes}) {
        expect_outputs_of_the_batch<Half>(all_sizes);
        expect_outputs_of_the_batch<BFloat16>(all_sizes);
    }
}

TEST(TraceOfVolumes, NamesTapsLayerByLayer) {
    const Tensor<float> input = counting({1, 1, 4, 4, 4});
    const auto taps = [&](Mode mode) { return trace(input.view(), 0, 0, {0.1f, 0.1f, 0.1f}, {.mode = mode}).taps; };
    std::string names;
    for (const TapTrace& tap : taps(Mode::bilinear)) names += tap.name + ";";
    EXPECT_EQ(names, "TNW;TNE;TSW;TSE;BNW;BNE;BSW;BSE;");
    const std::vector<TapTrace> cubic = taps(Mode::bicubic);
    ASSERT_EQ(cubic.size(), 64u);
    EXPECT_EQ(cubic[0].name, "x-1 y-1 z-1");
    EXPECT_EQ(cubic[1].name, "x+0 y-1 z-1");
    EXPECT_EQ(cubic[4].name, "x-1 y+0 z-1");
    EXPECT_EQ(cubic[63].name, "x+2 y+2 z+2");
    ASSERT_EQ(taps(Mode::nearest).size(), 1u);
    EXPECT_EQ(taps(Mode::nearest)[0].name, "nearest");
}

TEST(TraceOfVolumes, TapsAreTheVoxelsTheyName) {
    const Tensor<float> input = random_tensor({1, 1, 3, 5, 7}, 3), grid = grid_with_awkward_places<float>(1, 3, 4);
    for (const Options& options : all_options())
        for_each_output(input, grid, options, [&](const Trace& traced, float) {
            const size_t taps = traced.x.weights.size();
            const int64_t before_base = options.mode == Mode::bicubic ? 1 : 0;
            ASSERT_EQ(traced.taps.size(), taps * taps * taps);
            EXPECT_TRUE(traced.row_sums.empty());
            for (size_t k = 0; k < traced.taps.size(); ++k) {
                const TapTrace& tap = traced.taps[k];
                const size_t i = k % taps, j = k / taps % taps, layer = k / taps / taps;
                const bool inside = tap.x >= 0 && tap.x < 7 && tap.y >= 0 && tap.y < 5 && tap.z >= 0 && tap.z < 3;
                EXPECT_EQ(tap.in_bounds, inside) << place(traced);
                EXPECT_TRUE(same_bits(tap.value, inside ? input.at(0, 0, tap.z, tap.y, tap.x) : 0)) << place(traced);
                EXPECT_TRUE(same_bits(tap.weight, traced.y.weights[j] * traced.x.weights[i] * traced.z.weights[layer]));
                EXPECT_TRUE(same_bits(tap.product, tap.weight * tap.value));
                EXPECT_EQ(tap.unpadded_z,
                          static_cast<int64_t>(traced.z.base) - before_base + static_cast<int64_t>(layer));
            }
        });
}

TEST(TraceOfVolumes, ProductsAddedUpGiveTheOutputOfBilinearAndNearlyThatOfBicubic) {
    constexpr double kOtherOrderOfFactors = 4e-6;  // 64 products of values up to 1, some last bits each
    const Tensor<float> input = random_tensor({1, 1, 3, 5, 7}, 5), grid = grid_with_awkward_places<float>(1, 3, 6);
    for (const Options& options : all_options())
        for_each_output(input, grid, options, [&](const Trace& traced, float output) {
            float sum = 0;
            for (const TapTrace& tap : traced.taps) sum += tap.product;
            if (options.mode == Mode::bicubic)
                EXPECT_TRUE(near(sum, output, kOtherOrderOfFactors)) << place(traced);
            else
                EXPECT_EQ(sum, output) << place(traced);
        });
}

TEST(TraceOfImages, HasNoThirdAxis) {
    const Trace traced = trace(counting({1, 1, 4, 4}).view(), 0, 0, {0.1f, 0.1f, 0.7f}, {.mode = Mode::bicubic});
    EXPECT_EQ(traced.dims, 2);
    EXPECT_EQ(traced.z.size, 1);
    EXPECT_TRUE(traced.z.weights.empty());
    for (const TapTrace& tap : traced.taps) EXPECT_EQ(tap.z, 0);
}

}  // namespace
}  // namespace gs
