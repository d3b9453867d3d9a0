// SPDX-License-Identifier: MIT
// Every instruction set gives the bits of the scalar code, and touches nothing beyond its buffers.
#include <gtest/gtest.h>

#include <memory>

#include "core/calls.h"
#include "core/grid_sample.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// Sizes around the widths of vectors (4, 8, 16 lanes).
constexpr int64_t kSizes[]{1, 2, 3, 7, 8, 9, 16, 17, 33};

/// A forward call whose tensors lie in buffers of exactly their size.
template <class T>
struct Call {
    Call(const Sizes& input_sizes, const Sizes& grid_sizes)
        : sizes(output_sizes(input_sizes, grid_sizes)),
          input(input_sizes),
          grid(grid_sizes),
          output(Tensor<T>::uninitialized(sizes)) {}

    void fill(uint32_t seed, double reach) {
        Random random(seed);
        for (int64_t i = 0; i < input.count(); ++i)
            assign(input.data()[i], static_cast<Arithmetic<T>>(random.uniform(-1, 1)));
        for (int64_t i = 0; i < grid.count(); ++i)
            assign(grid.data()[i], static_cast<Arithmetic<T>>(random.uniform(-reach, reach)));
    }
    void put_awkward_places(uint32_t seed) {
        Random random(seed);
        const std::vector<float> awkward = awkward_floats();
        for (int64_t i = 0; i < grid.count(); ++i)
            if (random.bits() % 4 == 0)
                assign(grid.data()[i], static_cast<Arithmetic<T>>(awkward[random.bits() % awkward.size()]));
    }

    Forward forward(const Options& options) {
        return {image_field(std::as_const(input).view()), grid_field(std::as_const(grid).view()),
                image_field(output.view()), input.sizes().rank() - 2, options};
    }
    Tensor<T> scalar(const Options& options) {
        forward_scalar(forward(options), 1);
        return output;
    }
    /// The result of an instruction set; elements that it fails to write stay odd.
    const Tensor<T>& simd(const Options& options, Simd isa, int threads = 1) {
        std::memset(static_cast<void*>(output.data()), 0x5a, static_cast<size_t>(output.count()) * sizeof(T));
        forward_simd(forward(options), threads, isa);
        return output;
    }

    Sizes sizes;
    Tensor<T> input, grid, output;
};

template <class T>
testing::AssertionResult all_same(const Tensor<T>& got, const Tensor<T>& want) {
    if (std::memcmp(got.data(), want.data(), static_cast<size_t>(want.count()) * sizeof(T)) == 0)
        return testing::AssertionSuccess();
    int64_t at = 0;
    while (std::memcmp(got.data() + at, want.data() + at, sizeof(T)) == 0) ++at;
    return testing::AssertionFailure() << "element " << at << " of " << want.sizes().text() << ": got "
                                       << value_of(got.data()[at]) << ", want " << value_of(want.data()[at]);
}

template <class T>
void expect_scalar_bits(Call<T>& call, const Options& options) {
    const Tensor<T> want = call.scalar(options);
    for (const Simd isa : isas_here())
        ASSERT_TRUE(all_same(call.simd(options, isa), want))
            << name(isa) << " " << text(options) << " input " << call.input.sizes().text() << " grid "
            << call.grid.sizes().text();
}

template <class T>
void expect_scalar_bits_in_all_modes(const Sizes& input, const Sizes& grid, uint32_t seed, double reach) {
    Call<T> call(input, grid);
    call.fill(seed, reach);
    for (const Options& options : all_options()) {
        expect_scalar_bits(call, options);
        if (testing::Test::HasFatalFailure()) return;
    }
    call.put_awkward_places(seed + 1);
    for (const Options& options : all_options()) {
        expect_scalar_bits(call, options);
        if (testing::Test::HasFatalFailure()) return;
    }
}

template <class T>
class SimdForward : public testing::Test {};
using Elements = testing::Types<float, double, Half, BFloat16>;
TYPED_TEST_SUITE(SimdForward, Elements);

TYPED_TEST(SimdForward, EqualsScalarForImagesOfEverySize) {
    uint32_t seed = 1;
    for (const int64_t width : kSizes)
        for (const int64_t columns : kSizes) {
            const int64_t channels = 1 + seed % 9, height = kSizes[seed % 9], rows = kSizes[seed * 7 % 9];
            expect_scalar_bits_in_all_modes<TypeParam>({2, channels, height, width}, {2, rows, columns, 2}, seed, 1.6);
            if (this->HasFatalFailure()) return;
            ++seed;
        }
}

