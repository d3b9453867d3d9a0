// SPDX-License-Identifier: MIT
// The sampler on tensors of any type and foreign memory: the bits of the typed functions on a contiguous copy.
#include "core/any_grid_sample.h"

#include <gtest/gtest.h>

#include <cstring>

#include "core/affine_grid.h"
#include "fields.h"
#include "near.h"
#include "peak.h"

namespace gs {
namespace {

/// How somebody else's elements lie.
enum class Lie { fortran, flipped, repeated, channels_last, every_other };
constexpr std::array kLies{Lie::fortran, Lie::flipped, Lie::repeated, Lie::channels_last, Lie::every_other};

/// The axes from the smallest step on.
std::array<int, 4> order_of(Lie lie) {
    if (lie == Lie::fortran) return {0, 1, 2, 3};
    if (lie == Lie::channels_last) return {1, 3, 2, 0};
    return {3, 2, 1, 0};
}

/// Foreign memory of a type, with random elements, gaps included, and a view of it.
struct Foreign {
    std::vector<std::byte> memory;
    AnyOutput view;

    Foreign(Dtype dtype, const Sizes& sizes, Lie lie, uint32_t seed) {
        Sizes strides = sizes;
        int64_t count = lie == Lie::every_other ? 2 : 1, first = 0;
        for (const int axis : order_of(lie)) {
            const bool is_repeated = lie == Lie::repeated && axis == 0;
            strides[axis] = is_repeated ? 0 : count;
            if (!is_repeated) count *= sizes[axis];
            if (lie == Lie::flipped && axis >= 2) {
                first += (sizes[axis] - 1) * strides[axis];
                strides[axis] = -strides[axis];
            }
        }
        memory.resize(static_cast<size_t>(count) * size_of(dtype));
        view = {memory.data() + static_cast<size_t>(first) * size_of(dtype), dtype, sizes, strides};
        Random random(seed);
        with_dtype(dtype, [&]<class T>(T) {
            for (int64_t i = 0; i < count; ++i)
                assign(reinterpret_cast<T*>(memory.data())[i],
                       static_cast<Arithmetic<T>>(random.uniform_float(-1.3f, 1.3f)));
        });
    }
};

template <class T>
Tensor<T> copy_of(const AnyView& view) {
    return contiguous(view.as<T>());
}

/// Calls function(T{}, G{}) for all types of input and grid that go together.
template <class Function>
void for_types(Function&& function) {
    for (const Dtype dtype : kDtypes)
        with_dtype(dtype, [&]<class T>(T type) {
            SCOPED_TRACE(name(dtype));
            function(type, type);
            if constexpr (sizeof(T) == 2) function(type, float{});
        });
}

template <class T>
bool holds_bits_of(const AnyView& view, const Tensor<T>& tensor) {
    const Tensor<T> copy = copy_of<T>(view);
    return copy.sizes() == tensor.sizes() &&
           std::memcmp(copy.data(), tensor.data(), static_cast<size_t>(copy.count()) * sizeof(T)) == 0;
}

const Sizes kInput{2, 3, 7, 9}, kGrid{2, 6, 50, 2}, kOutput{2, 3, 6, 50};

TEST(AnyGridSample, ForeignMemoryGivesTheBitsOfAContiguousCopy) {
    for_types([]<class T, class G>(T, G) {
        for (const Lie lie : kLies) {
            const Foreign input(kDtype<T>, kInput, lie, 1), grid(kDtype<G>, kGrid, lie, 2);
            const Tensor<T> input_copy = copy_of<T>(input.view);
            const Tensor<G> grid_copy = copy_of<G>(grid.view);
            for (const Options& options : all_options()) {
                const Tensor<T> expected = grid_sample(input_copy.view(), grid_copy.view(), options);
                EXPECT_TRUE(holds_bits_of(grid_sample(input.view, grid.view, options), expected))
                    << text(options) << " lie " << static_cast<int>(lie);
                if (lie == Lie::repeated) continue;  // nothing to be written to
                const Foreign output(kDtype<T>, kOutput, lie, 3);
                grid_sample(input.view, grid.view, output.view, options);
                EXPECT_TRUE(holds_bits_of(output.view, expected)) << text(options) << " lie " << static_cast<int>(lie);
            }
        }
    });
}

TEST(AnyGridSample, GradientsOfForeignMemoryAreThoseOfAContiguousCopy) {
    for_types([]<class T, class G>(T, G) {
        for (const Lie lie : kLies) {
            const Foreign input(kDtype<T>, kInput, lie, 1), grid(kDtype<G>, kGrid, lie, 2),
                grad_output(kDtype<T>, kOutput, lie, 3);
            const Tensor<T> input_copy = copy_of<T>(input.view), grad_copy = copy_of<T>(grad_output.view);
            const Tensor<G> grid_copy = copy_of<G>(grid.view);
            for (const Options& options : all_options()) {
                SCOPED_TRACE(text(options) + " lie " + std::to_string(static_cast<int>(lie)));
                const auto expected =
                    grid_sample_backward(grad_copy.view(), input_copy.view(), grid_copy.view(), options);
                const AnyGradients gradients = grid_sample_backward(grad_output.view, input.view, grid.view, options);
                EXPECT_TRUE(holds_bits_of(gradients.input, expected.input));
                EXPECT_TRUE(holds_bits_of(gradients.grid, expected.grid));
                if (lie == Lie::repeated) continue;
                const Foreign grad_input(kDtype<T>, kInput, lie, 4), grad_grid(kDtype<G>, kGrid, lie, 5);
                grid_sample_backward(grad_output.view, input.view, grid.view, grad_input.view, {}, options);
                EXPECT_TRUE(holds_bits_of(grad_input.view, expected.input));
                grid_sample_backward(grad_output.view, input.view, grid.view, {}, grad_grid.view, options);
                EXPECT_TRUE(holds_bits_of(grad_grid.view, expected.grid));
            }
        }
    });
}

TEST(AnyGridSample, LeavesGapsBetweenForeignElementsAlone) {
    const Foreign input(Dtype::float32, kInput, Lie::flipped, 1), grid(Dtype::float32, kGrid, Lie::flipped, 2);
    const Foreign output(Dtype::float32, kOutput, Lie::every_other, 3);
    const std::vector<std::byte> before = output.memory;
    grid_sample(input.view, grid.view, output.view, {});
    int changed = 0;
    for (size_t i = 0; i < before.size(); i += sizeof(float)) {
        const bool is_changed = std::memcmp(&before[i], &output.memory[i], sizeof(float)) != 0;
        changed += is_changed;
        if (i / sizeof(float) % 2 == 1) {
            EXPECT_FALSE(is_changed) << i;
        }
    }
    EXPECT_GT(changed, 0);
}

TEST(AnyGridSample, TakesVolumes) {
    const Tensor<float> input = random_tensor({1, 2, 3, 4, 5}, 1),
                        grid = random_tensor({1, 3, 5, 50, 3}, 2, -1.2f, 1.2f);
    for (const Options& options : all_options())
        EXPECT_TRUE(
            holds_bits_of(grid_sample(AnyView(input), grid, options), grid_sample(input.view(), grid.view(), options)));
}

TEST(AnyGridSample, CopiesNoInput) {
    constexpr int64_t kRows = 4096, kColumns = 4096;
    constexpr size_t kLittle = size_t{16} << 20;  // a quarter of a copy; a call keeps two MB
    const Tensor<float> input({1, 1, kRows, kColumns}), grid = random_tensor({1, 8, 64, 2}, 2, -0.01f, 0.01f);
    const AnyView turned(input.data(), Dtype::float32, {1, 1, kColumns, kRows}, {0, 0, 1, kColumns});
    EXPECT_LT(peak_of([&] { grid_sample(turned, grid, {}, {.threads = 1}); }), kLittle);
}

TEST(AnyGridSample, TypesThatDoNotGoTogetherAreRefused) {
    const auto refusal = [](Dtype input, Dtype grid) {
        const AnyTensor image = uninitialized(input, {1, 1, 2, 2}), places = uninitialized(grid, {1, 3, 3, 2});
        return message_of<std::invalid_argument>([&] { grid_sample(image, places, {}); });
    };
    EXPECT_EQ(refusal(Dtype::float32, Dtype::float64),
              "grid_sample: expected a grid of dtype float32 for an input of dtype float32, but got a grid of dtype "
              "float64");
    EXPECT_EQ(
        refusal(Dtype::float16, Dtype::bfloat16),
        "grid_sample: expected a grid of dtype float16 or float32 for an input of dtype float16, but got a grid of "
        "dtype bfloat16");
    for (const Dtype input : kDtypes)
        for (const Dtype grid : kDtypes) {
            const bool fits = with_dtype(
                input, [&]<class T>(T) { return with_dtype(grid, []<class G>(G) { return GridFor<T, G>; }); });
            if (!fits) {
                EXPECT_NE(refusal(input, grid), "");
            } else {
                EXPECT_NO_THROW(check_dtypes(input, grid));
            }
        }
}

TEST(AnyGridSample, ResultsOfAnotherTypeOrSizeOrWithRepeatedElementsAreRefused) {
    const Tensor<float> input({1, 1, 2, 2}), grid({1, 3, 3, 2});
    Tensor<double> doubles({1, 1, 3, 3});
    Tensor<float> wrong({1, 1, 3, 4}), right({1, 1, 3, 3}), grad_grid({1, 3, 3, 2});
    const auto refusal = [&](const AnyOutput& output) {
        return message_of<std::invalid_argument>([&] { grid_sample(input, grid, output, Options{}); });
    };
    EXPECT_EQ(refusal(doubles), "grid_sample: expected the result to have dtype float32, but got dtype float64");
    EXPECT_TRUE(contains(refusal(wrong), "given with sizes [1, 1, 3, 4]"));
    EXPECT_EQ(
        refusal({right.data(), Dtype::float32, {1, 1, 3, 3}, {9, 9, 0, 1}}),
        "grid_sample: expected a result with a place for each element, but got sizes [1, 1, 3, 3] with strides [9, "
        "9, 0, 1]");
    EXPECT_EQ(message_of<std::invalid_argument>([&] { grid_sample_backward(doubles, input, grid, Options{}); }),
              "grid_sample: expected grad_output to have dtype float32, but got dtype float64");
    EXPECT_EQ(message_of<std::invalid_argument>(
                  [&] { grid_sample_backward(right, input, grid, AnyOutput(), doubles, Options{}); }),
              "grid_sample: expected the result to have sizes [1, 3, 3, 2], but it was given with sizes [1, 1, 3, 3]");
    Tensor<double> double_grid({1, 3, 3, 2});
    EXPECT_EQ(message_of<std::invalid_argument>(
                  [&] { grid_sample_backward(right, input, grid, AnyOutput(), double_grid, Options{}); }),
              "grid_sample: expected grad_grid to have dtype float32, but got dtype float64");
    EXPECT_THROW(grid_sample(AnyView(), grid, Options{}), std::invalid_argument);
}

TEST(AnyAffineGrid, HasTheBitsOfTheTypedOneAndItsGradientToo) {
    const Sizes size{2, 1, 5, 7};
    const auto expect_bits = [&]<class T>(T) {
        const Foreign theta(kDtype<T>, {2, 2, 3, 1}, Lie::fortran, 1), grad(kDtype<T>, {2, 5, 7, 2}, Lie::flipped, 2);
        const AnyView matrix = theta.view.select(3, 0);
        EXPECT_TRUE(holds_bits_of(affine_grid(matrix, size, true), affine_grid<T>(matrix.as<T>(), size, true)));
        const AnyView grad_view = grad.view;
        EXPECT_TRUE(holds_bits_of(affine_grid_backward(grad_view, size, false),
                                  affine_grid_backward<T>(grad_view.as<T>(), size, false)));
    };
    expect_bits(float{});
    expect_bits(double{});
    EXPECT_EQ(message_of<std::invalid_argument>([&] {
                  affine_grid(Tensor<Half>({2, 2, 3}), size, true);
              }),
              "affine_grid: expected theta of dtype float32 or float64, but got dtype float16");
}

TEST(AnyTrace, IsTheTypedTraceInDouble) {
    for (const Dtype dtype : kDtypes)
        for (const Options& options : all_options()) {
            const Foreign input(dtype, kInput, Lie::channels_last, 1);
            const AnyView view = input.view;
            const BasicTrace<double> any = trace(view, 1, 2, {0.3, -0.7}, options, 0.5);
            visit(
                [&]<class T>(TensorView<const T> typed) {
                    using F = Arithmetic<T>;
                    const auto one = trace(typed, 1, 2, {static_cast<F>(0.3), static_cast<F>(-0.7)}, options, F(0.5));
                    EXPECT_EQ(any.output, static_cast<double>(one.output));
                    EXPECT_EQ(any.x.gradient, static_cast<double>(one.x.gradient));
                    EXPECT_EQ(any.taps.size(), one.taps.size());
                    EXPECT_EQ(any.arithmetic, kDtype<F>);
                },
                view);
        }
    EXPECT_THROW(trace(AnyView(), 0, 0, {0, 0}, Options{}), std::invalid_argument);
}

// What a picture computes of a batch: one image, one channel, some places of the grid.

TEST(PartOfABatch, HasTheBitsOfTheWhole) {
    const Sizes input_sizes{2, 3, 33, 40}, grid_sizes{2, 65, 129, 2};
    for_types([&]<class T, class G>(T, G) {
        const Foreign input(kDtype<T>, input_sizes, Lie::channels_last, 1),
            grid(kDtype<G>, grid_sizes, Lie::every_other, 2);
        for (const Options& options : all_options()) {
            const AnyView whole = grid_sample(input.view, grid.view, options);
            for (const int64_t step : {1, 2, 8})
                for (const auto& [n, c] : {std::pair{0, 2}, {1, 0}}) {
                    const AnyView places =
                        AnyView(grid.view).slice(0, n, n + 1).slice(1, 0, 65, step).slice(2, 1, 129, step);
                    const AnyView plane = AnyView(input.view).slice(0, n, n + 1).slice(1, c, c + 1);
                    const AnyView wanted =
                        whole.slice(0, n, n + 1).slice(1, c, c + 1).slice(2, 0, 65, step).slice(3, 1, 129, step);
                    EXPECT_TRUE(holds_bits_of(grid_sample(plane, places, options), copy_of<T>(wanted)))
                        << text(options) << " step " << step;
                }
        }
    });
}

}  // namespace
}  // namespace gs
