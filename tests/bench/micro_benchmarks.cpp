// SPDX-License-Identifier: MIT
// What single calls cost, on one thread and with reused output memory: small ones, every mode and padding, sizes,
// channels, instruction sets, element types; affine_grid and .npy files. Results are not checked here; the tests do
// that.
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "core/affine_grid.h"
#include "core/files/npy.h"
#include "core/grid_sample.h"
#include "core/grids.h"

namespace {

/// Waves: neither constant nor random, and the same everywhere.
template <class T>
gs::Tensor<T> waves(const gs::Sizes& sizes) {
    auto tensor = gs::Tensor<T>::uninitialized(sizes);
    for (int64_t i = 0; i < tensor.count(); ++i) gs::assign(tensor.data()[i], std::sin(static_cast<float>(i % 9973)));
    return tensor;
}

/// Reads near each pixel's own place, off by up to 1.5 pixels to all sides.
gs::Tensor<float> wavy_grid(int64_t batch, int64_t side) {
    gs::Tensor<float> grid({batch, side, side, 2});
    const gs::Tensor<float> centres = gs::centres_grid(side, side), off = waves<float>({side, side, 2});
    for (int64_t i = 0; i < grid.count(); ++i) {
        const int64_t place = i % centres.count();
        grid.data()[i] = centres.data()[place] + off.data()[place] * 3 / static_cast<float>(side);
    }
    return grid;
}

template <class T>
struct Call {
    gs::Tensor<T> input, output;
    gs::Tensor<float> grid;
    gs::Options options;
    gs::Execution execution{.threads = 1};

