// SPDX-License-Identifier: MIT
// What does not change the gradients: which of them are wanted, strides, threads, storage; and calls without places.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/grid_sample.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// The views that a backward takes.
template <class T, class G = T>
struct Call {
    TensorView<const T> grad_output, input;
    TensorView<const G> grid;
    Options options;

    Gradients<T, G> backward() const { return grid_sample_backward(grad_output, input, grid, options); }
};

template <class T, class G>
void expect_same(const Gradients<T, G>& got, const Gradients<T, G>& want, const Options& options) {
    EXPECT_TRUE(same_bits(got.input, want.input)) << text(options) << " grad_input";
    EXPECT_TRUE(same_bits(got.grid, want.grid)) << text(options) << " grad_grid";
}

/// Random tensors of an image's or a volume's call.
struct Tensors {
    Tensor<float> grad_output, input, grid;

    Call<float> call(const Options& options) const { return {grad_output.view(), input.view(), grid.view(), options}; }
};

std::vector<Tensors> images_and_volumes() {
    std::vector<Tensors> result;
    result.push_back(
        {random_tensor({2, 3, 6, 4}, 1), random_tensor({2, 3, 5, 7}, 2), random_tensor({2, 6, 4, 2}, 3, -1.6f, 1.6f)});
    result.push_back({random_tensor({2, 2, 2, 3, 4}, 4), random_tensor({2, 2, 3, 4, 5}, 5),
                      random_tensor({2, 2, 3, 4, 3}, 6, -1.6f, 1.6f)});
    return result;
}

/// A tensor that no result may show through.
template <class T>
Tensor<T> nans(const Sizes& sizes) {
    Tensor<T> tensor(sizes);
    for (int64_t i = 0; i < tensor.count(); ++i) assign(tensor.data()[i], Arithmetic<T>(kNaN));
    return tensor;
}

TEST(BackwardCall, EitherGradientIsTheSameWithoutTheOther) {
    for (const Tensors& tensors : images_and_volumes())
        for (const Options& options : all_options()) {
            const Call<float> call = tensors.call(options);
            const Gradients both = call.backward();
            Gradients<float, float> alone{nans<float>(tensors.input.sizes()), nans<float>(tensors.grid.sizes())};
            grid_sample_backward(call.grad_output, call.input, call.grid, alone.input.view(), {}, options);
            grid_sample_backward(call.grad_output, call.input, call.grid, {}, alone.grid.view(), options);
            expect_same(alone, both, options);
            EXPECT_NO_THROW(grid_sample_backward(call.grad_output, call.input, call.grid, {}, {}, options));
        }
}

TEST(BackwardCall, AnyNumberOfThreadsGivesTheSameBits) {
    const Tensor<float> grad_output = random_tensor({3, 4, 40, 50}, 7), input = random_tensor({3, 4, 30, 20}, 8),
                        grid = random_tensor({3, 40, 50, 2}, 9, -1.3f, 1.3f);
    for (const Options& options : all_options()) {
        const auto with_threads = [&](int threads) {
            return grid_sample_backward(grad_output.view(), input.view(), grid.view(), options, {.threads = threads});
        };
        const auto alone = with_threads(1);
        for (const int threads : {2, 3, 8, 0}) expect_same(with_threads(threads), alone, options);
    }
}

void expect_same_as_contiguous(const TensorView<const float>& grad_output, const TensorView<const float>& input,
                               const TensorView<const float>& grid) {
    const Tensors plain{contiguous(grad_output), contiguous(input), contiguous(grid)};
    for (const Options& options : all_options())
        expect_same(Call<float>{grad_output, input, grid, options}.backward(), plain.call(options).backward(), options);
}

TEST(BackwardViews, ChannelsLastGivesTheSameBits) {
    const Tensor<float> grad_output = random_tensor({2, 6, 4, 3}, 10), input = random_tensor({2, 5, 7, 3}, 11);
    const Tensor<float> xy_first = random_tensor({2, 2, 6, 4}, 12, -2, 2);  // (2, N, Ho, Wo)
    expect_same_as_contiguous({grad_output.data(), {2, 3, 6, 4}, {72, 1, 12, 3}},
                              {input.data(), {2, 3, 5, 7}, {105, 1, 21, 3}},
                              {xy_first.data(), {2, 6, 4, 2}, {24, 4, 1, 48}});
    const Tensor<float> volume_grad_output = random_tensor({1, 2, 3, 4, 2}, 13),
                        volume = random_tensor({1, 3, 4, 5, 2}, 14), grid = random_tensor({1, 2, 3, 4, 3}, 15, -2, 2);
    expect_same_as_contiguous({volume_grad_output.data(), {1, 2, 2, 3, 4}, {48, 1, 24, 8, 2}},
                              {volume.data(), {1, 2, 3, 4, 5}, {120, 1, 40, 10, 2}}, grid.view());
}

TEST(BackwardViews, FlippedAxesGiveTheSameBits) {
    const Tensor<float> grad_output = random_tensor({1, 2, 6, 4}, 16), input = random_tensor({1, 2, 5, 7}, 17),
                        grid = random_tensor({1, 6, 4, 2}, 18, -2, 2);
    // Rows from below, columns from the right; every tensor has its own way.
    expect_same_as_contiguous({grad_output.data() + 23, {1, 2, 6, 4}, {48, 24, -4, -1}},
                              {input.data() + 6, {1, 2, 5, 7}, {70, 35, 7, -1}},
                              {grid.data() + 40, {1, 6, 4, 2}, {48, -8, 2, 1}});
}

