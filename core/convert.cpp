// SPDX-License-Identifier: MIT
#include "core/convert.h"

#include <algorithm>
#include <stdexcept>

#include "core/check.h"
#include "core/coordinates.h"
#include "core/field.h"

namespace gs {
namespace {

[[noreturn]] void refuse(const std::string& function, const std::string& expectation, const std::string& got) {
    throw std::invalid_argument(function + ": expected " + expectation + ", but got " + got);
}

bool all_at_least(int64_t least, const Sizes& sizes) {
    return std::all_of(sizes.begin(), sizes.end(), [least](int64_t size) { return size >= least; });
}

void check_matrix(const std::string& function, const Sizes& matrix, const Sizes& input, const Sizes& output) {
    const std::string got = "sizes " + matrix.text() + " for input " + input.text() + " and output " + output.text();
    const int dims = input.rank();
    if ((dims != 2 && dims != 3) || output.rank() != dims)
        refuse(function, "input and output both as (H, W) or both as (D, H, W)", got);
    if (!all_at_least(1, input) || !all_at_least(1, output))
        refuse(function, "images of at least 1 pixel along every axis", got);
    if (matrix.rank() != 3 || matrix[0] < 0 || matrix[1] != dims || matrix[2] != dims + 1)
        refuse(function, dims == 2 ? "a matrix (N, 2, 3)" : "a matrix (N, 3, 4)", got);
    if (!fits_memory(matrix, sizeof(double))) refuse(function, "a result that fits memory", got);
}

/// What grid and flow have in common: (N, H, W, 2) or (N, D, H, W, 3).
void check_grid(const std::string& function, const Sizes& grid) {
    const std::string got = "sizes " + grid.text();
    const int dims = grid.rank() - 2;
    if ((dims != 2 && dims != 3) || grid[dims + 1] != dims)
        refuse(function, "sizes (N, H, W, 2) or (N, D, H, W, 3)", got);
    if (!all_at_least(0, grid)) refuse(function, "sizes that are not negative", got);
    if (!fits_memory(grid, sizeof(double))) refuse(function, "a result that fits memory", got);
}

/// The pixels along x (k = 0), y or z of an image (H, W) or (D, H, W).
int64_t pixels_along(const Sizes& image, int64_t k) {
    return image[image.rank() - 1 - static_cast<int>(k)];
}

/// The H, W (and D) of a grid.
Sizes image_of(const Sizes& grid) {
    Sizes image;
    for (int axis = 1; axis + 1 < grid.rank(); ++axis) image.push_back(grid[axis]);
    return image;
}

/// Grid value g lies at pixel value + slope · g along axis k. The slope is 0 along one pixel under align_corners =
/// true.
Mapped<double> pixel_axis(const Sizes& image, int64_t k, bool align_corners) {
    return unnormalize(0.0, pixels_along(image, k), align_corners);
}

/// value / slope along an axis that has a scale, else 0.
double over(double value, double slope) {
    return slope == 0 ? 0 : value / slope;
}

/// The tensor of map(value, k, i) for each value of component k (x, y or z) at the i-th point along that component's
/// axis.
template <class T, class Map>
Tensor<T> map_values(const TensorView<const T>& values, Map&& map) {
    Tensor<T> result(values.sizes);
    T* out = result.data();
    const ConstField field = grid_field(values);
    for (int64_t n = 0; n < field.size[kN]; ++n)
        for (int64_t d = 0; d < field.size[kD]; ++d)
            for (int64_t h = 0; h < field.size[kH]; ++h)
                for (int64_t w = 0; w < field.size[kW]; ++w) {
                    const int64_t place[]{w, h, d};
                    for (int64_t k = 0; k < field.size[kC]; ++k)
                        *out++ = static_cast<T>(map(double{field.element<T>(n, k, d, h, w)}, k, place[k]));
                }
    return result;
}

}  // namespace

template <class T>
Tensor<T> theta_from_pixels(TensorView<const T> matrix, const Sizes& input, const Sizes& output, bool align_corners) {
    check_matrix("theta_from_pixels", matrix.sizes, input, output);
    const int64_t dims = input.rank();
    Tensor<T> theta(matrix.sizes);
    for (int64_t n = 0; n < matrix.sizes[0]; ++n)
        for (int64_t row = 0; row < dims; ++row) {
            const Mapped<double> in = pixel_axis(input, row, align_corners);
            // Grid value 0 is the middle of an image; the last column says where the output's is read.
            double middle{matrix.at(n, row, dims)};
            for (int64_t column = 0; column < dims; ++column) {
                const Mapped<double> out = pixel_axis(output, column, align_corners);
                const double step{matrix.at(n, row, column)};
                theta.at(n, row, column) = static_cast<T>(over(step * out.slope, in.slope));
                middle += step * out.value;
            }
            theta.at(n, row, dims) = static_cast<T>(over(middle - in.value, in.slope));
        }
    return theta;
}

template <class T>
Tensor<T> pixels_from_theta(TensorView<const T> theta, const Sizes& input, const Sizes& output, bool align_corners) {
    check_matrix("pixels_from_theta", theta.sizes, input, output);
    const int64_t dims = input.rank();
    Tensor<T> matrix(theta.sizes);
    for (int64_t n = 0; n < theta.sizes[0]; ++n)
        for (int64_t row = 0; row < dims; ++row) {
            const Mapped<double> in = pixel_axis(input, row, align_corners);
            // Where the output's middle is read, and from there back to its pixel 0.
            double origin = in.value + double{theta.at(n, row, dims)} * in.slope;
            for (int64_t column = 0; column < dims; ++column) {
                const Mapped<double> out = pixel_axis(output, column, align_corners);
                const double step = over(double{theta.at(n, row, column)} * in.slope, out.slope);
                matrix.at(n, row, column) = static_cast<T>(step);
                origin -= step * out.value;
            }
            matrix.at(n, row, dims) = static_cast<T>(origin);
        }
    return matrix;
}

template <class T>
Tensor<T> grid_for_other_convention(TensorView<const T> grid, const Sizes& input, bool align_corners) {
    constexpr const char* kFunction = "grid_for_other_convention";
    check_grid(kFunction, grid.sizes);
    if (input.rank() != grid.sizes.rank() - 2 || !all_at_least(1, input))
        refuse(kFunction, "an input (H, W) or (D, H, W), as the grid has it, of at least 1 pixel along every axis",
               "input " + input.text() + " for grid " + grid.sizes.text());
    return map_values(grid, [&](double g, int64_t k, int64_t) {
        const double here = pixel_axis(input, k, align_corners).slope,
                     there = pixel_axis(input, k, !align_corners).slope;
        return over(g * here, there);
    });
}

template <class T>
Tensor<T> grid_from_flow(TensorView<const T> flow, bool align_corners) {
    check_grid("grid_from_flow", flow.sizes);
    return map_values(flow, [align_corners, image = image_of(flow.sizes)](double shift, int64_t k, int64_t i) {
        return normalize(static_cast<double>(i) + shift, pixels_along(image, k), align_corners);
    });
}

template <class T>
Tensor<T> flow_from_grid(TensorView<const T> grid, bool align_corners) {
    check_grid("flow_from_grid", grid.sizes);
    return map_values(grid, [align_corners, image = image_of(grid.sizes)](double g, int64_t k, int64_t i) {
        return unnormalize(g, pixels_along(image, k), align_corners).value - static_cast<double>(i);
    });
}

template Tensor<float> theta_from_pixels(TensorView<const float>, const Sizes&, const Sizes&, bool);
template Tensor<double> theta_from_pixels(TensorView<const double>, const Sizes&, const Sizes&, bool);
template Tensor<float> pixels_from_theta(TensorView<const float>, const Sizes&, const Sizes&, bool);
template Tensor<double> pixels_from_theta(TensorView<const double>, const Sizes&, const Sizes&, bool);
template Tensor<float> grid_for_other_convention(TensorView<const float>, const Sizes&, bool);
template Tensor<double> grid_for_other_convention(TensorView<const double>, const Sizes&, bool);
template Tensor<float> grid_from_flow(TensorView<const float>, bool);
template Tensor<double> grid_from_flow(TensorView<const double>, bool);
template Tensor<float> flow_from_grid(TensorView<const float>, bool);
template Tensor<double> flow_from_grid(TensorView<const double>, bool);

}  // namespace gs
