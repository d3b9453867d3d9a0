// SPDX-License-Identifier: MIT
// A tile of the backward, from the grid to both gradients. Internal.
#pragma once

#include "core/cpu/gradients_many.h"
#include "core/cpu/located_tile.h"
#include "core/cpu/scatter.h"
#include "core/cpu/slopes.h"

namespace gs {
namespace GS_LEVEL {

/// Where grad_input of a channel of an image begins.
template <class F>
GS_HD F* image_sums(const BackwardJob& job, int64_t n, int64_t channel) {
    return static_cast<F*>(job.sums) + (n * job.call.input.size[kC] + channel) * job.call.input.places();
}

/// Lanes of a and b in turn, from lane `first` of each on.
template <int n, int first>
struct InTurn {
    static constexpr int at(int lane) { return first + lane / 2 + (lane % 2 == 0 ? 0 : n); }
};

/// Writes `count` entries, coordinate by coordinate.
template <class F, int dims>
GS_HD void interleave_axes(const F* const (&axis)[dims], int count, F* to, bool streams) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    int i = 0;
    if constexpr (dims == 2)
        for (; i + n <= count; i += n) {
            const V x = load<V>(axis[0] + i), y = load<V>(axis[1] + i);
            write(to + 2 * i, shuffle<InTurn<n, 0>>(x, y), streams);
            write(to + 2 * i + n, shuffle<InTurn<n, n / 2>>(x, y), streams);
        }
    for (; i < count; ++i)
        for (int k = 0; k < dims; ++k) to[i * dims + k] = axis[k][i];
}

template <class F, Mode mode, int dims>
class BackwardTile {
public:
    GS_HD BackwardTile(const BackwardJob& job, int64_t index, Scratch<F>& scratch)
        : job_(job),
          call_(job.call),
          index_(index % job.tiling.per_image()),
          scratch_(scratch),
          sampling_{call_.input, call_.grid, call_.options, true},
          located_(sampling_, job.tiling, index, most_interleaved(call_.input.size[kC]), scratch) {}

    /// Both gradients, from patches. Four channels at a time; the tiles of an image add to grad_input in turn.
    GS_HD void run() {
        if (wants_slopes()) clear_gradient();
        for_channels_in_vectors<F>(0, call_.input.size[kC], [&](auto interleaved, int64_t channel, int channels) {
            constexpr int kInterleaved = decltype(interleaved)::value;
            located_.for_blocks(
                [&](const Block& block, const Box& box) { run_block<kInterleaved>(block, box, channel, channels); },
                [&](const Block& block) { run_points<kInterleaved>(block, channel, channels); });
            if (job_.sums != nullptr) {
                wait(channel);
                job_.turns->pass(turn_of(channel), index_);
            }
        });
        if (call_.grad_grid) store_gradient();
    }

    /// grad_grid alone, from the atlas and of its channels.
    GS_HD void run_slopes() {
        const bool is_first = job_.first_channel == 0, is_last = job_.last_channel == call_.input.size[kC];
        if (is_first)
            clear_gradient();
        else
            copy_partial<true>();
        for_channels(job_.first_channel, job_.last_channel, [&](auto interleaved, int64_t channel, int channels) {
            constexpr int kInterleaved = decltype(interleaved)::value;
            located_.template aim<kInterleaved>(located_.whole(), job_.atlas.patch);
            add_slopes_of<kInterleaved, true>(located_.whole(), static_cast<const F*>(job_.atlas.pixels),
                                              job_.atlas.patch, channel, channels);
        });
        if (is_last)
            store_gradient();
        else
            copy_partial<false>();
    }

    /// What the places give to the band.
    GS_HD void run_scatter() {
        for_channels(job_.first_channel, job_.last_channel, [&](auto interleaved, int64_t channel, int channels) {
            constexpr int kInterleaved = decltype(interleaved)::value;
            located_.template aim<kInterleaved>(located_.whole(), job_.atlas.patch);
            scatter_of<kInterleaved, true>(located_.whole(), static_cast<F*>(job_.received), job_.atlas.patch, channel,
                                           channels);
        });
    }

private:
    GS_HD bool wants_slopes() const { return call_.grad_grid && mode != Mode::nearest; }

    GS_HD int64_t turn_of(int64_t channel) const {
        return located_.tile().n * ((call_.input.size[kC] + 3) / 4) + channel / 4;
    }
    GS_HD void wait(int64_t channel) { job_.turns->wait(turn_of(channel), index_); }