    Call(int64_t batch, int64_t channels, int64_t side, const gs::Options& how)
        : input(waves<T>({batch, channels, side, side})),
          output(gs::Tensor<T>::uninitialized(input.sizes())),
          grid(wavy_grid(batch, side)),
          options(how) {}
};

/// Counts what is read and written at least: input, grid and output once each.
template <class T>
void count(benchmark::State& state, const Call<T>& call) {
    const int64_t bytes = 2 * call.input.count() * static_cast<int64_t>(sizeof(T)) + call.grid.count() * 4;
    state.SetBytesProcessed(state.iterations() * bytes);
    state.SetItemsProcessed(state.iterations() * call.output.count());
}

template <class T>
void forward(benchmark::State& state, Call<T> call) {
    for (auto _ : state) {
        gs::grid_sample(gs::TensorView<const T>(call.input.view()), gs::TensorView<const float>(call.grid.view()),
                        call.output.view(), call.options, call.execution);
        benchmark::ClobberMemory();
    }
    count(state, call);
}

void backward(benchmark::State& state, Call<float> call) {
    const gs::Tensor<float> grad_output = waves<float>(call.output.sizes());
    auto grad_input = gs::Tensor<float>::uninitialized(call.input.sizes());
    auto grad_grid = gs::Tensor<float>::uninitialized(call.grid.sizes());
    for (auto _ : state) {
        gs::grid_sample_backward(grad_output.view(), call.input.view(), call.grid.view(), grad_input.view(),
                                 grad_grid.view(), call.options, call.execution);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * call.output.count());
}

std::string text(const gs::Options& options) {
    return std::string(name(options.mode)) + "/" + std::string(name(options.padding)) +
           (options.align_corners ? "/true" : "/false");
}

template <class Function>
void add(const std::string& benchmark_name, Function function) {
    benchmark::RegisterBenchmark(benchmark_name.c_str(), function)->Unit(benchmark::kMicrosecond);
}

template <class T>
void add_forward(const std::string& benchmark_name, int64_t batch, int64_t channels, int64_t side,
                 const gs::Options& options, const gs::Execution& execution = {.threads = 1}) {
    add("forward/" + benchmark_name, [=](benchmark::State& state) {
        Call<T> call(batch, channels, side, options);
        call.execution = execution;
        forward<T>(state, std::move(call));
    });
}

/// Locating, padding and interpolating differ by mode and padding; packing by channels; overheads show in small sizes.
void add_forwards() {
    for (const gs::Mode mode : gs::kModes) add_forward<float>("3x3/" + text({.mode = mode}), 1, 1, 3, {.mode = mode});
    for (const gs::Mode mode : gs::kModes)
        for (const gs::Padding padding : gs::kPaddings)
            for (const bool align_corners : {false, true}) {
                const gs::Options options{mode, padding, align_corners};
                add_forward<float>("3x512x512/" + text(options), 1, 3, 512, options);
            }
    for (const int64_t side : {8, 16, 32, 64, 128, 256, 1024})
        add_forward<float>("side/" + std::to_string(side), 1, 3, side, {});
    for (const int64_t channels : {1, 2, 3, 4, 5, 8, 16, 64})
        add_forward<float>("channels/" + std::to_string(channels), 1, channels, 128, {});
    add_forward<float>("batch/64", 64, 3, 64, {});
    for (const gs::Simd simd : gs::built_isas()) {
        if (simd <= gs::simd_isa())
            add_forward<float>("simd/" + std::string(name(simd)), 1, 3, 512, {}, {.threads = 1, .simd = simd});
    }
    add_forward<gs::Half>("float16", 1, 3, 512, {});
    add_forward<gs::BFloat16>("bfloat16", 1, 3, 512, {});
}

void add_backwards() {
    add("backward/3x3", [](benchmark::State& state) { backward(state, Call<float>(1, 1, 3, {})); });
    for (const gs::Mode mode : gs::kModes) {
        const gs::Options options{.mode = mode};
        add("backward/3x512x512/" + text(options),
            [=](benchmark::State& state) { backward(state, Call<float>(1, 3, 512, options)); });
    }
    add("backward/channels/64", [](benchmark::State& state) { backward(state, Call<float>(1, 64, 128, {})); });
}

void affine_grid(benchmark::State& state) {
    const gs::Tensor<float> theta({1, 2, 3}, {0.8f, -0.2f, 0.1f, 0.2f, 0.8f, -0.1f});
    for (auto _ : state) benchmark::DoNotOptimize(gs::affine_grid<float>(theta.view(), {1, 3, 512, 512}, false).data());
    state.SetBytesProcessed(state.iterations() * 512 * 512 * 2 * 4);
}

void affine_grid_backward(benchmark::State& state) {
    const gs::Tensor<float> grad_grid = waves<float>({1, 512, 512, 2});
    for (auto _ : state)
        benchmark::DoNotOptimize(gs::affine_grid_backward<float>(grad_grid.view(), {1, 3, 512, 512}, false).data());
    state.SetBytesProcessed(state.iterations() * grad_grid.count() * 4);
}

/// A file in the folder for temporary ones, gone in the end.
struct TemporaryFile {
    std::string path = (std::filesystem::temp_directory_path() / "gridscope-micro-benchmark.npy").string();
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

void npy_write(benchmark::State& state) {
    const gs::Tensor<float> tensor = waves<float>({1, 3, 512, 512});
    const TemporaryFile file;
    for (auto _ : state) gs::write_npy(file.path, tensor);
    state.SetBytesProcessed(state.iterations() * tensor.count() * 4);
}

void npy_read(benchmark::State& state) {
    const gs::Tensor<float> tensor = waves<float>({1, 3, 512, 512});
    const TemporaryFile file;
    gs::write_npy(file.path, tensor);
    for (auto _ : state) benchmark::DoNotOptimize(gs::read_npy(file.path).data());
    state.SetBytesProcessed(state.iterations() * tensor.count() * 4);
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    add_forwards();
    add_backwards();
    add("affine_grid/512x512", affine_grid);
    add("affine_grid_backward/512x512", affine_grid_backward);
    add("npy/write/3x512x512", npy_write);
    add("npy/read/3x512x512", npy_read);
    benchmark::RunSpecifiedBenchmarks();
}
