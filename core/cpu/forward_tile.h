// SPDX-License-Identifier: MIT
// A tile of the forward, from the grid to the output. Internal.
#pragma once

#include "core/cpu/interpolate.h"
#include "core/cpu/locate.h"

namespace gs {
namespace GS_LEVEL {

template <class F, Mode mode, int dims>
class ForwardTile {
public:
    ForwardTile(const ForwardJob& job, Scratch<F>& scratch) : job_(job), call_(job.call), scratch_(scratch) {}

    GS_HD void sample(int64_t index) {
        locate_at(index);
        if (job_.atlas.pixels != nullptr)
            sample_from_atlas();
        else
            sample_block(whole(), box_);
    }

    /// Whether most of the tile cannot be sampled from patches.
    GS_HD bool is_scattered(int64_t index) {
        locate_at(index);
        return scattered_places(whole(), box_) * 2 > whole().places();
    }

private:
    GS_HD void locate_at(int64_t index) {
        tile_ = tile_at(job_.tiling, call_.grid, index);
        box_ = locate<F, mode, dims>(call_, tile_, scratch_);
    }

    GS_HD Block whole() const { return {0, tile_.rows(), 0, tile_.width}; }

    /// Whether the box of a block is worth packing, and has room.
    GS_HD static bool fits(const Box& box, const Block& block) {
        for (int axis = 0; axis < dims; ++axis)
            if (box.size(axis) > kPatchElements) return false;
        return box.pixels() * 4 <= kPatchElements && box.pixels() <= int64_t{kBoxPixelsPerPlace} * block.places() + 64;
    }

    /// Cuts a block across its longer side; columns at multiples of the lanes. False when it is too small for that.
    GS_HD static bool halve(const Block& block, Block& one, Block& other) {
        one = other = block;
        if (block.columns() > block.rows() && block.columns() > kRowMultiple) {
            one.column_end = other.column_begin = block.column_begin + rounded_up(block.columns() / 2, kRowMultiple);
            return one.column_end < block.column_end;
        }
        if (block.rows() < 2) return false;
        one.row_end = other.row_begin = block.row_begin + block.rows() / 2;
        return true;
    }

    GS_HD Box box_of_block(const Block& block) const { return box_of<F, mode, dims>(tile_, block, scratch_); }

    int scattered_places(const Block& block, const Box& box) {
        if (fits(box, block)) return 0;
        Block one, other;
        if (!halve(block, one, other)) return block.places();
        return scattered_places(one, box_of_block(one)) + scattered_places(other, box_of_block(other));
    }

    void sample_block(const Block& block, const Box& box) {
        Block one, other;
        if (fits(box, block)) {
            for_channels([&](auto interleaved, int64_t channel, int channels) {
                constexpr int kInterleaved = decltype(interleaved)::value;
                const Patch patch = patch_of<kInterleaved>(box);
                pack<kInterleaved>(patch, channel, channels, scratch_.patch);
                sample_rows<kInterleaved, false>(block, scratch_.patch, patch, channel, channels);
            });
        } else if (halve(block, one, other)) {
            sample_block(one, box_of_block(one));
            sample_block(other, box_of_block(other));
        } else {
            sample_points(block);
        }
    }

    template <int interleaved>
    GS_HD void pack(const Patch& patch, int64_t channel, int channels, F* to) {
        pack_rows<F, mode, dims, interleaved>(call_.input, call_.options, tile_.n, channel, channels, patch, 0,
                                              patch.box.size(1) * patch.box.size(2), scratch_, to);
    }

    void sample_from_atlas() {
        const int channels = static_cast<int>(job_.last_channel - job_.first_channel);
        const F* pixels = static_cast<const F*>(job_.atlas.pixels);
        if (channels == 1)
            sample_rows<1, true>(whole(), pixels, job_.atlas.patch, job_.first_channel, channels);
        else
            sample_rows<4, true>(whole(), pixels, job_.atlas.patch, job_.first_channel, channels);
    }