    template <int interleaved>
    GS_HD void run_block(const Block& block, const Box& box, int64_t channel, int channels) {
        const Patch patch = patch_of<interleaved>(box);
        located_.template aim<interleaved>(block, patch);
        if (wants_slopes()) {
            located_.template pack<interleaved>(patch, channel, channels, scratch_.patch);
            add_slopes_of<interleaved, false>(block, scratch_.patch, patch, channel, channels);
        }
        if (job_.sums == nullptr) return;
        __builtin_memset(scratch_.sums, 0, static_cast<size_t>(box.pixels() * interleaved) * sizeof(F));
        scatter_of<interleaved, false>(block, scratch_.sums, patch, channel, channels);
        wait(channel);
        add_sums<interleaved>(patch, channel, channels, scratch_.sums);
    }

    /// Places that have nothing in common: each has a patch of its own taps.
    template <int interleaved>
    __attribute__((noinline)) void run_points(const Block& block, int64_t channel, int channels) {
        const Points<mode, dims, interleaved> points;
        const Patch patch = patch_of<interleaved>(points.box);
        for_groups(located_.tile(), block, [&](int row, int column, int count, int place) {
            const Block group{row, row + 1, column, column + count};
            const auto patch_at = [&](int i) {
                return Patch{box_of_place<mode, dims>(scratch_, place + i), patch.row, patch.layer};
            };
            const auto places = [&](const F* base) {
                PlaceRow<F> result = located_.places(group, row, base, patch);
                result.at = points.at;
                return result;
            };
            if (wants_slopes()) {
                for (int i = 0; i < count; ++i)
                    located_.template pack<interleaved>(patch_at(i), channel, channels, scratch_.patch + points.at[i]);
                add_slopes<interleaved, false>(places(scratch_.patch), group, row, channel, channels);
            }
            if (job_.sums == nullptr) return;
            __builtin_memset(scratch_.sums, 0, static_cast<size_t>(points.box.pixels() * interleaved) * sizeof(F));
            scatter<interleaved, false>(places(scratch_.sums), scratch_.sums, group, row, channel, channels);
            wait(channel);
            for (int i = 0; i < count; ++i)
                add_sums<interleaved>(patch_at(i), channel, channels, scratch_.sums + points.at[i]);
        });
    }

    /// Adds what a patch's pixels received to grad_input.
    template <int interleaved>
    GS_HD void add_sums(const Patch& patch, int64_t channel, int channels, const F* sums) {
        add_patch<F, pads_taps(mode), dims, interleaved>(call_.input, call_.options, channels, patch, 0,
                                                         patch.box.size(1), sums,
                                                         image_sums<F>(job_, located_.tile().n, channel));
    }

    /// The rows of grad_output that belong to a row of a block, filled up with zeros.
    template <int most>
    GS_HD void read_grad(int row, const Block& block, int64_t channel, int channels, const F* (&grad)[most]) {
        const ConstField& field = call_.grad_output;
        const int64_t step = field.stride[kW];
        const int filled = rounded_up(block.columns(), kRowMultiple);
        for (int c = 0; c < most; ++c) {
            const int64_t element =
                row_element(field, located_.tile(), row) + block.column_begin * step + (channel + c) * field.stride[kC];
            grad[c] = nullptr;
            if (c < channels && filled == block.columns()) grad[c] = as_they_lie<F>(field, element, step);
            if (grad[c] != nullptr) continue;
            if (c < channels) load_row(field, element, step, block.columns(), scratch_.results[c]);
            for (int i = c < channels ? block.columns() : 0; i < filled; ++i) scratch_.results[c][i] = F(0);
            grad[c] = scratch_.results[c];
        }
    }

    /// grad_grid of a row of a block.
    template <int interleaved, bool far>
    GS_HD void add_slopes(const PlaceRow<F>& places, const Block& block, int row, int64_t channel, int channels) {
        const F* grad[interleaved > 4 ? interleaved : 4];
        read_grad(row, block, channel, channels, grad);
        const int at = row * located_.tile().pitch + block.column_begin;
        F* const gradient[3]{scratch_.gradient[0] + at, scratch_.gradient[1] + at, scratch_.gradient[2] + at};
        if constexpr (mode != Mode::nearest && interleaved > 4)
            slope_row_many<F, mode, dims>(places, grad, gradient);
        else if constexpr (mode != Mode::nearest)
            slope_row<F, mode, dims, interleaved, far>(places, grad, gradient);
    }

