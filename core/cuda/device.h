// SPDX-License-Identifier: MIT
// What the CUDA files share: checked calls, memory of the device, launches. Internal.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <stdexcept>
#include <string>

namespace gs::cuda {

/// Throws std::runtime_error with CUDA's own words.
inline void check(cudaError_t error, const char* what) {
    if (error == cudaSuccess) return;
    (void)cudaGetLastError();  // or else the next launch that is checked would report this error once more
    throw std::runtime_error(std::string("CUDA: ") + what + ": " + cudaGetErrorString(error));
}

/// Elements on the device, taken and given back in the order of a stream: taking memory does not wait for kernels.
template <class T>
class DeviceMemory {
public:
    DeviceMemory() = default;
    DeviceMemory(size_t count, cudaStream_t stream) : stream_(stream) {
        void* data = nullptr;
        if (count > 0) check(cudaMallocAsync(&data, count * sizeof(T), stream), "taking memory on the device");
        data_ = static_cast<T*>(data);
    }
    ~DeviceMemory() {
        if (data_ != nullptr) (void)cudaFreeAsync(data_, stream_);
    }
    DeviceMemory(const DeviceMemory&) = delete;
    DeviceMemory& operator=(const DeviceMemory&) = delete;

    T* data() const { return data_; }

private:
    T* data_ = nullptr;
    cudaStream_t stream_ = nullptr;
};

}  // namespace gs::cuda
