// SPDX-License-Identifier: MIT
// The sampler behind C functions, so that compare_torch.py can call it in the process that runs PyTorch.
#include <array>

#include "core/grid_sample.h"

namespace {

gs::Sizes sizes_of(const int64_t* sizes, int rank) {
    gs::Sizes result;
    for (int axis = 0; axis < rank; ++axis) result.push_back(sizes[axis]);
    return result;
}

gs::Options options_of(int mode, int padding, int align_corners) {
    // PyTorch's numbers are the order of gs::Mode and gs::Padding.
    return {static_cast<gs::Mode>(mode), static_cast<gs::Padding>(padding), align_corners != 0};
}

}  // namespace

extern "C" {

/// The number of the gs::Simd that is used when `most` is the most that may be.
int gridscope_simd_isa(int most) {
    return static_cast<int>(gs::simd_isa(static_cast<gs::Simd>(most)));
}

/// float32 tensors in C order. `simd` is the number of a gs::Simd: the most that may be used.
void gridscope_forward(const float* input, const int64_t* input_sizes, const float* grid, const int64_t* grid_sizes,
                       float* output, int rank, int mode, int padding, int align_corners, int threads, int simd) {
    const gs::Sizes in = sizes_of(input_sizes, rank), at = sizes_of(grid_sizes, rank);
    gs::grid_sample(gs::TensorView<const float>(input, in), gs::TensorView<const float>(grid, at),
                    gs::TensorView<float>(output, gs::output_sizes(in, at)), options_of(mode, padding, align_corners),
                    {gs::Device::cpu, threads, static_cast<gs::Simd>(simd)});
}

/// grad_input and grad_grid may be null.
void gridscope_backward(const float* grad_output, const float* input, const int64_t* input_sizes, const float* grid,
                        const int64_t* grid_sizes, float* grad_input, float* grad_grid, int rank, int mode, int padding,
                        int align_corners, int threads, int simd) {
    const gs::Sizes in = sizes_of(input_sizes, rank), at = sizes_of(grid_sizes, rank);
    gs::grid_sample_backward(gs::TensorView<const float>(grad_output, gs::output_sizes(in, at)),
                             gs::TensorView<const float>(input, in), gs::TensorView<const float>(grid, at),
                             gs::TensorView<float>(grad_input, in), gs::TensorView<float>(grad_grid, at),
                             options_of(mode, padding, align_corners),
                             {gs::Device::cpu, threads, static_cast<gs::Simd>(simd)});
}
}
