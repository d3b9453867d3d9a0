// SPDX-License-Identifier: MIT
// torch.nn.functional.grid_sample and its backward: reads an input at the places that a grid names.
//
//   gs::Tensor<float> output = gs::grid_sample(input.view(), grid.view(), {.mode = gs::Mode::bilinear,
//                                                                         .padding = gs::Padding::zeros,
//                                                                         .align_corners = false});
//
// Letters: N batch, C channels; D, H and W the input's depth, height and width; Do, Ho and Wo the output's.
//
// Shapes      images                          volumes
//   input     (N, C, H, W)                    (N, C, D, H, W)          D, H, W at least 1, at most 2^30
//   grid      (N, Ho, Wo, 2), last (x, y)     (N, Do, Ho, Wo, 3), last (x, y, z); x runs along W, y along H, z along D
//   output    (N, C, Ho, Wo)                  (N, C, Do, Ho, Wo)
//
// Elements are float, double, Half or BFloat16. The last two are storage: arithmetic is float's. A grid has the input's
// element type or, since a half-precision grid names places too coarsely, float where the input is Half or BFloat16.
// Views may have any strides: channels-last, permuted, flipped and broadcast tensors are read as they lie. Where types
// are known at run time only: any_grid_sample.h.
//
// Results. Where it is a number, the forward result is the same, bit for bit, on every device (CUDA: not yet run), for
// every number of threads and on every instruction set, and is PyTorch's own (2.15 on x86-64 with AVX2) wherever that
// is a number and the pixel coordinate is below 2^24. The gradients are the same on every run and for every number of
// threads; their last bits may depend on the strides where rows of the grid have fewer than 48 places.
//
// NaN, infinities and pixel coordinates beyond 2^30 in the grid are out of bounds (result 0) under zeros, and read a
// fixed pixel otherwise (`replacement` in coordinates.h). Pixels that are not tapped do not matter, whatever they hold.
//
// Memory. On the CPU each thread keeps one to two MB from call to call. Where tiles would read several times their own
// size (a random grid, most grids of volumes) an image is packed whole, up to four channels at a time, with as many
// bytes again for the backward; the calling thread keeps that for its next call if it is at most 96 MiB.
//
// Errors. std::invalid_argument when sizes do not fit together (check.h), std::runtime_error when the device cannot be
// used, std::bad_alloc, Stopped where Execution::work was stopped: what was to be written is then arbitrary.
#pragma once

#include <span>
#include <string>

#include "core/check.h"
#include "core/dtype.h"
#include "core/field.h"
#include "core/options.h"
#include "core/tensor.h"
#include "core/work.h"

