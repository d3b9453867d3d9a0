// SPDX-License-Identifier: MIT
// grad_input on a CUDA device: the steps of grad_input.h, or atomics.
#include "core/cuda/grad_input.h"

#include <algorithm>
#include <bit>

#include "core/cuda/launch.h"
#include "core/cuda/passes.h"

namespace gs::cuda {
namespace {

constexpr int kThreads = 256;

/// This thread's number along x; steps are small enough for 32 bits.
__device__ uint32_t my_number() {
    return blockIdx.x * blockDim.x + threadIdx.x;
}

unsigned blocks_for(int64_t threads) {
    return static_cast<unsigned>((threads + kThreads - 1) / kThreads);
}

template <class F, Mode mode, int dims, class Index>
__global__ void __launch_bounds__(kThreads)
    list_all_taps(const __grid_constant__ BackwardGeometry<Index> call, const __grid_constant__ Step step,
                  uint32_t* keys, uint32_t* taps) {
    if (my_number() < step.places) list_taps<F, mode, dims>(call, step, my_number(), keys, taps);
}

__global__ void __launch_bounds__(kThreads)
    mark_runs(const uint32_t* keys, uint32_t count, uint32_t pixels, Run* runs) {
    if (my_number() < count) mark_run(keys, my_number(), count, pixels, runs);
}

/// Adds up each pixel's run. All threads of a warp come through here together, for the long runs.
template <class T, Mode mode, int dims, class Index>
__global__ void __launch_bounds__(kThreads)
    add_runs(const __grid_constant__ BackwardGeometry<Index> call, const __grid_constant__ Step step,
             const __grid_constant__ Destination<T, Index> destination, const uint32_t* taps, const Run* runs) {
    constexpr unsigned kAll = ~0u;
    const uint32_t pixel = my_number(), lane = threadIdx.x % 32;
    const bool exists = pixel < step.pixels;
    const Run run = exists ? runs[pixel] : Run{0, 0};
    const bool is_long = run.end - run.begin >= kLongRun;
    const unsigned long_runs = __ballot_sync(kAll, is_long);
    for (Index channel = blockIdx.y * kChannelsTogether; channel < call.extent.channels;
         channel += gridDim.y * kChannelsTogether) {
        if (exists && !is_long && (run.begin < run.end || step.is_first || step.is_last)) {
            auto sums = destination.before(step, pixel, channel);
            add_taps<T, mode, dims>(call, step, taps, run, 1, channel, sums);
            destination.write(step, pixel, channel, sums);
        }
        for (unsigned left = long_runs; left != 0; left &= left - 1) {
            const int owner = __ffs(static_cast<int>(left)) - 1;
            const Run shared{__shfl_sync(kAll, run.begin, owner) + lane, __shfl_sync(kAll, run.end, owner)};
            Sums<Arithmetic<T>> part{};
            add_taps<T, mode, dims>(call, step, taps, shared, 32, channel, part);
            for (int offset = 16; offset > 0; offset /= 2)
                for (auto& sum : part.channel) sum += __shfl_down_sync(kAll, sum, offset);
            if (lane != 0) continue;
            auto sums = destination.before(step, pixel + owner, channel);
            for (int c = 0; c < kChannelsTogether; ++c) sums.channel[c] += part.channel[c];
            destination.write(step, pixel + owner, channel, sums);
        }
    }
}

template <class F, Mode mode, int dims, class Index>
__global__ void __launch_bounds__(kThreads)
    scatter_places(const __grid_constant__ BackwardGeometry<Index> call, const __grid_constant__ Tiling tiling,
                   const __grid_constant__ Elements<std::byte, Index> grad_input) {
    for_places<1>(tiling, call.extent, this_thread(), [&](const At<Index>& at, const Channels<Index>& channels) {
        scatter<F, mode, dims>(call, grad_input, at, channels, [](F* sum, F value) { atomicAdd(sum, value); });
    });
}

/// The temporary memory of all steps.
class Lists {
public:
    Lists(int64_t taps, int64_t pixels, Stream stream)
        : stream_(stream),
          pairs_(static_cast<size_t>(4 * aligned(taps)), stream),
          runs_(static_cast<size_t>(pixels), stream),
          sort_bytes_(taps == 0 ? 0 : sort_memory(static_cast<uint32_t>(taps))),
          sort_(sort_bytes_, stream) {
        for (int i = 0; i < 2; ++i) {
            lists_.keys[i] = pairs_.data() + i * aligned(taps);
            lists_.values[i] = pairs_.data() + (2 + i) * aligned(taps);
        }
    }

    uint32_t* keys() const { return lists_.keys[lists_.current]; }
    uint32_t* taps() const { return lists_.values[lists_.current]; }
    const Run* runs() const { return runs_.data(); }

