// SPDX-License-Identifier: MIT
// The sampler on tensors in the host's memory: copied to the device and back.
#include "core/cuda/device.h"
#include "core/cuda/kernels.h"
#include "core/cuda/reads.h"
#include "core/cuda/span.h"
#include "core/memory.h"

namespace gs {
namespace {

using cuda::check;

/// A field's elements on the device.
class DeviceField {
public:
    DeviceField(const ConstField& host, const cuda::Packing& packing)
        : packing_(packing), memory_(bytes_of(host, packing.count), nullptr) {
        field_ = {memory_.data(), host.dtype, host.size, packing.stride};
        if (packing.count > 0) field_.data = field_.at(packing.origin);
    }

    const Field& field() const { return field_; }

    /// `wanted` are the spans of the host's elements that the kernels read; the rest need not be there.
    void copy_from(const ConstField& host, const std::vector<cuda::Span>& wanted) const {
        const size_t bytes = bytes_of(host, packing_.count);
        if (bytes == 0) return;
        if (packing_.is_span) {
            for (const cuda::Span& span : wanted)
                to_device(host.at(span.first), field_.at(span.first), bytes_of(host, span.count()));
            return;
        }
        const Buffer<std::byte> packed(bytes);
        pack(host, packing_, packed.data());
        to_device(packed.data(), memory_.data(), bytes);
    }
    void copy_to(const Field& host) const {
        const size_t bytes = bytes_of(host, packing_.count);
        if (bytes == 0) return;
        if (packing_.is_span) return to_host(host.at(-packing_.origin), bytes);
        const Buffer<std::byte> packed(bytes);
        to_host(packed.data(), bytes);
        unpack(packed.data(), packing_, host);
    }

private:
    static size_t bytes_of(const ConstField& host, int64_t count) {
        return static_cast<size_t>(count) * size_of(host.dtype);
    }
    static void to_device(const std::byte* from, std::byte* to, size_t bytes) {
        check(cudaMemcpy(to, from, bytes, cudaMemcpyHostToDevice), "copying to the device");
    }
    // Waits for the kernels, and so reports what went wrong in them.
    void to_host(std::byte* to, size_t bytes) const {
        check(cudaMemcpy(to, memory_.data(), bytes, cudaMemcpyDeviceToHost), "copying from the device");
    }

    cuda::Packing packing_;
    cuda::DeviceMemory<std::byte> memory_;
    Field field_;
};

class DeviceInput : public DeviceField {
public:
    explicit DeviceInput(const ConstField& host) : DeviceInput(host, {cuda::span_of(host.size, host.stride)}) {}
    DeviceInput(const ConstField& host, const std::vector<cuda::Span>& wanted)
        : DeviceField(host, cuda::packing_for_reading(host.size, host.stride)) {
        copy_from(host, wanted);
    }
};

/// Where the kernels write. One that nobody wants has no memory and, as a field, no data.
class DeviceOutput : public DeviceField {
public:
    explicit DeviceOutput(const Field& host)
        : DeviceField(host, host ? cuda::packing_for_writing(host.size, host.stride) : cuda::Packing{}), host_(host) {}

    void copy_back() const { copy_to(host_); }

private:
    Field host_;
};

}  // namespace

std::string cuda_unavailable_reason() {
    int count = 0, device = 0, has_pools = 0;
    if (const cudaError_t error = cudaGetDeviceCount(&count); error != cudaSuccess)
        return std::string("no CUDA device can be used: ") + cudaGetErrorString(error);
    if (count == 0) return "there is no CUDA device";
    if (const cudaError_t error = cudaGetDevice(&device); error != cudaSuccess)
        return std::string("the CUDA device cannot be used: ") + cudaGetErrorString(error);
    (void)cudaDeviceGetAttribute(&has_pools, cudaDevAttrMemoryPoolsSupported, device);
    return has_pools != 0 ? "" : "the CUDA device has no memory pools";
}

void forward_cuda(const Forward& call) {
    const DeviceInput input(call.input, cuda::spans_read(call)), grid(call.grid);
    const DeviceOutput output(call.output);
    cuda::forward({input.field(), grid.field(), output.field(), call.dims, call.options});
    output.copy_back();
}

void backward_cuda(const Backward& call) {
    const DeviceInput grad_output(call.grad_output), input(call.input), grid(call.grid);
    const DeviceOutput grad_input(call.grad_input), grad_grid(call.grad_grid);
    cuda::backward({grad_output.field(), input.field(), grid.field(), grad_input.field(), grad_grid.field(), call.dims,
                    call.options});
    grad_input.copy_back();
    grad_grid.copy_back();
}

}  // namespace gs
