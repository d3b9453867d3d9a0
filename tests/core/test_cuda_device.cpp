// SPDX-License-Identifier: MIT
// The CUDA kernels on memory of the device, in a stream, with settings that the public functions do not offer. Built
// with CUDA only, skipped without a device.
#include <gtest/gtest.h>

#include "core/cuda/device.h"
#include "core/cuda/kernels.h"
#include "core/grid_sample.h"
#include "fields.h"
#include "near.h"

namespace gs::cuda {
namespace {

/// A copy of a field on the device, its memory as it lies.
class There {
public:
    There(const OwnedField& here, cudaStream_t stream)
        : bytes_(here.bytes()), memory_(bytes_.size(), stream), field_(here.field()), stream_(stream) {
        check(cudaMemcpyAsync(memory_.data(), bytes_.data(), bytes_.size(), cudaMemcpyHostToDevice, stream), "copying");
        field_.data = memory_.data();  // plain layouts start with their memory
    }
    const Field& field() const { return field_; }

    void copy_to(const OwnedField& here) const {
        check(cudaMemcpyAsync(here.field().data, memory_.data(), bytes_.size(), cudaMemcpyDeviceToHost, stream_),
              "copying back");
        check(cudaStreamSynchronize(stream_), "waiting");
    }

private:
    std::vector<std::byte> bytes_;
    DeviceMemory<std::byte> memory_;
    Field field_;
    cudaStream_t stream_;
};

class CudaDevice : public testing::Test {
protected:
    void SetUp() override {
        const std::string reason = unavailable_reason(Device::cuda);
        if (!reason.empty()) GTEST_SKIP() << "not tested: " << reason;
        check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "making a stream");
    }
    void TearDown() override {
        if (stream_ != nullptr) check(cudaStreamDestroy(stream_), "ending the stream");
    }

    static Scene scene() {
        return Scene(Dtype::float32, Dtype::float32, 3, 5, {1, 16, 15}, {1, 19, 20}, Layout::plain, 1);
    }

    /// Backward on the device; its gradients are in `host` then.
    void backward_there(const Scene& host, const Options& options, const BackwardSettings& settings) const {
        const There grad_output(host.grad_output, stream_), input(host.input, stream_), grid(host.grid, stream_);
        const There grad_input(host.grad_input, stream_), grad_grid(host.grad_grid, stream_);
        backward({grad_output.field(), input.field(), grid.field(), grad_input.field(), grad_grid.field(), host.dims,
                  options},
                 stream_, settings);
        grad_input.copy_to(host.grad_input);
        grad_grid.copy_to(host.grad_grid);
    }

    cudaStream_t stream_ = nullptr;
};

TEST_F(CudaDevice, ForwardInAStreamHasTheCpuBits) {
    const Scene cpu = scene(), cuda = scene();
    for (const Options& options : all_options()) {
        forward_scalar(cpu.forward(options), 0);
        const There input(cuda.input, stream_), grid(cuda.grid, stream_), output(cuda.output, stream_);
        forward({input.field(), grid.field(), output.field(), cuda.dims, options}, stream_);
        output.copy_to(cuda.output);
        EXPECT_EQ(cuda.output.bits(), cpu.output.bits()) << text(options);
    }
}

TEST_F(CudaDevice, BackwardInSmallStepsHasTheCpuBits) {
    const Scene cpu = scene(), cuda = scene();
    for (const Options& options : all_options()) {
        backward_scalar(cpu.backward(options));
        for (const auto& [taps, pixels] : {std::pair{1 << 24, 1 << 25}, {3000, 1000}, {1000, 100}}) {
            backward_there(cuda, options, {.most_taps = taps, .most_pixels = pixels});
            EXPECT_EQ(cuda.grad_input.bits(), cpu.grad_input.bits()) << text(options) << " most taps " << taps;
            EXPECT_EQ(cuda.grad_grid.bits(), cpu.grad_grid.bits()) << text(options);
        }
    }
}

TEST_F(CudaDevice, AtomicSumsAreTheCpusUpToRounding) {
    // A border's corner may take all 380 places of an image, 16 taps each.
    constexpr double kRounding = 380 * 16 * std::numeric_limits<float>::epsilon();
    const Scene cpu = scene(), cuda = scene();
    for (const Options& options : all_options()) {
        backward_scalar(cpu.backward(options));
        backward_there(cuda, options, {.accumulation = Accumulation::atomic});
        const std::vector<double> got = cuda.grad_input.values(), want = cpu.grad_input.values();
        for (size_t i = 0; i < want.size(); ++i) EXPECT_TRUE(near(got[i], want[i], 16 * kRounding)) << text(options);
    }
}

TEST_F(CudaDevice, MemoryThatIsNotThereIsReportedInCudasWords) {
    EXPECT_TRUE(
        contains(message_of<std::runtime_error>([&] { const DeviceMemory<std::byte> all(size_t{1} << 50, stream_); }),
                 "out of memory"));
}

}  // namespace
}  // namespace gs::cuda
