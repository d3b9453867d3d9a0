// SPDX-License-Identifier: MIT
// The CUDA backend gives the CPU's bits. Where there is no device these tests say so and are skipped.
#include <gtest/gtest.h>

#include "core/grid_sample.h"
#include "golden.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

class Cuda : public testing::Test {
protected:
    void SetUp() override {
        const std::string reason = unavailable_reason(Device::cuda);
        if (!reason.empty()) GTEST_SKIP() << "not tested: " << reason;
    }

    static void expect_cpu_bits(TensorView<const float> input, TensorView<const float> grid, const Options& options,
                                const std::string& name) {
        const Tensor<float> cpu = grid_sample(input, grid, options);
        EXPECT_TRUE(same_bits(grid_sample(input, grid, options, {.device = Device::cuda}), cpu))
            << name << " " << text(options);
    }
};

TEST_F(Cuda, EqualsTheCpuBitForBitInEveryGoldenCase) {
    for (const GoldenCase& golden : golden_cases())
        expect_cpu_bits(golden.input.view(), golden.grid.view(), golden.options, golden.name);
}

TEST_F(Cuda, EqualsTheCpuBitForBitForArbitraryFloatsInTheGrid) {
    Random random(7);
    const Tensor<float> input = random_tensor({2, 3, 17, 9}, 1);
    Tensor<float> grid({2, 64, 64, 2});
    for (int64_t i = 0; i < grid.count(); ++i) grid.data()[i] = random.any_float();
    for (const Options& options : all_options()) expect_cpu_bits(input.view(), grid.view(), options, "any floats");
}

TEST_F(Cuda, EqualsTheCpuBitForBitOnManyBlocksOfThreads) {
    const Tensor<float> input = random_tensor({2, 3, 300, 200}, 2),
                        grid = random_tensor({2, 500, 400, 2}, 3, -1.5f, 1.5f);
    for (const Options& options : all_options()) expect_cpu_bits(input.view(), grid.view(), options, "large");
}

TEST_F(Cuda, TakesViewsWithAnyStrides) {
    // Channels last, and a grid whose x and y lie far apart.
    const Tensor<float> pixels = random_tensor({2, 6, 5, 3}, 4), coordinates = random_tensor({2, 2, 4, 7}, 5);
    const TensorView<const float> input(pixels.data(), {2, 3, 6, 5}, {90, 1, 15, 3});
    const TensorView<const float> grid(coordinates.data(), {2, 4, 7, 2}, {56, 7, 1, 28});
    for (const Options& options : all_options()) expect_cpu_bits(input, grid, options, "strided");
}

}  // namespace
}  // namespace gs