    /// Sorts the first `count` taps and finds the runs of all pixels.
    void sort(uint32_t count, uint32_t pixels) {
        check(cudaMemsetAsync(runs_.data(), 0, pixels * sizeof(Run), stream_), "clearing the runs");
        if (count == 0) return;
        sort_pairs(lists_, count, std::bit_width(pixels), sort_.data(), sort_bytes_, stream_);
        mark_runs<<<blocks_for(count), kThreads, 0, stream_>>>(keys(), count, pixels, runs_.data());
        check(cudaGetLastError(), "starting the kernel that finds the runs");
    }

private:
    /// Each list starts at a whole line of the cache.
    static int64_t aligned(int64_t count) { return (count + 31) / 32 * 32; }

    Stream stream_;
    PairLists lists_{};
    DeviceMemory<uint32_t> pairs_;
    DeviceMemory<Run> runs_;
    size_t sort_bytes_;
    DeviceMemory<std::byte> sort_;
};

template <class T, Mode mode, int dims, class Index>
void run_step(const BackwardGeometry<Index>& geometry, const Step& step, const Destination<T, Index>& destination,
              Lists& lists, Stream stream) {
    if (step.places > 0) {
        list_all_taps<Arithmetic<T>, mode, dims>
            <<<blocks_for(step.places), kThreads, 0, stream>>>(geometry, step, lists.keys(), lists.taps());
        check(cudaGetLastError(), "starting the kernel that lists the taps");
    }
    lists.sort(static_cast<uint32_t>(step.places) * kTaps<mode, dims>, static_cast<uint32_t>(step.pixels));
    const int64_t channel_blocks = (geometry.extent.channels + kChannelsTogether - 1) / kChannelsTogether;
    const dim3 blocks(blocks_for(step.pixels), static_cast<unsigned>(std::min(channel_blocks, Room{}.blocks_along_y)));
    add_runs<T, mode, dims><<<blocks, kThreads, 0, stream>>>(geometry, step, destination, lists.taps(), lists.runs());
    check(cudaGetLastError(), "starting the kernel that adds the taps");
}

template <class T, class Index>
Destination<T, Index> destination_of(const Backward& call) {
    Destination<T, Index> destination;
    destination.grad_input = elements<Index>(call.grad_input);
    const auto size = [&](FieldAxis axis) { return static_cast<Index>(call.input.size[axis]); };
    destination.extent = {size(kC), size(kD), size(kH), size(kW)};
    return destination;
}

template <class T, Mode mode, int dims, class Index>
void run_steps(const Backward& call, const std::vector<Step>& steps, Stream stream) {
    int64_t places = 0, pixels = 0, partial = 0;
    for (const Step& step : steps) {
        places = std::max(places, step.places);
        pixels = std::max(pixels, step.pixels);
        if (!step.is_last) partial = std::max(partial, step.pixels * call.input.size[kC]);
    }
    auto destination = destination_of<T, Index>(call);
    Lists lists(places * kTaps<mode, dims>, pixels, stream);
    const DeviceMemory<Arithmetic<T>> sums(destination.kInPlace ? 0 : static_cast<size_t>(partial), stream);
    destination.partial = sums.data();
    const auto geometry = geometry_of<Index>(call);
    for (const Step& step : steps) run_step<T, mode, dims>(geometry, step, destination, lists, stream);
}

template <class F, Mode mode, int dims, class Index>
void start_scatter(const Backward& call, Stream stream) {
    const auto& size = call.grid.size;
    const Tiling tiling = tiling_of(size[kN] * size[kD], size[kH], size[kW], call.input.size[kC], 1, false, room());
    scatter_places<F, mode, dims, Index><<<blocks_of(tiling), tiling.threads(), 0, stream>>>(
        geometry_of<Index>(call), tiling, elements<Index>(call.grad_input));
    check(cudaGetLastError(), "starting the kernel that scatters");
}

/// Calls function(mode, dims, index) with constants and an index of the type that suffices.
template <class Function>
void with_kernel(const Backward& call, bool is_small, Function&& function) {
    with_mode_and_dims(call.options, call.dims, [&](auto mode, auto dims) {
        if (is_small)
            function(mode, dims, int32_t{});
        else
            function(mode, dims, int64_t{});
    });
}

}  // namespace

void grad_input_sorted(const Backward& call, bool is_small, const BackwardSettings& settings, Stream stream) {
    const std::vector<Step> steps = steps_of(call, settings);
    with_dtype(call.input.dtype, [&](auto element) {
        with_kernel(call, is_small, [&](auto mode, auto dims, auto index) {
            run_steps<decltype(element), mode.value, dims.value, decltype(index)>(call, steps, stream);
        });
    });
}

void grad_input_atomic(const Backward& call, bool is_small, const BackwardSettings& settings, Stream stream) {
    // No places: the sorted way then writes zeros.
    Backward nowhere = call;
    nowhere.grid.size[kW] = 0;
    grad_input_sorted(nowhere, is_small, settings, stream);
    if (call.places() == 0) return;
    with_kernel(call, is_small, [&](auto mode, auto dims, auto index) {
        if (call.input.dtype == Dtype::float64)
            start_scatter<double, mode.value, dims.value, decltype(index)>(call, stream);
        else
            start_scatter<float, mode.value, dims.value, decltype(index)>(call, stream);
    });
}

}  // namespace gs::cuda
