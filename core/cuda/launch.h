// SPDX-License-Identifier: MIT
// From a call's run-time choices to a kernel on the device. Internal.
#pragma once

#include "core/cuda/device.h"
#include "core/cuda/tiling.h"
#include "core/dispatch.h"

namespace gs::cuda {

/// What the current device has room for.
inline Room room() {
    int device = 0, processors = 0, threads = 0;
    check(cudaGetDevice(&device), "asking for the current device");
    check(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device), "asking the device");
    check(cudaDeviceGetAttribute(&threads, cudaDevAttrMaxThreadsPerMultiProcessor, device), "asking the device");
    return {int64_t{processors} * threads};
}

/// The blocks of a tiling. Those beyond CUDA's limits are left to the loops of for_places.
inline dim3 blocks_of(const Tiling& tiling) {
    const int64_t most = Room{}.blocks_along_y;
    const auto within = [&](int64_t count) { return static_cast<unsigned>(count < most ? count : most); };
    return {static_cast<unsigned>(tiling.tiles_x), within(tiling.tiles_y),
            within(tiling.layers * tiling.channel_blocks)};
}

#if defined(__CUDACC__)
/// This thread's place in the launch.
__device__ inline Thread this_thread() {
    return {blockIdx.x, blockIdx.y, blockIdx.z, gridDim.y, gridDim.z, static_cast<int>(threadIdx.x)};
}
#endif

}  // namespace gs::cuda
