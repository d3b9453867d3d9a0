// SPDX-License-Identifier: MIT
// One call of the sampler or of its backward, checked and ready to run, and who can run it. Internal.
#pragma once

#include <string>

#include "core/field.h"
#include "core/options.h"
#include "core/work.h"

namespace gs {

/// output[n, c, ...] = input[n, c] read at grid[n, ...]. `dims` is 2 for images, 3 for volumes.
struct Forward {
    ConstField input, grid;
    Field output;
    int dims;
    Options options;

    int64_t places() const { return grid.size[kN] * grid.places(); }  ///< of all images
};

/// The gradients of sum(grad_output * output) that are wanted (those with data).
struct Backward {
    ConstField grad_output, input, grid;
    Field grad_input, grad_grid;
    int dims;
    Options options;

    int64_t places() const { return grid.size[kN] * grid.places(); }
};

/// Plain code for everything, one place after the other (scalar.cpp): what the fast kernels must agree with, and what
/// runs where they do not pay. The forward is spread over `threads` threads. Work that is to stop is left unfinished.
void forward_scalar(const Forward& call, int threads, const Work* work = nullptr);
void backward_scalar(const Backward& call);

/// The same on the kernels of an instruction set (not Simd::none) that this processor has. The forward's bits are those
/// of forward_scalar; the backward sums in another order, the same for every number of threads and instruction set.
void forward_simd(const Forward& call, int threads, Simd isa, const Work* work = nullptr);
void backward_simd(const Backward& call, int threads, Simd isa, const Work* work = nullptr);

/// The same on the current CUDA device. Memory is the host's; it is copied there and back.
/// Throws std::runtime_error with CUDA's own words when something fails.
void forward_cuda(const Forward& call);
void backward_cuda(const Backward& call);

/// Why the CUDA functions cannot be called here, in one sentence; empty when they can.
std::string cuda_unavailable_reason();

}  // namespace gs
