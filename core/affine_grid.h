// SPDX-License-Identifier: MIT
// torch.nn.functional.affine_grid: the grid that an affine map makes, and its gradient.
//
//   gs::Tensor<float> theta({1, 2, 3}, {0.5f, 0, 0,  0, 0.5f, 0});  // zooms in: reads the middle half of the image
//   gs::Tensor<float> grid = gs::affine_grid<float>(theta.view(), {1, 3, 480, 640}, align_corners);
//
// Letters: N batch, C channels (of no effect here), D, H and W the output's depth, height and width.
#pragma once

#include "core/tensor.h"

namespace gs {

/// Returns the grid that grid_sample takes, (N, H, W, 2) or (N, D, H, W, 3):
///
///   grid[n, h, w]    = theta[n] · (x, y, 1)
///   grid[n, d, h, w] = theta[n] · (x, y, z, 1)
///
/// where x, y and z are the w-th, h-th and d-th point of base_axis (grids.h), under the same align_corners that is then
/// given to grid_sample. theta goes from the output to the input, both in grid values: it says where to read. For
/// matrices in pixels see convert.h.
///
/// theta  (N, 2, 3) or (N, 3, 4), any strides; x comes first in its rows and in its columns
/// size   (N, C, H, W) or (N, C, D, H, W) of the output, each at least 1
/// T      float or double
///
/// NaN and infinities in theta spread as the products and sums take them. Throws std::invalid_argument when theta and
/// size do not fit together.
///
/// Source: PyTorch's affine_grid (AffineGridGenerator.cpp). The sums run from left to right and are rounded after each
/// operation, as in the bmm that it calls.
template <class T>
Tensor<T> affine_grid(TensorView<const T> theta, const Sizes& size, bool align_corners);

/// Returns the gradient with respect to theta, (N, 2, 3) or (N, 3, 4), of whatever has gradient grad_grid with respect
/// to affine_grid's result: the sum of grad_grid[n, h, w] ⊗ (x, y, 1) over all points.
///
/// grad_grid  (N, H, W, 2) or (N, D, H, W, 3), any strides
/// size       as given to affine_grid
///
/// Summed in double for both T, row by row and then over the rows, in one order whatever the machine: the error grows
/// with the length of a row plus the number of rows, not with the number of points. Rounded to T at the end. NaN and
/// infinities spread. Throws std::invalid_argument when grad_grid and size do not fit together.
template <class T>
Tensor<T> affine_grid_backward(TensorView<const T> grad_grid, const Sizes& size, bool align_corners);

}  // namespace gs
