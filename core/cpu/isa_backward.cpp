// SPDX-License-Identifier: MIT
// The kernels of both gradients of an instruction set.
#include "core/cpu/grad_grid_tile.h"
#include "core/cpu/grad_input_tile.h"

namespace gs {
namespace GS_ISA {

/// Four channels (or as many as a vector has lanes) at a time; the tiles of an image add to grad_input in turn.
void backward(const BackwardJob& job, int64_t index, void* memory) {
    with_scratch(job, memory, [&]<class F>(Scratch<F>& scratch) {
        const int64_t channels = job.input.size[kC];
        const bool wants_grad_grid{job.call.grad_grid};
        const LocatedTile<F> located(job, index, most_interleaved(channels), wants_grad_grid, scratch);
        GradGridTile<F> grad_grid(job, located, scratch);
        GradInputTile<F> grad_input(job, index, located, scratch);
        if (wants_grad_grid) grad_grid.clear();
        for_channels_in_vectors<F>(0, channels, [&](const ChannelGroup& group) {
            located.for_blocks(
                [&](const Block& block, const Box& box) {
                    const Patch patch = patch_of(group.interleaved, box);
                    located.aim(group.interleaved, block, patch);
                    grad_grid.add_block(group, block, patch);
                    grad_input.add_block(group, block, patch);
                },
                [&](const Block& block) {
                    grad_grid.add_points(group, block);
                    grad_input.add_points(group, block);
                });
            grad_input.end_turn(group);
        });
        if (wants_grad_grid) grad_grid.store_sums();
    });
    if (job.non_temporal) fence();
}

void grad_grid(const BackwardJob& job, int64_t begin, int64_t end, void* memory) {
    with_scratch(job, memory, [&]<class F>(Scratch<F>& scratch) {
        const int64_t channels = job.input.size[kC];
        const PackedImage& packed = job.packed;
        for (int64_t index = begin; index < end; ++index) {
            const LocatedTile<F> located(job, index, most_interleaved(channels), true, scratch);
            GradGridTile<F> tile(job, located, scratch);
            job.first_channel == 0 ? tile.clear() : tile.load_partial();
            for_channels(job.first_channel, job.last_channel, [&](const ChannelGroup& group) {
                located.aim(group.interleaved, located.whole(), packed.patch);
                tile.add(group, located.whole(), static_cast<const F*>(packed.pixels), packed.patch);
            });
            job.last_channel == channels ? tile.store_sums() : tile.store_partial();
        }
    });
    if (job.non_temporal) fence();
}

void grad_input(const BackwardJob& job, int64_t begin, int64_t end, void* memory) {
    with_scratch(job, memory, [&]<class F>(Scratch<F>& scratch) {
        const Patch& patch = job.packed.patch;
        const int64_t top = patch.box.begin[1];
        F* const received = static_cast<F*>(job.received);
        for_channels(job.first_channel, job.last_channel, [&](const ChannelGroup& group) {
            for (int64_t index = begin; index < end; ++index) {
                const LocatedTile<F> located(job, index, most_interleaved(job.input.size[kC]), false, scratch);
                located.aim(group.interleaved, located.whole(), patch);
                GradInputTile<F>(job, index, located, scratch).add(group, located.whole(), received, patch);
            }
            add_patch(job, group, patch, {job.band.begin - top, job.band.end - top}, received,
                      image_sums<F>(job, job.packed.n, group.first));
        });
    });
}

}  // namespace GS_ISA
}  // namespace gs
