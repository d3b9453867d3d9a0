// SPDX-License-Identifier: MIT
// The CUDA backend against the CPU, on tensors in the host's memory. Where there is no device these tests say so and
// are skipped; test_cuda_places.cpp and test_cuda_plan.cpp run everywhere.
#include <gtest/gtest.h>

#include "core/grid_sample.h"
#include "fields.h"
#include "golden.h"
#include "near.h"

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

    /// All options; gaps between the output's elements are left alone, too.
    static void expect_cpu_bits(const Scene& cpu, const Scene& cuda) {
        for (const Options& options : all_options()) {
            forward_scalar(cpu.forward(options), 0);
            forward_cuda(cuda.forward(options));
            EXPECT_EQ(cuda.output.bits(), cpu.output.bits()) << text(options);
            EXPECT_EQ(cuda.output.bytes(), cpu.output.bytes()) << text(options);
        }
    }

    static void expect_cpu_gradients(const Scene& cpu, const Scene& cuda) {
        for (const Options& options : all_options()) {
            backward_scalar(cpu.backward(options));
            backward_cuda(cuda.backward(options));
            EXPECT_EQ(cuda.grad_input.bits(), cpu.grad_input.bits()) << text(options);
            EXPECT_EQ(cuda.grad_grid.bits(), cpu.grad_grid.bits()) << text(options);
        }
    }

    /// Calls function(dtype, grid's dtype, layout) for all that go together.
    template <class Function>
    static void for_types_and_layouts(Function&& function) {
        for (const Dtype dtype : kDtypes)
            for (const Dtype grid : {dtype, dtype == Dtype::float64 ? Dtype::float64 : Dtype::float32})
                for (const Layout layout : kLayouts) {
                    SCOPED_TRACE(std::string(name(dtype)) + ", grid " + std::string(name(grid)) + ", layout " +
                                 std::to_string(static_cast<int>(layout)));
                    function(dtype, grid, layout);
                }
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

TEST_F(Cuda, TakesViewsThatAreFlippedStridedAndRepeated) {
    const Tensor<float> large = random_tensor({2, 3, 8, 10}, 7), row = random_tensor({1, 1, 4, 2}, 8, -2, 2);
    // Every other row, columns from the right, the first channel in place of all; one row of the grid for all.
    const TensorView<const float> input(large.data() + 9, {2, 3, 4, 10}, {240, 0, 20, -1});
    const TensorView<const float> grid(row.data(), {2, 5, 4, 2}, {0, 0, 2, 1});
    for (const Options& options : all_options()) expect_cpu_bits(input, grid, options, "views");
}

TEST_F(Cuda, ForwardHasTheCpuBitsForEveryTypeAndLayout) {
    for_types_and_layouts([](Dtype dtype, Dtype grid, Layout layout) {
        const auto scene = [&](int64_t channels, const auto& in, const auto& out) {
            return Scene(dtype, grid, 2, channels, in, out, layout, 1);
        };
        using Size = std::array<int64_t, 3>;
        expect_cpu_bits(scene(8, Size{1, 7, 9}, Size{1, 37, 35}), scene(8, Size{1, 7, 9}, Size{1, 37, 35}));
        expect_cpu_bits(scene(3, Size{4, 5, 6}, Size{3, 9, 11}), scene(3, Size{4, 5, 6}, Size{3, 9, 11}));
    });
}

TEST_F(Cuda, ForwardHasTheCpuBitsForAwkwardSizes) {
    for (const int64_t size : {1, 2, 3, 7, 8, 9, 16, 17, 33})
        for (const Layout layout : kLayouts) {
            SCOPED_TRACE(size);
            const auto scene = [&] {
                return Scene(Dtype::float32, Dtype::float32, 2, size, {1, size, 3}, {1, 2, size}, layout, 2);
            };
            expect_cpu_bits(scene(), scene());
        }
}

TEST_F(Cuda, ForwardHasTheCpuBitsForFewOutputsOfManyChannels) {
    for (const Layout layout : kLayouts) {
        const auto scene = [&] {
            return Scene(Dtype::float32, Dtype::float32, 1, 2000, {1, 7, 9}, {1, 1, 5}, layout, 3);
        };
        expect_cpu_bits(scene(), scene());
    }
}

TEST_F(Cuda, ForwardHasTheCpuBitsForFewPlacesOfALargeImage) {
    for_types_and_layouts([](Dtype dtype, Dtype grid, Layout layout) {
        const auto scene = [&] { return Scene(dtype, grid, 2, 3, {1, 300, 500}, {1, 1, 3}, layout, 4); };
        expect_cpu_bits(scene(), scene());
    });
}

TEST_F(Cuda, EveryHalfIsReadAndWrittenAsOnTheCpu) {
    for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16}) {
        // One row of all 2^16 elements, each read once in turn by nearest; and between neighbours, which rounds.
        constexpr int64_t kCount = 1 << 16;
        const auto scene = [&](double between) {
            Scene all(dtype, Dtype::float32, 1, 1, {1, 1, kCount}, {1, 1, kCount}, Layout::plain, 4);
            for (int64_t i = 0; i < kCount; ++i)
                reinterpret_cast<uint16_t*>(all.input.field().data)[i] = static_cast<uint16_t>(i);
            int64_t k = 0;
            all.grid.fill([&] {  // x, y, x, y, ...
                const int64_t i = k++;
                return i % 2 == 1 ? 0.0 : (2 * (static_cast<double>(i / 2) + between) + 1) / kCount - 1;
            });
            return all;
        };
        for (const double between : {0.0, 0.3})
            for (const Options& options : all_options()) {
                const Scene cpu = scene(between), cuda = scene(between);
                forward_scalar(cpu.forward(options), 0);
                forward_cuda(cuda.forward(options));
                EXPECT_EQ(cuda.output.bits(), cpu.output.bits()) << text(options);
            }
    }
}