TYPED_TEST(SimdForward, EqualsScalarForVolumesOfEverySize) {
    uint32_t seed = 100;
    for (const int64_t width : {1, 2, 3, 7, 9, 17})
        for (const int64_t columns : {1, 3, 8, 17}) {
            const int64_t channels = 1 + seed % 5, depth = kSizes[seed % 5], height = kSizes[seed * 3 % 5];
            expect_scalar_bits_in_all_modes<TypeParam>({1, channels, depth, height, width},
                                                       {1, kSizes[seed % 4], kSizes[seed * 5 % 4], columns, 3}, seed,
                                                       1.6);
            if (this->HasFatalFailure()) return;
            ++seed;
        }
}

/// As many channels as some vector has lanes, one more, one fewer, twice as many: a pixel may be one vector.
TYPED_TEST(SimdForward, EqualsScalarForManyChannels) {
    uint32_t seed = 150;
    for (const int64_t channels : {4, 7, 8, 9, 12, 15, 16, 17, 20, 21, 32, 37}) {
        expect_scalar_bits_in_all_modes<TypeParam>({1, channels, 9, 19}, {1, 6, 21, 2}, ++seed, 1.3);
        expect_scalar_bits_in_all_modes<TypeParam>({1, channels, 3, 5, 9}, {1, 2, 3, 17, 3}, ++seed, 1.3);
        if (this->HasFatalFailure()) return;
    }
}

TYPED_TEST(SimdForward, EqualsScalarFarOutsideTheImage) {
    expect_scalar_bits_in_all_modes<TypeParam>({1, 3, 20, 30}, {1, 40, 50, 2}, 200, 40);
}

TEST(Simd, EqualsScalarForAnyBitsInTheGrid) {
    Call<float> call({1, 2, 5, 7}, {1, 33, 65, 2});
    Random random(300);
    for (int64_t i = 0; i < call.input.count(); ++i) call.input.data()[i] = random.uniform_float(-1, 1);
    for (int64_t i = 0; i < call.grid.count(); ++i) call.grid.data()[i] = random.any_float();
    for (const Options& options : all_options()) {
        expect_scalar_bits(call, options);
        if (HasFatalFailure()) return;
    }
}

TEST(Simd, PixelsThatAreNotTappedDoNotMatter) {
    Call<float> call({1, 4, 9, 9}, {1, 16, 16, 2});
    call.fill(310, 0.5);
    for (int64_t c = 0; c < 4; ++c)
        for (int64_t i = 0; i < 9; ++i)
            call.input.at(0, c, 0, i) = call.input.at(0, c, i, 0) = call.input.at(0, c, 8, i) = kNaN;
    for (const Options& options : all_options()) {
        expect_scalar_bits(call, options);
        if (HasFatalFailure()) return;
    }
}

/// The paths for larger work: many tiles, tiles cut in halves, places with patches of their own, images packed whole.
TEST(Simd, EqualsScalarOnManyTiles) {
    expect_scalar_bits_in_all_modes<float>({1, 3, 150, 170}, {1, 130, 200, 2}, 400, 1.1);
}

TEST(Simd, EqualsScalarWhereTheGridIsScattered) {
    expect_scalar_bits_in_all_modes<float>({1, 5, 300, 280}, {1, 160, 170, 2}, 410, 1.1);  // images packed whole
    expect_scalar_bits_in_all_modes<float>({1, 5, 700, 680}, {1, 70, 70, 2}, 420, 1.1);    // too few places for them
    expect_scalar_bits_in_all_modes<float>({1, 17, 200, 180}, {1, 70, 70, 2}, 425, 1.1);
    expect_scalar_bits_in_all_modes<double>({1, 2, 30, 70, 60}, {1, 20, 20, 90, 3}, 430, 1.1);
}

TEST(Simd, EqualsScalarWhereAnImageIsReadWithLargeSteps) {
    Call<float> call({1, 4, 900, 1000}, {1, 70, 90, 2});
    for (int64_t i = 0; i < call.input.count(); ++i) call.input.data()[i] = static_cast<float>(i % 1013);
    for (int64_t h = 0; h < 70; ++h)
        for (int64_t w = 0; w < 90; ++w) {
            call.grid.at(0, h, w, 0) = static_cast<float>(w) / 45 - 1;
            call.grid.at(0, h, w, 1) = static_cast<float>(h) / 35 - 1;
        }
    for (const Options& options : all_options()) {
        expect_scalar_bits(call, options);
        if (HasFatalFailure()) return;
    }
}