    /// Calls body(Constant<interleaved>, first channel, number of channels) for all channels of the job.
    template <class Body>
    GS_HD void for_channels(Body&& body) {
        for (int64_t channel = job_.first_channel; channel < job_.last_channel; channel += 4) {
            const int channels = static_cast<int>(lesser(job_.last_channel - channel, 4));
            if (channels == 1)
                body(Constant<1>{}, channel, channels);
            else
                body(Constant<4>{}, channel, channels);
        }
    }

    /// Samples the rows of a block from pixels that lie packed.
    template <int interleaved, bool far>
    GS_HD void sample_rows(const Block& block, const F* base, const Patch& patch, int64_t channel, int channels) {
        for (int row = block.row_begin; row < block.row_end; ++row) {
            const int at = row * tile_.pitch + block.column_begin;
            const PlaceRow<F> places{base,
                                     patch,
                                     {scratch_.first[0] + at, scratch_.first[1] + at, scratch_.first[2] + at},
                                     {scratch_.fraction[0] + at, scratch_.fraction[1] + at, scratch_.fraction[2] + at},
                                     block.columns()};
            sample_row<interleaved, far>(row, block.column_begin, places, channel, channels);
        }
    }

    /// Places of a row, from column `column` of the tile on.
    template <int interleaved, bool far>
    GS_HD void sample_row(int row, int column, const PlaceRow<F>& places, int64_t channel, int channels) {
        const Field& output = call_.output;
        const int64_t step = output.stride[kW];
        const int64_t element = row_element(output, tile_, row) + column * step + channel * output.stride[kC];
        F* out[4]{};
        for (int c = 0; c < channels; ++c) {
            out[c] = as_they_lie<F>(output, element + c * output.stride[kC], step);
            if (out[c] == nullptr) out[c] = scratch_.results[c];
        }
        interpolate_row<F, mode, dims, interleaved, far>(places, channels, out, job_.streams);
        for (int c = 0; c < channels; ++c)
            if (out[c] == scratch_.results[c])
                store_row(output, element + c * output.stride[kC], step, places.count, scratch_.results[c]);
    }

    /// Places that have nothing in common: each gets a patch of its own taps, side by side in x.
    void sample_points(const Block& block) {
        constexpr int kTaps = taps_per_axis(mode);
        alignas(64) int32_t first[3][kRowMultiple]{};
        for (int i = 0; i < kRowMultiple; ++i) first[0][i] = i * kTaps;
        const Box box{{0, 0, 0}, {kRowMultiple * kTaps, kTaps, kLayers<mode, dims>}};
        for (int row = block.row_begin; row < block.row_end; ++row)
            for (int column = block.column_begin; column < block.column_end; column += kRowMultiple) {
                const int at = row * tile_.pitch + column;
                const int count = static_cast<int>(lesser(block.column_end - column, kRowMultiple));
                for_channels([&](auto interleaved, int64_t channel, int channels) {
                    constexpr int kInterleaved = decltype(interleaved)::value;
                    const Patch patch = patch_of<kInterleaved>(box);
                    for (int i = 0; i < kRowMultiple; ++i)
                        pack_point<kInterleaved>(at + i, i, patch, channel, channels);
                    const PlaceRow<F> places{
                        scratch_.patch,
                        patch,
                        {first[0], first[1], first[2]},
                        {scratch_.fraction[0] + at, scratch_.fraction[1] + at, scratch_.fraction[2] + at},
                        count};
                    sample_row<kInterleaved, false>(row, column, places, channel, channels);
                });
            }
    }

    /// The taps of place `place` of the tile, as point `point` of a patch.
    template <int interleaved>
    GS_HD void pack_point(int place, int point, const Patch& patch, int64_t channel, int channels) {
        constexpr int kTaps = taps_per_axis(mode);
        Box box{{0, 0, 0}, {1, 1, 1}};
        for (int axis = 0; axis < dims; ++axis) {
            box.begin[axis] = scratch_.first[axis][place];
            box.end[axis] = box.begin[axis] + kTaps;
        }
        pack<interleaved>(Patch{box, patch.row, patch.layer}, channel, channels,
                          scratch_.patch + point * kTaps * interleaved);
    }

    const ForwardJob& job_;
    const Forward& call_;
    Scratch<F>& scratch_;
    Tile tile_{};
    Box box_{};  ///< of all taps of the tile
};

}  // namespace GS_LEVEL
}  // namespace gs
