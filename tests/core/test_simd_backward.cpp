// SPDX-License-Identifier: MIT
// The backward on SIMD kernels: the gradients of the scalar code, and the same bits for every instruction set and
// number of threads.
#include <gtest/gtest.h>

#include "core/calls.h"
#include "core/grid_sample.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// The tensors of a backward call.
template <class T>
struct Call {
    Call(const Sizes& input_sizes, const Sizes& grid_sizes, uint32_t seed, double reach)
        : grad_output(output_sizes(input_sizes, grid_sizes)),
          input(input_sizes),
          grid(grid_sizes),
          grad_input(input_sizes),
          grad_grid(grid_sizes) {
        Random random(seed);
        const auto fill = [&](Tensor<T>& tensor, double limit) {
            for (int64_t i = 0; i < tensor.count(); ++i)
                assign(tensor.data()[i], static_cast<Arithmetic<T>>(random.uniform(-limit, limit)));
        };
        fill(grad_output, 1);
        fill(input, 1);
        fill(grid, reach);
    }

    Backward backward(const Options& options, bool wants_input = true, bool wants_grid = true) {
        return {image_field(std::as_const(grad_output).view()),
                image_field(std::as_const(input).view()),
                grid_field(std::as_const(grid).view()),
                wants_input ? image_field(grad_input.view()) : Field{},
                wants_grid ? grid_field(grad_grid.view()) : Field{},
                input.sizes().rank() - 2,
                options};
    }
    Gradients<T, T> scalar(const Options& options) {
        backward_scalar(backward(options));
        return {grad_input, grad_grid};
    }
    Gradients<T, T> simd(const Options& options, Simd isa, int threads) {
        // Elements that are not written stay odd.
        std::memset(static_cast<void*>(grad_input.data()), 0x5a, static_cast<size_t>(grad_input.count()) * sizeof(T));
        std::memset(static_cast<void*>(grad_grid.data()), 0x5a, static_cast<size_t>(grad_grid.count()) * sizeof(T));
        backward_simd(backward(options), threads, isa);
        return {grad_input, grad_grid};
    }

    Tensor<T> grad_output, input, grid, grad_input, grad_grid;
};

template <class T>
testing::AssertionResult all_near(const Tensor<T>& got, const Tensor<T>& want, double tolerance) {
    for (int64_t i = 0; i < want.count(); ++i)
        if (const auto close = near(static_cast<double>(value_of(got.data()[i])),
                                    static_cast<double>(value_of(want.data()[i])), tolerance);
            !close)
            return testing::AssertionFailure()
                   << "element " << i << " of " << want.sizes().text() << ": " << close.message();
    return testing::AssertionSuccess();
}

template <class T>
bool all_same(const Tensor<T>& a, const Tensor<T>& b) {
    return std::memcmp(a.data(), b.data(), static_cast<size_t>(a.count()) * sizeof(T)) == 0;
}

double largest(const auto& tensor) {
    double result = 0;
    for (int64_t i = 0; i < tensor.count(); ++i)
        result = std::max(result, std::fabs(static_cast<double>(value_of(tensor.data()[i]))));
    return result;
}

/// Both add the same products in another order: some last bits of the largest sum for each, of which 64 is ample.
template <class T>
double tolerance_for(const Tensor<T>& want) {
    constexpr double kLastBits = 64;
    const double last_bit = std::is_same_v<T, double> ? 0x1p-52 : std::is_same_v<T, float> ? 0x1p-23 : 0x1p-7;
    const double few = std::is_same_v<T, double> || std::is_same_v<T, float> ? kLastBits : 1;
    return few * last_bit * (1 + largest(want));
}

template <class T>
void expect_scalar_gradients(const Sizes& input, const Sizes& grid, uint32_t seed, double reach) {
    Call<T> call(input, grid, seed, reach);
    for (const Options& options : all_options()) {
        const Gradients<T, T> want = call.scalar(options);
        std::optional<Gradients<T, T>> first;
        for (const Simd isa : isas_here()) {
            for (const int threads : {1, 3}) {
                const Gradients<T, T> got = call.simd(options, isa, threads);
                const std::string where = std::string(name(isa)) + " " + text(options) + " input " + input.text() +
                                          " grid " + grid.text() + " threads " + std::to_string(threads);
                ASSERT_TRUE(all_near(got.input, want.input, tolerance_for(want.input))) << "grad_input " << where;
                ASSERT_TRUE(all_near(got.grid, want.grid, tolerance_for(want.grid))) << "grad_grid " << where;
                if (!first) first = got;
                ASSERT_TRUE(all_same(got.input, first->input)) << "grad_input's bits " << where;
                ASSERT_TRUE(all_same(got.grid, first->grid)) << "grad_grid's bits " << where;
            }
        }
    }
}

