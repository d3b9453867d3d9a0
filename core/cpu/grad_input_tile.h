// SPDX-License-Identifier: MIT
// grad_input of a tile: what its places give to a patch, and in turn with the image's other tiles from there to the
// sums; or, with a packed image, what they give to a band of its rows. Internal.
#pragma once

#include "core/cpu/grad_output.h"
#include "core/cpu/gradients_channels.h"

namespace gs {
namespace GS_ISA {

/// Where grad_input of a channel of an image begins.
template <class F>
F* image_sums(const BackwardJob& job, int64_t n, int64_t channel) {
    return static_cast<F*>(job.sums) + (n * job.input.size[kC] + channel) * job.input.places();
}

/// The loop over a row of places that fits a call.
template <class F>
using GradInputRow = void (*)(const PlaceRow<F>& places, int stretch, F* sums, const F* const* grad, const Band& band);
template <class F>
GradInputRow<F> grad_input_row_for(const Job& job, int interleaved) {
    return with_mode_and_dims(job.options, job.dims, [&](auto mode, auto dims) -> GradInputRow<F> {
        if (interleaved == 1) return grad_input_row<F, mode.value, dims.value, 1>;
        if constexpr (Wide<F>::kLanes > 4)
            if (interleaved > 4) return grad_input_row_channels<F, mode.value, dims.value>;
        return grad_input_row<F, mode.value, dims.value, 4>;
    });
}

template <class F>
class GradInputTile {
public:
    /// The tile is the job's `index`.
    GradInputTile(const BackwardJob& job, int64_t index, const LocatedTile<F>& located, Scratch<F>& scratch)
        : job_(job), located_(located), scratch_(scratch), index_(index % job.tiling.per_image()) {}

    /// Adds the channels of a block to a patch at which it was aimed; of a packed image, to the job's band.
    void add(const ChannelGroup& group, const Block& block, F* sums, const Patch& patch) {
        const GradInputRow<F> add_taps = grad_input_row_for<F>(job_, group.interleaved);
        for (int row = block.row_begin; row < block.row_end; ++row)
            add_row(add_taps, group, block, row, located_.places(block, row, sums, patch), sums);
    }

    /// Adds them to grad_input when it is the tile's turn.
    void add_block(const ChannelGroup& group, const Block& block, const Patch& patch) {
        if (job_.sums == nullptr) return;
        clear(patch.box.pixels() * group.interleaved);
        add(group, block, scratch_.sums, patch);
        wait(group);
        add_sums(group, patch, scratch_.sums);
    }

    /// Places that have nothing in common: each has a patch of its own taps.
    void add_points(const ChannelGroup& group, const Block& block) {
        if (job_.sums == nullptr) return;
        const Points points(job_, group.interleaved);
        const GradInputRow<F> add_taps = grad_input_row_for<F>(job_, group.interleaved);
        for_groups(located_.tile(), block, [&](const Block& some, int place) {
            clear(points.patch.box.pixels() * group.interleaved);
            PlaceRow<F> places = located_.places(some, some.row_begin, scratch_.sums, points.patch);
            places.at = points.at;
            add_row(add_taps, group, some, some.row_begin, places, scratch_.sums);
            wait(group);
            for (int i = 0; i < some.columns(); ++i)
                add_sums(group, located_.patch_of_place(points, place + i), scratch_.sums + points.at[i]);
        });
    }

    /// Lets the next tile add these channels.
    void end_turn(const ChannelGroup& group) {
        if (job_.sums == nullptr) return;
        wait(group);
        job_.turns->pass(turn_of(group), index_);
    }

private:
    int64_t turn_of(const ChannelGroup& group) const {
        return located_.tile().n * ((job_.input.size[kC] + 3) / 4) + group.first / 4;
    }
    void wait(const ChannelGroup& group) { job_.turns->wait(turn_of(group), index_); }

    void clear(int64_t elements) { __builtin_memset(scratch_.sums, 0, static_cast<size_t>(elements) * sizeof(F)); }

    /// Adds what a patch's pixels received to grad_input.
    void add_sums(const ChannelGroup& group, const Patch& patch, const F* sums) {
        add_patch(job_, group, patch, {0, patch.box.size(1)}, sums,
                  image_sums<F>(job_, located_.tile().n, group.first));
    }

    void add_row(GradInputRow<F> add_taps, const ChannelGroup& group, const Block& block, int row,
                 const PlaceRow<F>& places, F* sums) {
        const F* grad[kMostInterleaved];
        read_grad(job_, located_.tile(), group, block, row, scratch_, grad);
        const Box& box = job_.packed.patch.box;
        const bool is_all = job_.band.begin <= box.begin[1] && job_.band.end >= box.end[1];
        add_taps(places, stretch_of(block), sums, grad, is_all ? Band{} : job_.band);
    }

    /// How long the stretches of a row are. Rows that may have been joined from short ones, and short ones, are a
    /// single stretch, so that small grids have the same sums whether their rows lie so that they are joined or not.
    /// (Large ones are cut into other tiles then, and may differ in last bits.)
    int stretch_of(const Block& block) const {
        const bool is_whole = located_.tile().rows() == 1 || block.columns() < kShortRow;
        return rounded_up(is_whole ? block.columns() : (block.columns() + kStretches - 1) / kStretches, kRowMultiple);
    }

    const BackwardJob& job_;
    const LocatedTile<F>& located_;
    Scratch<F>& scratch_;
    const int64_t index_;  ///< among the tiles of its image
};

}  // namespace GS_ISA
}  // namespace gs
