// SPDX-License-Identifier: MIT
// Stands in for forward.cu in a build without CUDA.
#include <stdexcept>

#include "core/forward.h"

namespace gs {

std::string cuda_unavailable_reason() {
    return "this build has no CUDA backend; configure it with the preset cuda";
}

void forward_cuda(const TensorView<const float>&, const TensorView<const float>&, const TensorView<float>&,
                  const Options&) {
    throw std::runtime_error(cuda_unavailable_reason());
}

}  // namespace gs
