// SPDX-License-Identifier: MIT
// How fast the CUDA kernels are on this machine's device, on tensors that are there already. Not a test.
//
//   cuda_bench [CASE...]     A to G; all without
//
// Each case is compared with the CPU first and not measured where it differs. A time is the median of runs, each over
// inputs of its own so that no run finds the last one's data in the cache. GB/s counts every element of the tensors
// once; the share is of what the device's own copy of 256 MiB reaches, bytes read and written.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "core/cuda/device.h"
#include "core/cuda/kernels.h"
#include "core/grid_sample.h"

namespace gs {
namespace {

using cuda::check;
using cuda::DeviceMemory;

enum class Places { jitter, rotated, uniform };

struct Case {
    char letter;
    const char* what;
    Sizes input;
    Places places;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> all{{'A', "1x3x512^2, jitter of 1.5 pixels", {1, 3, 512, 512}, Places::jitter},
                                       {'B', "1x3x2048^2, jitter", {1, 3, 2048, 2048}, Places::jitter},
                                       {'C', "8x64x64^2, jitter", {8, 64, 64, 64}, Places::jitter},
                                       {'D', "1x1x4096^2, rotated by 30 degrees", {1, 1, 4096, 4096}, Places::rotated},
                                       {'E', "16x3x224^2, jitter", {16, 3, 224, 224}, Places::jitter},
                                       {'F', "1x1x128^3, jitter", {1, 1, 128, 128, 128}, Places::jitter},
                                       {'G', "1x3x2048^2, places at random", {1, 3, 2048, 2048}, Places::uniform}};
    return all;
}

Tensor<float> random_input(const Sizes& sizes, std::mt19937& engine) {
    auto tensor = Tensor<float>::uninitialized(sizes);
    std::uniform_real_distribution<float> value(-1, 1);
    for (int64_t i = 0; i < tensor.count(); ++i) tensor.data()[i] = value(engine);
    return tensor;
}

/// As many places as the input has pixels.
Tensor<float> random_grid(const Case& which, std::mt19937& engine) {
    const int dims = which.input.rank() - 2;
    Sizes sizes{which.input[0]};
    for (int axis = 2; axis < which.input.rank(); ++axis) sizes.push_back(which.input[axis]);
    sizes.push_back(dims);
    auto grid = Tensor<float>::uninitialized(sizes);
    std::normal_distribution<float> jitter(0, 1.5f);
    std::uniform_real_distribution<float> anywhere(-1, 1);
    const float cosine = std::cos(std::acos(-1.0f) / 6), sine = std::sin(std::acos(-1.0f) / 6);
    for (int64_t place = 0; place < grid.count() / dims; ++place) {
        int64_t left = place;
        float* g = grid.data() + place * dims;
        for (int axis = 0; axis < dims; ++axis) {
            const int64_t length = which.input[which.input.rank() - 1 - axis];
            const auto pixel =
                static_cast<float>(left % length) + (which.places == Places::jitter ? jitter(engine) : 0);
            g[axis] =
                which.places == Places::uniform ? anywhere(engine) : (2 * pixel + 1) / static_cast<float>(length) - 1;
            left /= length;
        }
        if (which.places != Places::rotated) continue;
        const float x = g[0], y = g[1];
        g[0] = cosine * x - sine * y;
        g[1] = sine * x + cosine * y;
    }
    return grid;
}

/// A tensor on the device.
struct There {
    Sizes sizes;
    DeviceMemory<float> memory;

