// SPDX-License-Identifier: MIT
#include "core/grid_sample.h"

#include <stdexcept>

#include "core/calls.h"

namespace gs {
namespace {

/// Fewer output values than this are done before a tile is set up.
constexpr int64_t kFewestForSimd = 64;

void require_device(Device device) {
    if (device == Device::cpu) return;
    if (const std::string reason = unavailable_reason(device); !reason.empty())
        throw std::runtime_error("grid_sample: device " + std::string(name(device)) + " cannot be used: " + reason);
}

}  // namespace

std::string unavailable_reason(Device device) {
    return device == Device::cpu ? "" : cuda_unavailable_reason();
}

namespace detail {

void grid_sample(ConstField input, ConstField grid, Field output, int dims, const Options& options,
                 const Execution& execution) {
    require_device(execution.device);
    const Forward call{input, grid, output, dims, options};
    if (call.places() * input.size[kC] == 0) return;
    const Simd simd = simd_isa(execution.simd);
    if (execution.device == Device::cuda)
        forward_cuda(call);
    else if (simd == Simd::none || call.places() * input.size[kC] < kFewestForSimd)
        forward_scalar(call, execution.threads, execution.work);
    else
        forward_simd(call, execution.threads, simd, execution.work);
    if (execution.work != nullptr) execution.work->check();
}

void grid_sample_backward(ConstField grad_output, ConstField input, ConstField grid, Field grad_input, Field grad_grid,
                          int dims, const Options& options, const Execution& execution) {
    require_device(execution.device);
    const Backward call{grad_output, input, grid, grad_input, grad_grid, dims, options};
    if (!grad_input && !grad_grid) return;
    const Simd simd = simd_isa(execution.simd);
    if (execution.device == Device::cuda)
        backward_cuda(call);
    else if (simd == Simd::none || call.places() * input.size[kC] < kFewestForSimd)
        backward_scalar(call);
    else
        backward_simd(call, execution.threads, simd, execution.work);
    if (execution.work != nullptr) execution.work->check();
}

}  // namespace detail
}  // namespace gs