namespace gs {

/// Where and how the work is done. The forward result does not depend on it.
struct Execution {
    Device device = Device::cpu;
    int threads = 0;             ///< CPU threads; 0: all processors. Small work takes one in any case
    Simd simd = Simd::avx512;    ///< the most that may be used; what the processor lacks is not (simd_isa)
    const Work* work = nullptr;  ///< who watches: may stop it, which throws Stopped, and is told how far it is. A
                                 ///< gradient in plain code, and CUDA, heed it in the end only
};

/// Why the device cannot be used here, in one sentence; empty when it can.
std::string unavailable_reason(Device device);

/// The instruction set that the kernels use here: the best of `most`, of what this build and this processor have, and
/// of what the environment variable GRIDSCOPE_SIMD names (none, sse4.2, avx2 or avx512; anything else is ignored).
Simd simd_isa(Simd most = Simd::avx512);

/// The instruction sets that this build has kernels for, the plainest first, whatever the processor has.
std::span<const Simd> built_isas();

/// Whether a grid with elements of type G goes with an input of type T.
template <class T, class G>
concept GridFor = Element<std::remove_const_t<T>> && Element<std::remove_const_t<G>> &&
    (std::is_same_v<std::remove_const_t<T>, std::remove_const_t<G>> ||
     (std::is_same_v<std::remove_const_t<G>, float> && !std::is_same_v<std::remove_const_t<T>, double>));

namespace detail {
void grid_sample(ConstField input, ConstField grid, Field output, int dims, const Options&, const Execution&);
void grid_sample_backward(ConstField grad_output, ConstField input, ConstField grid, Field grad_input, Field grad_grid,
                          int dims, const Options&, const Execution&);
}  // namespace detail

/// Writes output[n, c, ...] = input[n, c] read at grid[n, ...]. `output` has the sizes that output_sizes tells, any
/// strides without overlap, and shares no memory with the others.
template <class T, class G>
requires GridFor<T, G>
void grid_sample(TensorView<T> input, TensorView<G> grid, TensorView<std::remove_const_t<T>> output,
                 const Options& options, const Execution& execution = {}) {
    check_output(output.sizes, output_sizes(input.sizes, grid.sizes));
    detail::grid_sample(image_field(input), grid_field(grid), image_field(output), input.sizes.rank() - 2, options,
                        execution);
}

/// The same into a new tensor, which it returns.
template <class T, class G>
requires GridFor<T, G> Tensor<std::remove_const_t<T>> grid_sample(TensorView<T> input, TensorView<G> grid,
                                                                  const Options& options,
                                                                  const Execution& execution = {}) {
    auto output = Tensor<std::remove_const_t<T>>::uninitialized(output_sizes(input.sizes, grid.sizes));
    detail::grid_sample(image_field(input), grid_field(grid), image_field(output.view()), input.sizes.rank() - 2,
                        options, execution);
    return output;
}

/// Writes the gradients of a scalar with respect to input and grid, given its gradient with respect to the output.
/// PyTorch's rules hold where the function has kinks: border and reflection have slope 0 on and beyond the rim of the
/// image; an integer coordinate takes the slope on its right; nearest has slope 0 everywhere.
///
/// grad_output  the sizes of the output
/// grad_input   the sizes of the input; a view without data: not wanted
/// grad_grid    the sizes of the grid; likewise
template <class T, class G>
requires GridFor<T, G>
void grid_sample_backward(TensorView<const std::remove_const_t<T>> grad_output, TensorView<T> input, TensorView<G> grid,
                          TensorView<std::remove_const_t<T>> grad_input, TensorView<std::remove_const_t<G>> grad_grid,
                          const Options& options, const Execution& execution = {}) {
    check_backward(grad_output.sizes, input.sizes, grid.sizes);
    if (grad_input.data) check_output(grad_input.sizes, input.sizes);
    if (grad_grid.data) check_output(grad_grid.sizes, grid.sizes);
    detail::grid_sample_backward(image_field(grad_output), image_field(input), grid_field(grid),
                                 grad_input.data ? image_field(grad_input) : Field{},
                                 grad_grid.data ? grid_field(grad_grid) : Field{}, input.sizes.rank() - 2, options,
                                 execution);
}

/// Both gradients, in new tensors.
template <class T, class G>
struct Gradients {
    Tensor<T> input;
    Tensor<G> grid;
};
template <class T, class G>
requires GridFor<T, G> Gradients<std::remove_const_t<T>, std::remove_const_t<G>> grid_sample_backward(
    TensorView<const std::remove_const_t<T>> grad_output, TensorView<T> input, TensorView<G> grid,
    const Options& options, const Execution& execution = {}) {
    check_backward(grad_output.sizes, input.sizes, grid.sizes);
    Gradients<std::remove_const_t<T>, std::remove_const_t<G>> gradients{
        Tensor<std::remove_const_t<T>>::uninitialized(input.sizes),
        Tensor<std::remove_const_t<G>>::uninitialized(grid.sizes)};
    grid_sample_backward(grad_output, input, grid, gradients.input.view(), gradients.grid.view(), options, execution);
    return gradients;
}

}  // namespace gs
