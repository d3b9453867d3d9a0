// SPDX-License-Identifier: MIT
#include "core/grid_sample.h"

#include <stdexcept>

#include "core/forward.h"

namespace gs {

std::string unavailable_reason(Device device) {
    return device == Device::cpu ? "" : cuda_unavailable_reason();
}

Tensor<float> grid_sample(TensorView<const float> input, TensorView<const float> grid, const Options& options,
                          const Execution& execution) {
    Tensor<float> output(output_sizes(input.sizes, grid.sizes));
    if (const std::string reason = unavailable_reason(execution.device); !reason.empty())
        throw std::runtime_error("grid_sample: device " + std::string(name(execution.device)) +
                                 " cannot be used: " + reason);
    if (output.count() == 0) return output;
    if (execution.device == Device::cuda)
        forward_cuda(input, grid, output.view(), options);
    else
        forward_cpu(input, grid, output.view(), options, execution.threads);
    return output;
}

}  // namespace gs
