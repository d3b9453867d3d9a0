// SPDX-License-Identifier: MIT
// PyTorch's answers, written by tests/golden/make_golden.py.
#pragma once

#include <string>
#include <vector>

#include "core/options.h"
#include "core/tensor.h"

namespace gs {

/// One call of grid_sample, and perhaps of its backward. T is float or double.
template <class T>
struct BasicGoldenCase {
    std::string name;  ///< of the geometry: what input and grid are
    Options options;
    Tensor<T> input, grid;
    Tensor<T> output;                     ///< PyTorch's result
    Tensor<double> reference;             ///< its float64 result for the same values; empty where T is double
    Tensor<T> grad_output;                ///< empty when PyTorch was not asked for gradients
    Tensor<T> grad_input{}, grad_grid{};  ///< PyTorch's gradients
    bool has_gradients() const { return grad_output.count() > 0; }

    /// Whether the grid is of non-finite and huge values, for which gridscope has a rule of its own.
    bool is_extreme() const { return name.starts_with("extreme"); }
    /// 2: images, 3: volumes.
    int dims() const { return input.sizes().rank() - 2; }
};
using GoldenCase = BasicGoldenCase<float>;

/// All cases of the index. The float64 ones include the float32 ones, taken as float64. Throws std::runtime_error when
/// a file is missing or says nonsense.
const std::vector<GoldenCase>& golden_cases();
const std::vector<BasicGoldenCase<double>>& golden_cases_float64();

/// A file of the golden folder.
std::string golden_path(const std::string& file);

/// The geometry and the options, for messages.
template <class T>
std::string text(const BasicGoldenCase<T>& golden);

}  // namespace gs
