// SPDX-License-Identifier: MIT
// PyTorch's answers, written by tests/golden/make_golden.py.
#pragma once

#include <string>
#include <vector>

#include "core/options.h"
#include "core/tensor.h"

namespace gs {

/// One call of grid_sample.
struct GoldenCase {
    std::string name;  ///< of the geometry: what input and grid are
    Options options;
    Tensor<float> input, grid;
    Tensor<float> output;           ///< PyTorch's float32 result
    std::vector<double> reference;  ///< its float64 result for the same values, element by element; may be empty

    /// Whether the grid is of non-finite and huge values, for which gridscope has a rule of its own.
    bool is_extreme() const { return name.starts_with("extreme"); }
};

/// All cases of the index. Throws std::runtime_error when a file is missing or says nonsense.
const std::vector<GoldenCase>& golden_cases();

/// A file of the golden folder.
std::string golden_path(const std::string& file);

/// The geometry and the options, for messages.
std::string text(const GoldenCase& golden);

}  // namespace gs
