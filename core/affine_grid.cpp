// SPDX-License-Identifier: MIT
#include "core/affine_grid.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/check.h"
#include "core/field.h"
#include "core/grids.h"

namespace gs {
namespace {

/// The sizes of the grid for an output of `size`, which must be an image's or a volume's.
Sizes grid_sizes(const std::string& function, const Sizes& size, size_t element_size) {
    const auto refuse = [&](const std::string& expectation) {
        throw std::invalid_argument(function + ": expected " + expectation + ", but got size " + size.text());
    };
    if (size.rank() != 4 && size.rank() != 5) refuse("a size (N, C, H, W) or (N, C, D, H, W)");
    if (std::any_of(size.begin(), size.end(), [](int64_t axis) { return axis < 1; }))
        refuse("a size of at least 1 along every axis");
    Sizes grid{size[0]};
    for (int axis = 2; axis < size.rank(); ++axis) grid.push_back(size[axis]);
    grid.push_back(size.rank() - 2);
    if (!fits_memory(grid, element_size)) refuse("a grid that fits memory");
    return grid;
}

Sizes theta_sizes(const Sizes& size) {
    const int dims = size.rank() - 2;
    return {size[0], dims, dims + 1};
}

void expect_sizes(const std::string& what, const Sizes& want, const Sizes& got, const Sizes& size) {
    if (got == want) return;
    throw std::invalid_argument(what + " with sizes " + want.text() + " for size " + size.text() + ", but got sizes " +
                                got.text());
}

/// The points of the base grid, axis by axis. An image lies at z = 1: its point (x, y, z) ends with the 1 that an
/// affine map multiplies its last column by, as the volume's (x, y, z, 1) does.
template <class T>
struct Base {
    std::vector<T> xs, ys, zs;

    Base(const Sizes& size, bool align_corners)
        : xs(base_axis<T>(size[size.rank() - 1], align_corners)),
          ys(base_axis<T>(size[size.rank() - 2], align_corners)),
          zs(size.rank() == 5 ? base_axis<T>(size[2], align_corners) : std::vector<T>{T(1)}) {}
};

/// Writes dims values for every point to `out`, in the order of a C-ordered grid.
template <int dims, class T>
T* apply(const std::array<std::array<T, 4>, 3>& theta, const Base<T>& base, T* out) {
    for (const T z : base.zs)
        for (const T y : base.ys)
            for (const T x : base.xs)
                for (size_t row = 0; row < dims; ++row) {
                    const T sum = theta[row][0] * x + theta[row][1] * y + theta[row][2] * z;
                    *out++ = dims == 2 ? sum : sum + theta[row][3];
                }
    return out;
}

/// The gradient with respect to one row of theta: the sum over all points of grad · (x, y, z, 1). The row of an image's
/// theta has three elements; the fourth is then of no meaning.
template <class T>
std::array<double, 4> gradient_of_row(const ConstField& grad, const Base<T>& base, int64_t n, int64_t row) {
    std::array<double, 4> total{};
    for (size_t d = 0; d < base.zs.size(); ++d)
        for (size_t h = 0; h < base.ys.size(); ++h) {
            // Along a row of points y and z stay as they are.
            double sum = 0, sum_x = 0;
            for (size_t w = 0; w < base.xs.size(); ++w) {
                const double value{grad.element<T>(n, row, d, h, w)};
                sum += value;
                sum_x += value * double{base.xs[w]};
            }
            total[0] += sum_x;
            total[1] += sum * double{base.ys[h]};
            total[2] += sum * double{base.zs[d]};
            total[3] += sum;
        }
    return total;
}

}  // namespace

template <class T>
Tensor<T> affine_grid(TensorView<const T> theta, const Sizes& size, bool align_corners) {
    Tensor<T> grid(grid_sizes("affine_grid", size, sizeof(T)));
    expect_sizes("affine_grid: expected theta", theta_sizes(size), theta.sizes, size);
    const Base<T> base(size, align_corners);
    T* out = grid.data();
    for (int64_t n = 0; n < size[0]; ++n) {
        std::array<std::array<T, 4>, 3> matrix{};
        for (int64_t row = 0; row < theta.sizes[1]; ++row)
            for (int64_t column = 0; column < theta.sizes[2]; ++column)
                matrix[static_cast<size_t>(row)][static_cast<size_t>(column)] = theta.at(n, row, column);
        out = size.rank() == 4 ? apply<2>(matrix, base, out) : apply<3>(matrix, base, out);
    }
    return grid;
}

template <class T>
Tensor<T> affine_grid_backward(TensorView<const T> grad_grid, const Sizes& size, bool align_corners) {
    const Sizes grid = grid_sizes("affine_grid_backward", size, sizeof(T));
    expect_sizes("affine_grid_backward: expected grad_grid", grid, grad_grid.sizes, size);
    const Base<T> base(size, align_corners);
    const ConstField grad = grid_field(grad_grid);
    Tensor<T> grad_theta(theta_sizes(size));
    for (int64_t n = 0; n < size[0]; ++n)
        for (int64_t row = 0; row < grad_theta.size(1); ++row) {
            const std::array<double, 4> total = gradient_of_row(grad, base, n, row);
            for (int64_t column = 0; column < grad_theta.size(2); ++column)
                grad_theta.at(n, row, column) = static_cast<T>(total[static_cast<size_t>(column)]);
        }
    return grad_theta;
}

template Tensor<float> affine_grid(TensorView<const float>, const Sizes&, bool);
template Tensor<double> affine_grid(TensorView<const double>, const Sizes&, bool);
template Tensor<float> affine_grid_backward(TensorView<const float>, const Sizes&, bool);
template Tensor<double> affine_grid_backward(TensorView<const double>, const Sizes&, bool);

}  // namespace gs
