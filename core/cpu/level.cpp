// SPDX-License-Identifier: MIT
// The kernels for one instruction set. Compiled once for each, with GS_LEVEL and GS_VECTOR_BYTES to match.
#include "core/cpu/backward_tile.h"
#include "core/cpu/forward_tile.h"

namespace gs {
namespace GS_LEVEL {
namespace {

/// Calls function(F{}, Constant<mode>, Constant<dims>).
template <class Function>
auto with_kernel(const Reading& reading, Function&& function) {
    const auto with_dims = [&](auto real, auto mode) {
        return reading.dims == 2 ? function(real, mode, Constant<2>{}) : function(real, mode, Constant<3>{});
    };
    return with_mode(reading.options.mode, [&](auto mode) {
        return reading.input.dtype == Dtype::float64 ? with_dims(double{}, mode) : with_dims(float{}, mode);
    });
}

size_t scratch_bytes(Dtype dtype) {
    return dtype == Dtype::float64 ? sizeof(Scratch<double>) : sizeof(Scratch<float>);
}

int64_t pixels_to_pack(const Reading& reading, int64_t index, void* memory) {
    return with_kernel(reading, [&](auto real, auto mode, auto dims) {
        using F = decltype(real);
        const Sampling sampling{reading.input, reading.grid, reading.options, false};
        return LocatedTile<F, mode.value, dims.value>(sampling, reading.tiling, index,
                                                      most_interleaved(reading.last_channel - reading.first_channel),
                                                      *static_cast<Scratch<F>*>(memory))
            .pixels_to_pack();
    });
}

void pack_atlas(const Reading& reading, int64_t begin, int64_t end, void* memory) {
    with_kernel(reading, [&](auto real, auto mode, auto dims) {
        using F = decltype(real);
        const Atlas& atlas = reading.atlas;
        const int channels = static_cast<int>(reading.last_channel - reading.first_channel);
        const PackSource source{reading.input, reading.options, atlas.n, reading.first_channel, channels, 0};
        const auto pack = [&](auto interleaved) {
            pack_rows<F, pads_taps(mode.value), dims.value, interleaved.value>(
                source, atlas.patch, begin, end, *static_cast<Scratch<F>*>(memory), static_cast<F*>(atlas.pixels));
        };
        channels == 1 ? pack(Constant<1>{}) : pack(Constant<4>{});
    });
}

void forward(const ForwardJob& job, int64_t begin, int64_t end, void* memory) {
    with_kernel(job, [&](auto real, auto mode, auto dims) {
        auto& scratch = *static_cast<Scratch<decltype(real)>*>(memory);
        for (int64_t index = begin; index < end; ++index)
            ForwardTile<decltype(real), mode.value, dims.value>(job, index, scratch).sample();
    });
    if (job.streams) fence();
}

void backward(const BackwardJob& job, int64_t index, void* memory) {
    with_kernel(job, [&](auto real, auto mode, auto dims) {
        auto& scratch = *static_cast<Scratch<decltype(real)>*>(memory);
        BackwardTile<decltype(real), mode.value, dims.value>(job, index, scratch).run();
    });
    if (job.streams) fence();
}

void slopes(const BackwardJob& job, int64_t begin, int64_t end, void* memory) {
    with_kernel(job, [&](auto real, auto mode, auto dims) {
        auto& scratch = *static_cast<Scratch<decltype(real)>*>(memory);
        for (int64_t index = begin; index < end; ++index)
            BackwardTile<decltype(real), mode.value, dims.value>(job, index, scratch).run_slopes();
    });
    if (job.streams) fence();
}

void scatter(const BackwardJob& job, int64_t begin, int64_t end, void* memory) {
    with_kernel(job, [&](auto real, auto mode, auto dims) {
        using F = decltype(real);
        auto& scratch = *static_cast<Scratch<F>*>(memory);
        for (int64_t index = begin; index < end; ++index)
            BackwardTile<F, mode.value, dims.value>(job, index, scratch).run_scatter();
        const int64_t top = job.atlas.patch.box.begin[1];
        const int channels = static_cast<int>(job.last_channel - job.first_channel);
        const auto add = [&](auto interleaved) {
            add_patch<F, pads_taps(mode.value), dims.value, interleaved.value>(
                job.call.input, job.call.options, channels, job.atlas.patch, job.band_begin - top, job.band_end - top,
                static_cast<const F*>(job.received), image_sums<F>(job, job.atlas.n, job.first_channel));
        };
        channels == 1 ? add(Constant<1>{}) : add(Constant<4>{});
    });
}

}  // namespace

extern const Kernels kKernels;
const Kernels kKernels{scratch_bytes, pixels_to_pack, pack_atlas, forward, backward, slopes, scatter};

}  // namespace GS_LEVEL
}  // namespace gs
