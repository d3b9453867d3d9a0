// SPDX-License-Identifier: MIT
// The kernels for one instruction set. Compiled once for each, with GS_LEVEL and GS_VECTOR_BYTES to match.
#include "core/cpu/forward_tile.h"

namespace gs {
namespace GS_LEVEL {
namespace {

/// Calls function(F{}, Constant<mode>, Constant<dims>).
template <class Function>
auto with_kernel(const Forward& call, Function&& function) {
    const auto with_dims = [&](auto real, auto mode) {
        return call.dims == 2 ? function(real, mode, Constant<2>{}) : function(real, mode, Constant<3>{});
    };
    return with_mode(call.options.mode, [&](auto mode) {
        return call.input.dtype == Dtype::float64 ? with_dims(double{}, mode) : with_dims(float{}, mode);
    });
}

void forward(const ForwardJob& job, int64_t begin, int64_t end, void* scratch) {
    with_kernel(job.call, [&](auto real, auto mode, auto dims) {
        using F = decltype(real);
        ForwardTile<F, mode.value, dims.value> tile(job, *static_cast<Scratch<F>*>(scratch));
        for (int64_t index = begin; index < end; ++index) tile.sample(index);
    });
    if (job.streams) fence();
}

bool is_scattered(const ForwardJob& job, int64_t index, void* scratch) {
    return with_kernel(job.call, [&](auto real, auto mode, auto dims) {
        using F = decltype(real);
        return ForwardTile<F, mode.value, dims.value>(job, *static_cast<Scratch<F>*>(scratch)).is_scattered(index);
    });
}

void pack_atlas(const ForwardJob& job, int64_t begin, int64_t end, void* scratch) {
    with_kernel(job.call, [&](auto real, auto mode, auto dims) {
        using F = decltype(real);
        const int channels = static_cast<int>(job.last_channel - job.first_channel);
        const auto pack = [&](auto interleaved) {
            pack_rows<F, mode.value, dims.value, interleaved.value>(
                job.call.input, job.call.options, job.atlas.n, job.first_channel, channels, job.atlas.patch, begin, end,
                *static_cast<Scratch<F>*>(scratch), static_cast<F*>(job.atlas.pixels));
        };
        channels == 1 ? pack(Constant<1>{}) : pack(Constant<4>{});
    });
}

size_t scratch_bytes(Dtype dtype) {
    return dtype == Dtype::float64 ? sizeof(Scratch<double>) : sizeof(Scratch<float>);
}

}  // namespace

extern const Kernels kKernels;
const Kernels kKernels{forward, pack_atlas, is_scattered, scratch_bytes};

}  // namespace GS_LEVEL
}  // namespace gs
