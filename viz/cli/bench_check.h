// SPDX-License-Identifier: MIT
// That what is measured is right, on the very data of the case. All throw std::runtime_error where it is not.
#pragma once

#include "core/grid_sample.h"
#include "viz/cli/bench_cases.h"

namespace viz {

/// Compares many outputs, spread over the whole, with their traces bit for bit.
void check_forward(const BenchData& data, const gs::Options& options, const gs::Tensor<float>& output);

/// Compares the gradient of many grid entries with their traces, to within rounding. The gradient of the input is
/// checked by what it stands for: when some pixels change, sum(grad_output * output) changes by sum(grad_input *
/// change). `output` is scratch.
void check_backward(const BenchData& data, const gs::Options& options, const gs::Execution& execution,
                    const gs::Gradients<float, float>& gradients, gs::Tensor<float>& output);

/// Compares gradients bit for bit with those of an earlier run, on whatever number of threads that was.
void check_repeated(const gs::Gradients<float, float>& gradients, const gs::Gradients<float, float>& earlier);

}  // namespace viz
