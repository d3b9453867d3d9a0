// SPDX-License-Identifier: MIT
#include "core/cuda/geometry.h"
#include "core/cuda/passes.h"

namespace gs::cuda {

void backward(const Backward& call, Stream stream, const BackwardSettings& settings) {
    const bool is_small = fits_int32({call.grad_output, call.input, call.grid, call.grad_input, call.grad_grid});
    // The sums of halves need the digits of floats, which the sorted way has a place for.
    const bool is_float = call.input.dtype == Dtype::float32 || call.input.dtype == Dtype::float64;
    if (call.grad_input && call.input.size[kN] * call.input.size[kC] > 0) {
        if (settings.accumulation == Accumulation::atomic && is_float)
            grad_input_atomic(call, is_small, settings, stream);
        else
            grad_input_sorted(call, is_small, settings, stream);
    }
    if (call.grad_grid && call.places() > 0) grad_grid(call, is_small, stream);
}

}  // namespace gs::cuda
