// SPDX-License-Identifier: MIT
// A tile of the forward, from the grid to the output. Internal.
#pragma once

#include "core/cpu/interpolate_channels.h"
#include "core/cpu/located_tile.h"

namespace gs {
namespace GS_ISA {

/// The loop over a row of places that fits a call.
template <class F>
using InterpolateRow = void (*)(const PlaceRow<F>& places, int channels, Scratch<F>& scratch, F* out, int64_t next,
                                bool non_temporal);
template <class F>
InterpolateRow<F> interpolate_row_for(const Job& job, int interleaved) {
    return with_mode_and_dims(job.options, job.dims, [&](auto mode, auto dims) -> InterpolateRow<F> {
        if (interleaved == 1) return interpolate_row<F, mode.value, dims.value, 1>;
        if constexpr (Wide<F>::kLanes > 4)
            if (interleaved > 4) return interpolate_row_channels<F, mode.value, dims.value>;
        return interpolate_row<F, mode.value, dims.value, 4>;
    });
}

template <class F>
class ForwardTile {
public:
    ForwardTile(const ForwardJob& job, int64_t index, Scratch<F>& scratch)
        : job_(job),
          scratch_(scratch),
          located_(job, index, most_interleaved(job.last_channel - job.first_channel), false, scratch) {}

    void sample() {
        if (job_.packed.pixels != nullptr) return sample_from_packed();
        located_.for_blocks([&](const Block& block, const Box& box) { sample_block(block, box); },
                            [&](const Block& block) { sample_points(block); });
    }

private:
    template <class Body>
    void for_groups_of_channels(Body&& body) {
        for_channels_in_vectors<F>(job_.first_channel, job_.last_channel, body);
    }

    void sample_block(const Block& block, const Box& box) {
        for_groups_of_channels([&](const ChannelGroup& group) {
            const Patch patch = patch_of(group.interleaved, box);
            located_.aim(group.interleaved, block, patch);
            located_.pack(group, patch, scratch_.patch);
            sample_rows(group, block, scratch_.patch, patch);
        });
    }

    void sample_from_packed() {
        const Patch& patch = job_.packed.patch;
        for_channels(job_.first_channel, job_.last_channel, [&](const ChannelGroup& group) {
            located_.aim(group.interleaved, located_.whole(), patch);
            sample_rows(group, located_.whole(), static_cast<const F*>(job_.packed.pixels), patch);
        });
    }

    /// Places that have nothing in common: each gets a patch of its own taps.
    void sample_points(const Block& block) {
        for_groups(located_.tile(), block, [&](const Block& some, int place) {
            for_groups_of_channels([&](const ChannelGroup& group) {
                const Points points(job_, group.interleaved);
                located_.pack_points(group, points, place, some.columns());
                PlaceRow<F> places = located_.places(some, some.row_begin, scratch_.patch, points.patch);
                places.at = points.at;
                sample_row(interpolate_row_for<F>(job_, group.interleaved), group, some, some.row_begin, places);
            });
        });
    }

    /// Samples the rows of a block from pixels that lie packed.
    void sample_rows(const ChannelGroup& group, const Block& block, const F* base, const Patch& patch) {
        const InterpolateRow<F> interpolate = interpolate_row_for<F>(job_, group.interleaved);
        for (int row = block.row_begin; row < block.row_end; ++row)
            sample_row(interpolate, group, block, row, located_.places(block, row, base, patch));
    }

    void sample_row(InterpolateRow<F> interpolate, const ChannelGroup& group, const Block& block, int row,
                    const PlaceRow<F>& places) {
        const Field& output = job_.output;
        const int64_t step = output.stride[kW], next = output.stride[kC];
        const int64_t first =
            row_element(output, located_.tile(), row) + block.column_begin * step + group.first * next;
        if (F* const out = as_they_lie<F>(output, first, step))
            return interpolate(places, group.count, scratch_, out, next, job_.non_temporal);
        interpolate(places, group.count, scratch_, scratch_.results[0], kStagingPixels, false);
        for (int c = 0; c < group.count; ++c)
            store_row(output, first + c * next, step, places.count, scratch_.results[c]);
    }

    const ForwardJob& job_;
    Scratch<F>& scratch_;
    const LocatedTile<F> located_;
};

}  // namespace GS_ISA
}  // namespace gs