    /// grad_input of a row of a block.
    template <int interleaved, bool banded>
    GS_HD void scatter(const PlaceRow<F>& places, F* sums, const Block& block, int row, int64_t channel, int channels) {
        const F* grad[interleaved > 4 ? interleaved : 4];
        read_grad(row, block, channel, channels, grad);
        if constexpr (interleaved > 4)
            scatter_row_many<F, mode, dims>(places, stretch_of(block), sums, grad);
        else
            scatter_row<F, mode, dims, interleaved, banded>(places, stretch_of(block), sums, grad, channels,
                                                            job_.band_begin, job_.band_end);
    }

    /// How long the stretches of a row are. Rows that may have been joined from short ones, and short ones, are a
    /// single stretch, so that small grids have the same sums whether their rows lie so that they are joined or not.
    /// (Large ones are cut into other tiles then, and may differ in last bits.)
    GS_HD int stretch_of(const Block& block) const {
        const bool is_whole = located_.tile().rows() == 1 || block.columns() < kShortRow;
        return rounded_up(is_whole ? block.columns() : (block.columns() + kStretches - 1) / kStretches, kRowMultiple);
    }

    template <int interleaved, bool far>
    GS_HD void add_slopes_of(const Block& block, const F* base, const Patch& patch, int64_t channel, int channels) {
        for (int row = block.row_begin; row < block.row_end; ++row)
            add_slopes<interleaved, far>(located_.places(block, row, base, patch), block, row, channel, channels);
    }
    template <int interleaved, bool banded>
    GS_HD void scatter_of(const Block& block, F* sums, const Patch& patch, int64_t channel, int channels) {
        for (int row = block.row_begin; row < block.row_end; ++row)
            scatter<interleaved, banded>(located_.places(block, row, sums, patch), sums, block, row, channel, channels);
    }

    GS_HD void clear_gradient() {
        for (int axis = 0; axis < dims; ++axis)
            __builtin_memset(scratch_.gradient[axis], 0,
                             static_cast<size_t>(located_.tile().rows() * located_.tile().pitch) * sizeof(F));
    }

    /// Takes the tile's sums over earlier channels from job.partial, or leaves them there.
    template <bool takes>
    GS_HD void copy_partial() {
        const Tile& tile = located_.tile();
        const auto& size = call_.grid.size;
        for (int axis = 0; axis < dims; ++axis)
            for (int row = 0; row < tile.rows(); ++row) {
                const int64_t d = tile.d + row / tile.height, h = tile.h + row % tile.height;
                F* const there =
                    static_cast<F*>(job_.partial) + axis * call_.grid.places() + (d * size[kH] + h) * size[kW] + tile.w;
                F* const here = scratch_.gradient[axis] + row * tile.pitch;
                __builtin_memcpy(takes ? here : there, takes ? there : here,
                                 static_cast<size_t>(tile.width) * sizeof(F));
            }
    }

    /// Writes the tile's part of grad_grid: the sums times the slopes of the coordinates.
    GS_HD void store_gradient() {
        const Field& field = call_.grad_grid;
        const Tile& tile = located_.tile();
        const bool is_packed = field.dtype == kDtype<F> && field.stride[kC] == 1 && field.stride[kW] == dims;
        for (int row = 0; row < tile.rows(); ++row) {
            const int64_t element = row_element(field, tile, row);
            const F* gradient[dims];
            for (int axis = 0; axis < dims; ++axis) gradient[axis] = scaled_gradient(row, axis);
            if (is_packed)
                interleave_axes<F, dims>(gradient, tile.width, reinterpret_cast<F*>(field.at(element)), job_.streams);
            else
                for (int axis = 0; axis < dims; ++axis)
                    store_row(field, element + axis * field.stride[kC], field.stride[kW], tile.width, gradient[axis]);
        }
    }

    /// A row of sums along an axis, with its slopes multiplied in.
    GS_HD const F* scaled_gradient(int row, int axis) {
        using V = Wide<F>;
        const int pitch = located_.tile().pitch;
        F* const gradient = scratch_.gradient[axis] + row * pitch;
        const F* const slope = scratch_.slope[axis] + row * pitch;
        for (int i = 0; i < pitch; i += V::kLanes)
            store(gradient + i, mode == Mode::nearest ? V(F(0)) : load<V>(gradient + i) * load<V>(slope + i));
        return gradient;
    }

    const BackwardJob& job_;
    const Backward& call_;
    const int64_t index_;  ///< among the tiles of its image
    Scratch<F>& scratch_;
    const Sampling sampling_;
    const LocatedTile<F, mode, dims> located_;
};

}  // namespace GS_LEVEL
}  // namespace gs