    explicit There(const Sizes& of) : sizes(of), memory(static_cast<size_t>(of.count()), nullptr) {}
    explicit There(const Tensor<float>& here) : There(here.sizes()) {
        check(cudaMemcpy(memory.data(), here.data(), bytes(), cudaMemcpyHostToDevice), "copying to the device");
    }
    size_t bytes() const { return static_cast<size_t>(sizes.count()) * sizeof(float); }
    TensorView<float> view() const { return {memory.data(), sizes}; }
    Tensor<float> here() const {
        auto tensor = Tensor<float>::uninitialized(sizes);
        check(cudaMemcpy(tensor.data(), memory.data(), bytes(), cudaMemcpyDeviceToHost), "copying from the device");
        return tensor;
    }
};

class Event {
public:
    Event() { check(cudaEventCreate(&event_), "making an event"); }
    ~Event() { (void)cudaEventDestroy(event_); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    void record() { check(cudaEventRecord(event_, nullptr), "recording an event"); }
    float ms_since(const Event& start) {
        float ms = 0;
        check(cudaEventSynchronize(event_), "waiting for an event");
        check(cudaEventElapsedTime(&ms, start.event_, event_), "reading an event");
        return ms;
    }

private:
    cudaEvent_t event_ = nullptr;
};

/// The median time of run(0), run(1), ... in ms.
double median_ms(const std::function<void(int)>& run) {
    constexpr int kWarmUp = 5, kRuns = 51;
    std::vector<double> times;
    Event start, end;
    for (int i = 0; i < kWarmUp + kRuns; ++i) {
        start.record();
        run(i);
        end.record();
        const double ms = end.ms_since(start);
        if (i >= kWarmUp) times.push_back(ms);
    }
    std::nth_element(times.begin(), times.begin() + kRuns / 2, times.end());
    return times[kRuns / 2];
}

/// Bytes per ms of a copy on the device that no cache holds, read and written ones.
double copy_rate() {
    constexpr size_t kBytes = size_t{1} << 28;
    static const double rate = [] {
        const DeviceMemory<std::byte> from(kBytes, nullptr), to(kBytes, nullptr);
        return 2 * kBytes / median_ms([&](int) {
                   check(cudaMemcpyAsync(to.data(), from.data(), kBytes, cudaMemcpyDeviceToDevice), "copying");
               });
    }();
    return rate;
}

void print(const char* pass, const Options& options, double ms, size_t bytes) {
    const double rate = static_cast<double>(bytes) / ms;
    std::printf("  %-17s %-9s %9.4f ms %8.1f GB/s  %5.1f %% of a copy's %.1f GB/s\n", pass,
                std::string(name(options.mode)).c_str(), ms, rate / 1e6, 100 * rate / copy_rate(), copy_rate() / 1e6);
}

void print_difference(const char* pass, const Options& options) {
    std::printf("  %-17s %-9s differs from the CPU\n", pass, std::string(name(options.mode)).c_str());
}

/// The tensors of one case, several of each so that runs take turns.
class Bench {
public:
    explicit Bench(const Case& which) {
        std::mt19937 engine(std::random_device{}());
        for (int64_t elements = 0; elements < kEnough; elements += which.input.count()) {
            inputs_here_.push_back(random_input(which.input, engine));
            grids_here_.push_back(random_grid(which, engine));
        }
        const Sizes output = output_sizes(which.input, grids_here_[0].sizes());
        for (size_t i = 0; i < inputs_here_.size(); ++i) {
            inputs_.push_back(std::make_unique<There>(inputs_here_[i]));
            grids_.push_back(std::make_unique<There>(grids_here_[i]));
            outputs_.push_back(std::make_unique<There>(output));
        }
        dims_ = which.input.rank() - 2;
    }

    void forward(const Options& options) {
        run_forward(options, 0);
        const Tensor<float> want = grid_sample(inputs_here_[0].view(), grids_here_[0].view(), options);
        if (std::memcmp(outputs_[0]->here().data(), want.data(), outputs_[0]->bytes()) != 0)
            return print_difference("forward", options);
        const size_t bytes = inputs_[0]->bytes() + grids_[0]->bytes() + outputs_[0]->bytes();
        print("forward", options, median_ms([&](int i) { run_forward(options, i); }), bytes);
    }

