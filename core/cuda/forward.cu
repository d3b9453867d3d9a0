// SPDX-License-Identifier: MIT
// The forward on a CUDA device. Compiled with --fmad=false, so that it gives the CPU's bits.
#include "core/cuda/kernels.h"
#include "core/cuda/launch.h"
#include "core/cuda/places.h"

namespace gs::cuda {
namespace {

/// The channels that a thread takes at once where they lie side by side. The 64 taps of a cubic volume leave no
/// registers for that.
template <Mode mode, int dims>
constexpr int kLanes = mode == Mode::bicubic&& dims == 3 ? 1 : 4;

template <class T, Mode mode, int dims, int lanes, class Index>
__global__ void __launch_bounds__(256)
    sample_places(const __grid_constant__ ForwardGeometry<Index> call, const __grid_constant__ Tiling tiling) {
    for_places<lanes>(tiling, call.extent, this_thread(), [&](const At<Index>& at, const Channels<Index>& channels) {
        sample<T, mode, dims, lanes>(call, at, channels);
    });
}

template <class T, Mode mode, int dims, int lanes, class Index>
void start(const Forward& call, bool channels_last, Stream stream) {
    const auto& size = call.output.size;
    const Tiling tiling = tiling_of(size[kN] * size[kD], size[kH], size[kW], size[kC], lanes, channels_last, room());
    sample_places<T, mode, dims, lanes, Index>
        <<<blocks_of(tiling), tiling.threads(), 0, stream>>>(geometry_of<Index>(call), tiling);
    check(cudaGetLastError(), "starting the forward kernel");
}

}  // namespace

void forward(const Forward& call, Stream stream) {
    if (call.places() * call.input.size[kC] == 0) return;
    const bool is_small = fits_int32({call.input, call.grid, call.output});
    const bool channels_last = call.input.stride[kC] == 1 && call.output.stride[kC] == 1;
    with_dtype(call.input.dtype, [&](auto element) {
        with_mode_and_dims(call.options, call.dims, [&](auto mode, auto dims) {
            using T = decltype(element);
            constexpr int lanes = kLanes<mode.value, dims.value>;
            const bool together = are_together(call.input, lanes) && are_together(call.output, lanes);
            if (!is_small)  // too rare for a kernel with vector loads as well
                start<T, mode.value, dims.value, 1, int64_t>(call, channels_last, stream);
            else if (together)
                start<T, mode.value, dims.value, lanes, int32_t>(call, channels_last, stream);
            else
                start<T, mode.value, dims.value, 1, int32_t>(call, channels_last, stream);
        });
    });
}

}  // namespace gs::cuda
