// SPDX-License-Identifier: MIT
#include "core/any_grid_sample.h"

#include <stdexcept>

#include "core/affine_grid.h"

namespace gs {
namespace {

template <class Byte>
BasicField<Byte> image_field(const BasicAnyView<Byte>& view) {
    return gs::image_field(view.data, view.dtype, view.sizes, view.strides);
}

template <class Byte>
BasicField<Byte> grid_field(const BasicAnyView<Byte>& view) {
    return gs::grid_field(view.data, view.dtype, view.sizes, view.strides);
}

/// Refuses a result that does not have the sizes and the type that it has to have.
void check_result(const std::string& what, const AnyOutput& given, const Sizes& sizes, Dtype dtype) {
    check_output(given.sizes, sizes);
    check_dtype(what, given.dtype, dtype);
    check_apart(given.sizes, given.strides);
}

void check_inputs(const AnyView& grad_output, const AnyView& input, const AnyView& grid) {
    check_backward(grad_output.sizes, input.sizes, grid.sizes);
    check_dtypes(input.dtype, grid.dtype);
    check_dtype("grad_output", grad_output.dtype, input.dtype);
}

/// Calls function(view) with the view as one of float or double.
template <class Function>
AnyTensor with_real(const std::string& what, const AnyView& view, Function&& function) {
    if (view.dtype == Dtype::float32) return function(view.as<float>());
    if (view.dtype == Dtype::float64) return function(view.as<double>());
    throw std::invalid_argument(what + " of dtype float32 or float64, but got dtype " + std::string(name(view.dtype)));
}

}  // namespace

void grid_sample(const AnyView& input, const AnyView& grid, const AnyOutput& output, const Options& options,
                 const Execution& execution) {
    const Sizes sizes = output_sizes(input.sizes, grid.sizes);
    check_dtypes(input.dtype, grid.dtype);
    check_result("the result", output, sizes, input.dtype);
    detail::grid_sample(image_field(input), grid_field(grid), image_field(output), input.sizes.rank() - 2, options,
                        execution);
}

AnyTensor grid_sample(const AnyView& input, const AnyView& grid, const Options& options, const Execution& execution) {
    const Sizes sizes = output_sizes(input.sizes, grid.sizes);
    check_dtypes(input.dtype, grid.dtype);
    AnyTensor output = uninitialized(input.dtype, sizes);
    grid_sample(input, grid, AnyOutput(output), options, execution);
    return output;
}

void grid_sample_backward(const AnyView& grad_output, const AnyView& input, const AnyView& grid,
                          const AnyOutput& grad_input, const AnyOutput& grad_grid, const Options& options,
                          const Execution& execution) {
    check_inputs(grad_output, input, grid);
    if (grad_input.data) check_result("grad_input", grad_input, input.sizes, input.dtype);
    if (grad_grid.data) check_result("grad_grid", grad_grid, grid.sizes, grid.dtype);
    detail::grid_sample_backward(image_field(grad_output), image_field(input), grid_field(grid),
                                 grad_input.data ? image_field(grad_input) : Field{},
                                 grad_grid.data ? grid_field(grad_grid) : Field{}, input.sizes.rank() - 2, options,
                                 execution);
}

AnyGradients grid_sample_backward(const AnyView& grad_output, const AnyView& input, const AnyView& grid,
                                  const Options& options, const Execution& execution) {
    check_inputs(grad_output, input, grid);
    AnyGradients gradients{uninitialized(input.dtype, input.sizes), uninitialized(grid.dtype, grid.sizes)};
    grid_sample_backward(grad_output, input, grid, AnyOutput(gradients.input), AnyOutput(gradients.grid), options,
                         execution);
    return gradients;
}

AnyTensor affine_grid(const AnyView& theta, const Sizes& size, bool align_corners) {
    return with_real("affine_grid: expected theta", theta, [&]<class T>(TensorView<const T> matrix) -> AnyTensor {
        return affine_grid<T>(matrix, size, align_corners);
    });
}

AnyTensor affine_grid_backward(const AnyView& grad_grid, const Sizes& size, bool align_corners) {
    return with_real("affine_grid_backward: expected grad_grid", grad_grid,
                     [&]<class T>(TensorView<const T> gradient) -> AnyTensor {
                         return affine_grid_backward<T>(gradient, size, align_corners);
                     });
}

BasicTrace<double> trace(const AnyView& input, int64_t n, int64_t c, GridPoint<double> at, const Options& options,
                         double grad_output) {
    return visit(
        [&]<class T>(TensorView<const T> view) {
            using F = Arithmetic<T>;
            const GridPoint<F> point{static_cast<F>(at.x), static_cast<F>(at.y), static_cast<F>(at.z)};
            return widened(trace(view, n, c, point, options, static_cast<F>(grad_output)));
        },
        input);
}

}  // namespace gs
