// SPDX-License-Identifier: MIT
// From what other programs and papers mean by a warp to what affine_grid and grid_sample take, and back.
//
//   affine matrix in pixels  <->  theta                           theta_from_pixels, pixels_from_theta
//   grid for one convention   ->  grid for the other              grid_for_other_convention
//   displacements in pixels  <->  grid                            grid_from_flow, flow_from_grid
//
// Pixels are counted from 0, and integer i is the centre of pixel i. x, along W, comes first; then y, along H; then z,
// along D. align_corners is what grid_sample is called with. T is float or double; all is computed in double and
// rounded to T once, at the end. NaN and infinities spread as the products and sums take them.
//
// An axis of one pixel under align_corners = true has no scale: every grid value reads the centre of that pixel. What a
// function cannot know there it returns as 0.
//
// The formulas follow from grid_sample's own (unnormalize in sample_math.h), which has grid value g along an axis of n
// pixels at pixel (n - 1) / 2 + g · (n - 1) / 2 under align_corners = true, and at (n - 1) / 2 + g · n / 2 under false.
#pragma once

#include "core/tensor.h"

namespace gs {

/// Returns the theta with which affine_grid makes grid_sample read input pixel matrix[n] · (x, y, 1) for output pixel
/// (x, y); in volumes matrix[n] · (x, y, z, 1).
///
/// matrix         (N, 2, 3) or (N, 3, 4), any strides; from output pixels to input pixels
/// input, output  the pixels of either image: (H, W) or (D, H, W), each at least 1. OpenCV's dsize is (W, H)
///
/// This is the matrix M of cv2.warpAffine(image, M, (W, H), flags = cv2.WARP_INVERSE_MAP | ...). Without that flag
/// OpenCV takes M to lead from the input to the output, and inverts it: hand over cv2.invertAffineTransform(M) then.
/// zeros is its BORDER_CONSTANT of 0, border its BORDER_REPLICATE, reflection its BORDER_REFLECT_101 under
/// align_corners = true and its BORDER_REFLECT under false.
///
/// Under align_corners = true the row of an input axis of one pixel is 0, as is the column of such an output axis.
/// Throws std::invalid_argument when the sizes do not fit together.
template <class T>
Tensor<T> theta_from_pixels(TensorView<const T> matrix, const Sizes& input, const Sizes& output, bool align_corners);

/// Returns the matrix in pixels, (N, 2, 3) or (N, 3, 4), that theta means: the inverse of theta_from_pixels, but for
/// rounding and for axes of one pixel. Sizes and errors as there.
template <class T>
Tensor<T> pixels_from_theta(TensorView<const T> theta, const Sizes& input, const Sizes& output, bool align_corners);

/// Returns the grid that reads under !align_corners the same pixels, fractions included, that `grid` reads under
/// align_corners: x times (W - 1) / W from true to false, times W / (W - 1) from false to true, y and z alike.
///
/// grid   (N, Ho, Wo, 2) or (N, Do, Ho, Wo, 3), any strides
/// input  the pixels of the image that is read: (H, W) or (D, H, W), each at least 1
///
/// grid_sample then gives the same output but for rounding, under zeros and border everywhere, under reflection where
/// the grid stays inside the image: beyond that the conventions mirror it about different lines. Along an axis of one
/// pixel the result is 0 both ways: true knows no place but its centre, and what false reads beside it is lost. Throws
/// std::invalid_argument when the sizes do not fit together.
template <class T>
Tensor<T> grid_for_other_convention(TensorView<const T> grid, const Sizes& input, bool align_corners);

/// Returns the grid, of the same sizes, that reads an image of H x W pixels at pixel (w, h) + flow[n, h, w].
///
/// flow  (N, H, W, 2) or (N, D, H, W, 3), any strides: displacements (x, y) or (x, y, z) in pixels, from where the
///       result is to be to where it is read. N, D, H and W may be 0.
///
/// A flow that lies in memory as (N, 2, H, W) needs no copy:
///
///   gs::TensorView<const float> flow{data, {N, H, W, 2}, {2 * H * W, W, 1, H * W}};
///
/// The optical flow from a first image to a second reads the second, and so rebuilds the first. A flow of another
/// resolution than the image must be resized, and its x and y multiplied by the ratios of W and H, beforehand.
///
/// Along an axis of one pixel under align_corners = true no displacement has any effect; the grid is 0 there. Throws
/// std::invalid_argument for other sizes.
template <class T>
Tensor<T> grid_from_flow(TensorView<const T> flow, bool align_corners);

/// Returns the displacements in pixels, of the grid's sizes, from each point (w, h) to where the grid reads an image of
/// the grid's own H x W: the inverse of grid_from_flow, but for rounding and for axes of one pixel under align_corners
/// = true, where the displacement is 0. Sizes and errors as there.
template <class T>
Tensor<T> flow_from_grid(TensorView<const T> grid, bool align_corners);

}  // namespace gs
