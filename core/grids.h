// SPDX-License-Identifier: MIT
// Grids that are made rather than loaded.
#pragma once

#include "core/tensor.h"

namespace gs {

/// torch.linspace(start, end, count) in float32, with PyTorch's rule: steps from the start in the first half, from the
/// end in the second, so that both ends are exact.
std::vector<float> linspace(float start, float end, int64_t count);

/// Where affine_grid has its `count` points along one axis: the centres of that many pixels. Under align_corners = true
/// that is linspace(-1, 1, count), under false the same times (count - 1) / count, rounded as PyTorch rounds it. One
/// point sits at 0 under both. T is float or double.
template <class T>
std::vector<T> base_axis(int64_t count, bool align_corners);

/// The grid (1, height, width, 2) that spans -1 .. 1 inclusive: it reads the centres of all pixels of a height x width
/// image under align_corners = true. One point along an axis sits at 0, as in affine_grid. T is float or double.
template <class T = float>
Tensor<T> linspace_grid(int64_t height, int64_t width);

/// The grid (1, height, width, 2) of (2i + 1) / size - 1: it reads the centres of all pixels of a height x width image
/// under align_corners = false. T is float or double.
template <class T = float>
Tensor<T> centres_grid(int64_t height, int64_t width);

}  // namespace gs
