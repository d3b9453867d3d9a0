// SPDX-License-Identifier: MIT
// A build without CUDA.
#include <stdexcept>

#include "core/calls.h"

namespace gs {

std::string cuda_unavailable_reason() {
    return "this build has no CUDA backend; configure it with the preset cuda";
}

void forward_cuda(const Forward&) {
    throw std::runtime_error(cuda_unavailable_reason());
}

void backward_cuda(const Backward&) {
    throw std::runtime_error(cuda_unavailable_reason());
}

}  // namespace gs