TEST_F(Cuda, BackwardHasTheCpuBitsWhereRunsAreShort) {
    for_types_and_layouts([](Dtype dtype, Dtype grid, Layout layout) {
        const auto images = [&] { return Scene(dtype, grid, 3, 5, {1, 6, 5}, {1, 9, 10}, layout, 5); };
        const auto volumes = [&] { return Scene(dtype, grid, 2, 2, {3, 4, 2}, {2, 3, 2}, layout, 6); };
        expect_cpu_gradients(images(), images());
        expect_cpu_gradients(volumes(), volumes());
    });
}

/// How far sums in another order may be: some last bits of the sum of the magnitudes, which is at most `terms`.
void expect_near(const OwnedField& got, const OwnedField& want, double terms) {
    const std::vector<double> a = got.values(), b = want.values();
    for (size_t i = 0; i < a.size(); ++i)
        EXPECT_TRUE(near(a[i], b[i], terms * 32 * std::numeric_limits<float>::epsilon())) << i;
}

TEST_F(Cuda, BackwardIsTheCpusUpToRoundingAndTheSameOnEveryRunWhereSumsAreLong) {
    // All 90,000 places fall upon six pixels; and 300 channels of few places.
    const auto crowded = [] {
        return Scene(Dtype::float32, Dtype::float32, 1, 2, {1, 2, 3}, {1, 300, 300}, Layout::plain, 7);
    };
    const auto deep = [] {
        return Scene(Dtype::float32, Dtype::float32, 1, 300, {1, 8, 9}, {1, 5, 6}, Layout::plain, 8);
    };
    for (const Options& options : all_options()) {
        const Scene cpu = crowded(), cuda = crowded(), again = crowded();
        backward_scalar(cpu.backward(options));
        backward_cuda(cuda.backward(options));
        backward_cuda(again.backward(options));
        expect_near(cuda.grad_input, cpu.grad_input, 90000);
        EXPECT_EQ(again.grad_input.bits(), cuda.grad_input.bits()) << text(options);

        const Scene deep_cpu = deep(), deep_cuda = deep();
        backward_scalar(deep_cpu.backward(options));
        backward_cuda(deep_cuda.backward(options));
        expect_near(deep_cuda.grad_grid, deep_cpu.grad_grid, 300 * 16 * 4.5);
    }
}

TEST_F(Cuda, BackwardWritesWhatIsWanted) {
    const Scene scene(Dtype::float32, Dtype::float32, 1, 2, {1, 4, 4}, {1, 3, 3}, Layout::plain, 9);
    const std::vector<uint64_t> untouched = scene.grad_input.bits();
    Backward call = scene.backward({});
    call.grad_input = {};
    backward_cuda(call);
    EXPECT_EQ(scene.grad_input.bits(), untouched);
    call = scene.backward({});
    call.grad_grid = {};
    call.grid.size[kW] = call.grad_output.size[kW] = 0;
    backward_cuda(call);
    EXPECT_EQ(scene.grad_input.values(), std::vector<double>(32, 0.0)) << "no places: zeros";
}

}  // namespace
}  // namespace gs