TEST(SimdBackward, EqualsScalarForImagesOfEverySize) {
    constexpr int64_t kSizes[]{1, 2, 3, 7, 8, 9, 16, 17, 33};
    uint32_t seed = 1;
    for (const int64_t width : kSizes)
        for (const int64_t columns : kSizes) {
            const int64_t channels = 1 + seed % 9, height = kSizes[seed % 9], rows = kSizes[seed * 7 % 9];
            expect_scalar_gradients<float>({2, channels, height, width}, {2, rows, columns, 2}, seed, 1.6);
            if (HasFatalFailure()) return;
            ++seed;
        }
}

TEST(SimdBackward, EqualsScalarForManyChannels) {
    uint32_t seed = 90;
    for (const int64_t channels : {7, 8, 9, 15, 16, 17, 21, 32}) {
        expect_scalar_gradients<float>({1, channels, 9, 19}, {1, 6, 21, 2}, ++seed, 1.3);
        expect_scalar_gradients<double>({1, channels, 3, 5, 9}, {1, 2, 3, 17, 3}, ++seed, 1.3);
        if (HasFatalFailure()) return;
    }
    expect_scalar_gradients<float>({1, 18, 80, 90}, {1, 90, 100, 2}, ++seed, 1.1);  // cut in parts, alike everywhere
}

TEST(SimdBackward, EqualsScalarForVolumesAndOtherElements) {
    expect_scalar_gradients<float>({2, 3, 7, 8, 9}, {2, 5, 6, 17, 3}, 100, 1.6);
    expect_scalar_gradients<double>({1, 5, 9, 4, 17}, {1, 9, 10, 33, 3}, 101, 1.6);
    expect_scalar_gradients<double>({2, 6, 19, 24}, {2, 30, 70, 2}, 102, 1.6);
    expect_scalar_gradients<Half>({1, 3, 9, 11}, {1, 7, 20, 2}, 103, 1.2);
    expect_scalar_gradients<BFloat16>({1, 1, 9, 11}, {1, 7, 20, 2}, 104, 1.2);
}

TEST(SimdBackward, EqualsScalarOnManyTilesAndFarOutside) {
    expect_scalar_gradients<float>({1, 3, 150, 170}, {1, 130, 200, 2}, 110, 1.1);
    expect_scalar_gradients<float>({2, 2, 20, 30}, {2, 80, 90, 2}, 111, 20);
}

TEST(SimdBackward, EqualsScalarWhereTheGridIsScattered) {
    expect_scalar_gradients<float>({2, 6, 300, 280}, {2, 160, 170, 2}, 120, 1.1);  // images packed whole
    expect_scalar_gradients<float>({1, 1, 300, 280}, {1, 160, 170, 2}, 121, 1.1);
    expect_scalar_gradients<float>({1, 5, 700, 680}, {1, 70, 70, 2}, 122, 1.1);  // too few places for them
    expect_scalar_gradients<double>({1, 2, 30, 70, 60}, {1, 20, 20, 90, 3}, 123, 1.1);
}

TEST(SimdBackward, EqualsScalarWhenTheGridsGradientIsTooLargeForTheCaches) {
    Call<float> call({1, 2, 31, 33}, {1, 1030, 1041, 2}, 125, 1.2);
    const Options options{Mode::bilinear, Padding::border, true};
    backward_scalar(call.backward(options, false, true));
    const Tensor<float> want = call.grad_grid;
    for (const Simd isa : isas_here()) {
        call.grad_grid = Tensor<float>(call.grid.sizes());
        backward_simd(call.backward(options, false, true), 2, isa);
        EXPECT_TRUE(all_near(call.grad_grid, want, tolerance_for(want))) << name(isa);
    }
}

TEST(SimdBackward, EitherGradientMayBeLeftOut) {
    if (simd_isa() == Simd::none) GTEST_SKIP() << "no instruction set here";
    Call<float> call({1, 3, 40, 50}, {1, 60, 70, 2}, 130, 1.2);
    for (const Options& options : all_options()) {
        const Gradients<float, float> both = call.simd(options, simd_isa(), 2);
        call.grad_grid = Tensor<float>(call.grid.sizes());
        backward_simd(call.backward(options, true, false), 2, simd_isa());
        EXPECT_TRUE(all_same(call.grad_input, both.input)) << text(options);
        EXPECT_EQ(largest(call.grad_grid), 0);
        call.grad_input = Tensor<float>(call.input.sizes());
        backward_simd(call.backward(options, false, true), 2, simd_isa());
        EXPECT_TRUE(all_same(call.grad_grid, both.grid)) << text(options);
        EXPECT_EQ(largest(call.grad_input), 0);
    }
}

}  // namespace
}  // namespace gs