    /// Both gradients; `outputs_` serve as grad_output.
    void backward(const Options& options, cuda::Accumulation accumulation) {
        const char* pass = accumulation == cuda::Accumulation::sorted ? "backward, sorted" : "backward, atomic";
        const There grad_input(inputs_[0]->sizes), grad_grid(grids_[0]->sizes);
        run_backward(options, accumulation, grad_input, grad_grid, 0);
        const Tensor<float> grad_output = outputs_[0]->here();
        const auto want =
            grid_sample_backward(grad_output.view(), inputs_here_[0].view(), grids_here_[0].view(), options);
        if (!is_near(grad_input.here(), want.input) || !is_near(grad_grid.here(), want.grid))
            return print_difference(pass, options);
        const size_t bytes = 2 * (inputs_[0]->bytes() + grids_[0]->bytes()) + outputs_[0]->bytes();
        print(pass, options, median_ms([&](int i) { run_backward(options, accumulation, grad_input, grad_grid, i); }),
              bytes);
    }

private:
    static constexpr int64_t kEnough = int64_t{1} << 24;  // elements, which no cache holds

    size_t turn(int i) const { return static_cast<size_t>(i) % inputs_.size(); }

    void run_forward(const Options& options, int i) {
        cuda::forward({image_field(inputs_[turn(i)]->view()), grid_field(grids_[turn(i)]->view()),
                       image_field(outputs_[turn(i)]->view()), dims_, options});
    }
    void run_backward(const Options& options, cuda::Accumulation accumulation, const There& grad_input,
                      const There& grad_grid, int i) {
        cuda::backward({image_field(outputs_[turn(i)]->view()), image_field(inputs_[turn(i)]->view()),
                        grid_field(grids_[turn(i)]->view()), image_field(grad_input.view()),
                        grid_field(grad_grid.view()), dims_, options},
                       nullptr, {.accumulation = accumulation});
    }

    /// Some last bits of the largest value: sums may be in another order.
    static bool is_near(const Tensor<float>& got, const Tensor<float>& want) {
        float largest = 0;
        for (int64_t i = 0; i < want.count(); ++i) largest = std::max(largest, std::fabs(want.data()[i]));
        for (int64_t i = 0; i < want.count(); ++i)
            if (!(std::fabs(got.data()[i] - want.data()[i]) <= 1e-5f * largest)) return false;
        return true;
    }

    std::vector<Tensor<float>> inputs_here_, grids_here_;
    std::vector<std::unique_ptr<There>> inputs_, grids_, outputs_;
    int dims_ = 2;
};

/// Temporary memory goes back to CUDA's pool, not to the system: what a program that calls again and again would set.
void keep_memory() {
    int device = 0;
    cudaMemPool_t pool = nullptr;
    uint64_t everything = ~uint64_t{0};
    check(cudaGetDevice(&device), "asking for the current device");
    check(cudaDeviceGetDefaultMemPool(&pool, device), "asking for the memory pool");
    check(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &everything), "setting up the memory pool");
}

void run(const Case& which) {
    std::printf("%c  %s\n", which.letter, which.what);
    Bench bench(which);
    for (const Mode mode : kModes) {
        const Options options{mode, Padding::zeros, false};
        bench.forward(options);
        bench.backward(options, cuda::Accumulation::sorted);
        bench.backward(options, cuda::Accumulation::atomic);
    }
}

}  // namespace
}  // namespace gs

int main(int argc, char** argv) {
    try {
        if (const std::string reason = gs::unavailable_reason(gs::Device::cuda); !reason.empty())
            throw std::runtime_error(reason);
        const auto is_wanted = [&](char letter) {
            return argc == 1 || std::any_of(argv + 1, argv + argc, [&](const char* word) { return *word == letter; });
        };
        gs::keep_memory();
        for (const gs::Case& which : gs::cases())
            if (is_wanted(which.letter)) gs::run(which);
    } catch (const std::exception& exception) {
        std::fprintf(stderr, "cuda_bench: %s\n", exception.what());
        return 1;
    }
}