TEST(BackwardViews, BroadcastTensorsGiveTheSameBits) {
    // sum() hands back a grad_output of one element for all; expand gives images and grids of stride 0.
    const Tensor<float> one = random_tensor({1, 1, 1, 1}, 19), row = random_tensor({1, 1, 1, 7}, 20),
                        places = random_tensor({1, 1, 4, 2}, 21, -2, 2);
    expect_same_as_contiguous({one.data(), {2, 3, 6, 4}, {0, 0, 0, 0}}, {row.data(), {2, 3, 5, 7}, {0, 0, 0, 1}},
                              {places.data(), {2, 6, 4, 2}, {0, 0, 2, 1}});
}

TEST(BackwardViews, GradientsAreWrittenWhereTheirStridesSay) {
    const Tensors tensors = images_and_volumes().front();
    for (const Options& options : all_options()) {
        const Gradients want = tensors.call(options).backward();
        Tensor<float> channels_last = nans<float>({2, 5, 7, 3}), xy_first = nans<float>({2, 2, 6, 4});
        const TensorView<float> grad_input(channels_last.data(), {2, 3, 5, 7}, {105, 1, 21, 3});
        const TensorView<float> grad_grid(xy_first.data(), {2, 6, 4, 2}, {24, 4, 1, 48});
        const Call<float> call = tensors.call(options);
        grid_sample_backward(call.grad_output, call.input, call.grid, grad_input, grad_grid, options);
        expect_same({contiguous(grad_input), contiguous(grad_grid)}, want, options);
    }
}

/// The gradients of elements T with a grid of G are float32's for the same values, rounded once.
template <class T, class G>
void expect_float32_rounded_once() {
    for (const Tensors& tensors : images_and_volumes()) {
        const Tensor<T> grad_output = converted<T>(tensors.grad_output), input = converted<T>(tensors.input);
        const Tensor<G> grid = converted<G>(tensors.grid);
        const Tensors exact{converted<float>(grad_output), converted<float>(input), converted<float>(grid)};
        for (const Options& options : all_options()) {
            const Gradients in_float32 = exact.call(options).backward();
            const Call<T, G> call{grad_output.view(), input.view(), grid.view(), options};
            expect_same(call.backward(), {converted<T>(in_float32.input), converted<G>(in_float32.grid)}, options);
            EXPECT_TRUE(same_bits(grid_sample(input.view(), grid.view(), options),
                                  converted<T>(grid_sample(exact.input.view(), exact.grid.view(), options))))
                << text(options) << " output";
        }
    }
}

TEST(HalfPrecisionCalls, AreFloat32RoundedOnceAtTheEnd) {
    expect_float32_rounded_once<Half, Half>();
    expect_float32_rounded_once<BFloat16, BFloat16>();
}

TEST(HalfPrecisionCalls, TakeAFloat32GridAndGiveItAFloat32Gradient) {
    expect_float32_rounded_once<Half, float>();
    expect_float32_rounded_once<BFloat16, float>();
}

/// Both gradients of a call with these sizes, written over NaN, are zero.
void expect_zeros(const Sizes& output, const Sizes& input, const Sizes& grid) {
    const Tensors tensors{random_tensor(output, 22), random_tensor(input, 23), random_tensor(grid, 24)};
    for (const Options& options : all_options()) {
        Tensor<float> grad_input = nans<float>(input), grad_grid = nans<float>(grid);
        const Call<float> call = tensors.call(options);
        grid_sample_backward(call.grad_output, call.input, call.grid, grad_input.view(), grad_grid.view(), options);
        for (const Tensor<float>* gradient : {&grad_input, &grad_grid})
            for (int64_t i = 0; i < gradient->count(); ++i)
                EXPECT_EQ(gradient->data()[i], 0) << text(options) << " " << output.text();
    }
}

TEST(BackwardOfNothing, InputGradientIsZeroWithoutOutputs) {
    expect_zeros({2, 3, 0, 4}, {2, 3, 5, 7}, {2, 0, 4, 2});
    expect_zeros({2, 3, 4, 0}, {2, 3, 5, 7}, {2, 4, 0, 2});
    expect_zeros({2, 3, 0, 4, 4}, {2, 3, 2, 5, 7}, {2, 0, 4, 4, 3});
}

TEST(BackwardOfNothing, GridGradientIsZeroWithoutChannels) {
    expect_zeros({2, 0, 3, 4}, {2, 0, 5, 7}, {2, 3, 4, 2});
    expect_zeros({2, 0, 2, 3, 4}, {2, 0, 2, 5, 7}, {2, 2, 3, 4, 3});
}

TEST(BackwardOfNothing, EmptyBatchesAreFine) {
    expect_zeros({0, 3, 4, 4}, {0, 3, 5, 7}, {0, 4, 4, 2});
    expect_zeros({0, 3, 2, 4, 4}, {0, 3, 2, 5, 7}, {0, 2, 4, 4, 3});
}

}  // namespace
}  // namespace gs
