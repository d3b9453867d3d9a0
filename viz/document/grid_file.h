// SPDX-License-Identifier: MIT
// An array from a file as the grid for an input.
#pragma once

#include <string>

#include "viz/document/source.h"

namespace viz {

/// Gives the grid all its axes and all images of the input's batch, and says so. Throws std::runtime_error, starting
/// with `origin`, with the file's own sizes and what is missing, where it is no grid for the input.
void fit_grid(Source& grid, const gs::AnyTensor& input, const std::string& origin, const gs::Work& work);

/// Gives the grid a type that goes with the input's (gs::GridFor), and says so: float64 for float64, else its own where
/// that goes, or float32.
void match_type(Source& grid, const gs::AnyTensor& input, const std::string& origin, const gs::Work& work);

}  // namespace viz
