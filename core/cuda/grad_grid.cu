// SPDX-License-Identifier: MIT
// grad_grid on a CUDA device: each place sums over its channels, so no two threads write to the same element.
#include "core/cuda/passes.h"

#include "core/cuda/launch.h"
#include "core/cuda/places.h"

namespace gs::cuda {
namespace {

/// Few places of many channels leave the device idle with one thread each. The rule does not ask which device it is:
/// the bits are those of the order of additions, and the same everywhere.
bool is_warp_per_place(const Backward& call) {
    constexpr int64_t kFewPlaces = 1 << 14, kManyChannels = 64;
    return call.places() <= kFewPlaces && call.input.size[kC] >= kManyChannels && call.options.mode != Mode::nearest;
}

/// The sum of the values of a warp's threads, for the first of them: halves, quarters, ... are added.
template <class F>
__device__ F warp_sum(F value) {
    for (int offset = 16; offset > 0; offset /= 2) value += __shfl_down_sync(~0u, value, offset);
    return value;
}

template <class T, Mode mode, int dims, class Index>
__global__ void __launch_bounds__(256)
    sum_slopes(const __grid_constant__ BackwardGeometry<Index> call, const __grid_constant__ Tiling tiling) {
    using F = Arithmetic<T>;
    for_places<1>(tiling, call.extent, this_thread(), [&](const At<Index>& at, const Channels<Index>& channels) {
        const auto axes = axes_at<F, mode, dims>(call, at);
        auto sum = slopes<T, mode, dims>(call, at, axes, channels);
        if (tiling.channel_bits > 0)
            for (int axis = 0; axis < dims; ++axis) sum.axis[axis] = warp_sum(sum.axis[axis]);
        if (channels.first == 0) store_slopes(call, at, axes, sum);
    });
}

template <class T, Mode mode, int dims, class Index>
void start(const Backward& call, Stream stream) {
    const auto& size = call.grid.size;
    const int64_t channels = call.input.size[kC];
    const int64_t layers = size[kN] * size[kD];
    const Tiling tiling = is_warp_per_place(call) ? warp_per_place(layers, size[kH], size[kW], channels)
                                                  : tiling_of(layers, size[kH], size[kW], channels, 1, false, Room{0});
    sum_slopes<T, mode, dims, Index>
        <<<blocks_of(tiling), tiling.threads(), 0, stream>>>(geometry_of<Index>(call), tiling);
    check(cudaGetLastError(), "starting the kernel for grad_grid");
}

}  // namespace

void grad_grid(const Backward& call, bool is_small, Stream stream) {
    with_dtype(call.input.dtype, [&](auto element) {
        with_mode_and_dims(call.options, call.dims, [&](auto mode, auto dims) {
            if (is_small)
                start<decltype(element), mode.value, dims.value, int32_t>(call, stream);
            else
                start<decltype(element), mode.value, dims.value, int64_t>(call, stream);
        });
    });
}

}  // namespace gs::cuda
