// SPDX-License-Identifier: MIT
// What the benchmark samples: inputs and grids of the kinds that programs use, made anew the same each time.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor.h"

namespace viz {

/// Where the grid of a case reads.
enum class Motion {
    jitter,    ///< each output near its own place in the input, off by 1.5 pixels (standard deviation)
    rotation,  ///< the image turned by 30 degrees
    flow,      ///< smooth waves of 8 pixels
    scatter    ///< anywhere, each output by itself
};

struct BenchCase {
    std::string_view name;
    gs::Sizes input;  ///< (N, C, H, W) or (N, C, D, H, W); the output has the same
    Motion motion;

    bool is_volume() const { return input.rank() == 5; }
    gs::Sizes grid() const;
    std::string text() const;  ///< "1x3x512x512, jitter of 1.5 pixels"
};

std::span<const BenchCase> bench_cases();

/// The cases that --case names: one, or all. Throws UsageError.
std::vector<BenchCase> chosen_cases(const std::string& option, const std::string& name);

/// The tensors of a case; values are uniform from -1 to 1.
struct BenchData {
    gs::Tensor<float> input, grid, grad_output;
};

BenchData make_bench_data(const BenchCase& bench_case);

/// 64 random bits for each counter; the same whichever thread asks.
uint64_t random_bits(uint64_t seed, int64_t counter);

}  // namespace viz
