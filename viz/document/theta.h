// SPDX-License-Identifier: MIT
// Grids from affine matrices: "theta:matrix.npy".
#pragma once

#include <string>
#include <string_view>

#include "viz/document/source.h"

namespace viz {

/// What a grid's name begins with when the file holds a matrix.
inline constexpr std::string_view kThetaPrefix = "theta:";

/// Whether sizes are those of a matrix, or of a batch of them, that affine_grid takes for images (dims = 2) or volumes.
bool is_theta(const gs::Sizes& sizes, int dims);

/// The grid that PyTorch's affine_grid makes of the matrix, as large as the input, for the convention asked for and in
/// the type of the input's arithmetic. `theta` is (N, 2, 3) or (2, 3), of volumes (N, 3, 4) or (3, 4); a single one
/// serves all images. Throws std::runtime_error, starting with `origin`, for other sizes.
Source grid_from_theta(Source theta, const gs::AnyTensor& input, bool align_corners, const std::string& origin,
                       const gs::Work& work);

}  // namespace viz