TEST(Simd, EqualsScalarWhenTheOutputIsTooLargeForTheCaches) {
    Call<float> call({1, 1, 31, 33}, {1, 2100, 2103, 2});
    call.fill(440, 1.1);
    expect_scalar_bits(call, {});
}

TEST(Simd, GivesTheSameBitsForEveryNumberOfThreads) {
    Call<float> call({3, 6, 90, 100}, {3, 120, 130, 2});
    call.fill(450, 1.2);
    for (const Options& options : all_options()) {
        const Tensor<float> want = call.scalar(options);
        for (const Simd isa : isas_here())
            for (const int threads : {1, 2, 3, 8}) {
                ASSERT_TRUE(all_same(call.simd(options, isa, threads), want)) << name(isa) << " " << threads;
            }
    }
}

TEST(Simd, TakesViewsWithAnyStrides) {
    const Tensor<float> pixels = random_tensor({2, 40, 50, 6}, 460),
                        places = random_tensor({2, 2, 60, 70}, 461, -1.3f, 1.3f);
    // Channels-last, and flipped left to right, and one image for both; a grid (N, 2, H, W) permuted; outputs likewise.
    const std::vector<TensorView<const float>> inputs{
        {pixels.data(), {2, 6, 40, 50}, {12000, 1, 300, 6}},
        {pixels.data() + 49 * 6, {2, 6, 40, 50}, {12000, 1, 300, -6}},
        {pixels.data(), {2, 3, 40, 50}, {0, 2000, 50, 1}},
        {pixels.data(), {2, 5, 40, 50}, {12000, 0, 50, 1}},
    };
    const TensorView<const float> grid(places.data(), {2, 60, 70, 2}, {8400, 70, 1, 4200});
    for (const TensorView<const float>& input : inputs)
        for (const Options& options : all_options()) {
            const int64_t channels = input.sizes[1];
            Tensor<float> want({2, channels, 60, 70}), last({2, 60, 70, channels});
            const TensorView<float> got(last.data(), want.sizes(), {4200 * channels, 1, 70 * channels, channels});
            forward_scalar({image_field(input), grid_field(grid), image_field(want.view()), 2, options}, 1);
            for (const Simd isa : isas_here()) {
                forward_simd({image_field(input), grid_field(grid), image_field(got), 2, options}, 2, isa);
                for (int64_t n = 0; n < 2; ++n)
                    for (int64_t c = 0; c < channels; ++c)
                        for (int64_t h = 0; h < 60; ++h)
                            for (int64_t w = 0; w < 70; ++w)
                                ASSERT_TRUE(same_bits(got.at(n, c, h, w), want.at(n, c, h, w)))
                                    << name(isa) << " " << text(options);
            }
        }
}

TEST(Simd, DoesNotJoinRowsWithGapsBetweenThem) {
    const Tensor<float> pixels = random_tensor({1, 1, 4, 4, 4}, 465), places = random_tensor({1, 8, 1, 10, 3}, 466);
    const TensorView<const float> grid(places.data(), {1, 8, 1, 8, 3}, {240, 30, 30, 3, 1});
    Tensor<float> want({1, 1, 8, 1, 8}), got({1, 1, 8, 1, 8});
    forward_scalar({image_field(pixels.view()), grid_field(grid), image_field(want.view()), 3, {}}, 1);
    for (const Simd isa : isas_here()) {
        forward_simd({image_field(pixels.view()), grid_field(grid), image_field(got.view()), 3, {}}, 1, isa);
        EXPECT_TRUE(all_same(got, want)) << name(isa);
    }
}

TEST(Simd, HalfInputTakesAFloatGrid) {
    Call<Half> call({1, 3, 20, 30}, {1, 40, 50, 2});
    call.fill(470, 1.2);
    const Tensor<float> grid = random_tensor({1, 40, 50, 2}, 471, -1.2f, 1.2f);
    Forward forward = call.forward({});
    forward.grid = grid_field(grid.view());
    forward_scalar(forward, 1);
    const Tensor<Half> want = call.output;
    for (const Simd isa : isas_here()) {
        forward_simd(forward, 1, isa);
        EXPECT_TRUE(all_same(call.output, want)) << name(isa);
    }
}

TEST(Simd, IsTheBestThatIsAllowed) {
    EXPECT_EQ(simd_isa(Simd::none), Simd::none);
    for (const Simd simd : kSimds) EXPECT_LE(simd_isa(simd), simd);
    EXPECT_EQ(simd_isa(simd_isa()), simd_isa());
}

}  // namespace
}  // namespace gs
