// SPDX-License-Identifier: MIT
// The batch on a CUDA device: one thread per output pixel, the channels one after the other, the maths of
// sample_math.h. Compiled with --fmad=false, so that it gives the CPU's bits.
#include "core/forward.h"

#include <cuda_runtime.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "core/dispatch.h"
#include "core/sample_math.h"

namespace gs {
namespace {

void check(cudaError_t error, const char* what) {
    if (error != cudaSuccess) throw std::runtime_error(std::string("CUDA: ") + what + ": " + cudaGetErrorString(error));
}

/// Floats on the device.
class DeviceBuffer {
public:
    explicit DeviceBuffer(int64_t count) : bytes_(static_cast<size_t>(count) * sizeof(float)) {
        check(cudaMalloc(&data_, bytes_), "taking memory on the device");
    }
    ~DeviceBuffer() { cudaFree(data_); }
    DeviceBuffer(const DeviceBuffer&) = delete;
    DeviceBuffer& operator=(const DeviceBuffer&) = delete;

    void copy_from(const float* host) {
        check(cudaMemcpy(data_, host, bytes_, cudaMemcpyHostToDevice), "copying to the device");
    }
    void copy_to(float* host) const {
        check(cudaMemcpy(host, data_, bytes_, cudaMemcpyDeviceToHost), "copying from the device");
    }
    float* data() const { return static_cast<float*>(data_); }

private:
    size_t bytes_;
    void* data_ = nullptr;
};

/// The elements in C order, whatever the view's strides.
std::vector<float> packed(const TensorView<const float>& view) {
    std::vector<float> elements;
    elements.reserve(static_cast<size_t>(view.sizes.count()));
    for (int64_t a = 0; a < view.sizes[0]; ++a)
        for (int64_t b = 0; b < view.sizes[1]; ++b)
            for (int64_t c = 0; c < view.sizes[2]; ++c)
                for (int64_t d = 0; d < view.sizes[3]; ++d) elements.push_back(view.at(a, b, c, d));
    return elements;
}

/// What a thread needs of the sizes; all tensors are C-ordered here.
struct Extent {
    int64_t channels, height, width;  ///< of the input
    int64_t pixels;                   ///< output pixels of one image
    int64_t count;                    ///< output pixels of the batch
};

template <Mode mode, Padding padding, bool align_corners>
__global__ void sample_pixels(const float* input, const float* grid, float* output, Extent extent) {
    const int64_t stride = static_cast<int64_t>(gridDim.x) * blockDim.x;
    for (int64_t pixel = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; pixel < extent.count;
         pixel += stride) {
        const auto x = sample_axis<float, mode>(grid[2 * pixel], extent.width, padding, align_corners);
        const auto y = sample_axis<float, mode>(grid[2 * pixel + 1], extent.height, padding, align_corners);
        const int64_t n = pixel / extent.pixels, place = pixel % extent.pixels;
        for (int64_t c = 0; c < extent.channels; ++c) {
            const float* image = input + (n * extent.channels + c) * extent.height * extent.width;
            output[(n * extent.channels + c) * extent.pixels + place] = weighted_sum(x, y, [&](int j, int i) {
                return y.in_bounds[j] && x.in_bounds[i] ? image[y.index[j] * extent.width + x.index[i]] : 0.0f;
            });
        }
    }
}

}  // namespace

std::string cuda_unavailable_reason() {
    int count = 0;
    const cudaError_t error = cudaGetDeviceCount(&count);
    if (error != cudaSuccess) return std::string("no CUDA device can be used: ") + cudaGetErrorString(error);
    return count == 0 ? "there is no CUDA device" : "";
}

void forward_cuda(const TensorView<const float>& input, const TensorView<const float>& grid,
                  const TensorView<float>& output, const Options& options) {
    const Sizes &in = input.sizes, &out = output.sizes;
    const Extent extent{in[1], in[2], in[3], out[2] * out[3], out[0] * out[2] * out[3]};
    DeviceBuffer input_there(in.count()), grid_there(grid.sizes.count()), output_there(out.count());
    input_there.copy_from(packed(input).data());
    grid_there.copy_from(packed(grid).data());

    constexpr int kThreads = 256;
    constexpr int64_t kMostBlocks = 1 << 20;  // the loop in the kernel takes what is left
    const auto blocks = static_cast<unsigned>(std::min(kMostBlocks, (extent.count + kThreads - 1) / kThreads));
    with_options(options, [&](auto mode, auto padding, auto align_corners) {
        sample_pixels<mode.value, padding.value, align_corners.value>
            <<<blocks, kThreads>>>(input_there.data(), grid_there.data(), output_there.data(), extent);
    });
    check(cudaGetLastError(), "starting the kernel");
    output_there.copy_to(output.data);
}

}  // namespace gs
