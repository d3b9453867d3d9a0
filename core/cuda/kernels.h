// SPDX-License-Identifier: MIT
// The sampler on memory that is on the device already, for programs that keep their tensors there. Internal; in builds
// with CUDA only.
//
// Forward and Backward are those of calls.h, their fields' data being pointers that the current device can use. Sizes
// must fit together (check.h); strides are free. The functions return when the work is in the stream, and throw
// std::runtime_error with CUDA's own words when something fails. Temporary memory comes from the device's memory pool:
// a program that calls again and again should raise the pool's release threshold.
#pragma once

#include "core/calls.h"

struct CUstream_st;

namespace gs::cuda {

/// A cudaStream_t; nullptr is the default stream. Spelt so that callers need no header of CUDA's.
using Stream = CUstream_st*;

/// Writes call.output.
void forward(const Forward& call, Stream stream = nullptr);

/// How grad_input is summed.
enum class Accumulation {
    /// Sorts what is added to each pixel into the order of places. The same bits on every run and every device, and
    /// those of the plain code on the CPU for pixels that fewer than kLongRun (grad_input.h) taps read at a time.
    sorted,
    /// Adds as threads come by. Needs no memory for float and double, and differs in last bits from run to run.
    atomic
};

struct BackwardSettings {
    Accumulation accumulation = Accumulation::sorted;
    /// Sorting takes 16 bytes for each tap and 8 for each pixel of one step, besides what CUB's sort takes. Larger
    /// gradients take several steps, and those of halves a float for each element of the step's pixels. Where steps
    /// end can change the last bits of pixels that very many taps read, so these numbers are the same on every device.
    int64_t most_taps = int64_t{1} << 24;
    int64_t most_pixels = int64_t{1} << 25;
};

/// Writes call.grad_input and call.grad_grid, those that have data.
void backward(const Backward& call, Stream stream = nullptr, const BackwardSettings& settings = {});

}  // namespace gs::cuda
