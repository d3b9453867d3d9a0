// SPDX-License-Identifier: MIT
// A tile whose places are located, and how it is cut until what it taps fits a patch. Internal.
#pragma once

#include "core/cpu/interpolate.h"
#include "core/cpu/locate.h"

namespace gs {
namespace GS_LEVEL {

template <class F, Mode mode, int dims>
class LocatedTile {
public:
    /// Its patches will have up to `interleaved` channels.
    GS_HD LocatedTile(const Sampling& sampling, const Tiling& tiling, int64_t index, int interleaved,
                      Scratch<F>& scratch)
        : sampling_(sampling),
          scratch_(scratch),
          tile_(tile_at(tiling, sampling.grid, index)),
          most_pixels_(kPatchElements / interleaved) {
        box_ = locate<F, mode, dims>(sampling, tile_, scratch);
        ahead_ = elements_to_next();
        scratch.last_box = box_;
    }

    GS_HD const Tile& tile() const { return tile_; }
    GS_HD Block whole() const { return {0, tile_.rows(), 0, tile_.width}; }

    /// How many pixels all its patches have.
    GS_HD int64_t pixels_to_pack() const { return pixels_to_pack(whole(), box_); }

    /// Calls on_patch(block, box) for blocks that cover the tile and whose boxes fit a patch, and on_points(block) for
    /// those that do not, however small.
    template <class OnPatch, class OnPoints>
    GS_HD void for_blocks(OnPatch&& on_patch, OnPoints&& on_points) const {
        for_blocks(whole(), box_, on_patch, on_points);
    }

    /// Packs the box of a patch. What is packed next, and so fetched ahead, are the same places' next four channels, or
    /// the next tile's first.
    template <int interleaved>
    GS_HD void pack(const Patch& patch, int64_t channel, int channels, F* to) const {
        const PackSource source{sampling_.input, sampling_.options, tile_.n,
                                channel,         channels,          ahead_of(channel + channels, channels)};
        pack_rows<F, pads_taps(mode), dims, interleaved>(source, patch, 0, patch.box.size(1) * patch.box.size(2),
                                                         scratch_, to);
    }

    /// Finds where in a patch the first taps of a block's places lie. All at once, before any is read: taking numbers
    /// out of a vector that has just been stored is slow.
    template <int interleaved>
    GS_HD void aim(const Block& block, const Patch& patch) const {
        using I = Vec<int32_t, Wide<F>::kLanes>;
        const I begin[3]{I(patch.box.begin[0]), I(patch.box.begin[1]), I(patch.box.begin[2])};
        const I step[3]{I(interleaved), I(static_cast<int32_t>(patch.row)), I(static_cast<int32_t>(patch.layer))};
        for (int row = block.row_begin; row < block.row_end; ++row) {
            const int first = row * tile_.pitch + block.column_begin, end = first + block.columns();
            for (int place = first; place < end; place += I::kLanes) {
                I at(0);
                GS_UNROLL
                for (int axis = 0; axis < dims; ++axis)
                    at = at + (load<I>(scratch_.first[axis] + place) - begin[axis]) * step[axis];
                store(scratch_.at + place, at);
            }
        }
    }

    /// The places of a row of a block, for reading from the patch at `base` that they were aimed at.
    GS_HD PlaceRow<F> places(const Block& block, int row, const F* base, const Patch& patch) const {
        const int at = row * tile_.pitch + block.column_begin;
        return {base,
                patch,
                scratch_.at + at,
                {scratch_.fraction[0] + at, scratch_.fraction[1] + at, scratch_.fraction[2] + at},
                scratch_.first[1] + at,
                block.columns()};
    }

private:
    /// How far, in elements, the next tile probably reads from where this one reads: as far as this one from the last;
    /// and where that would be odd, because a new row of tiles has begun, as far as the places are apart.
    GS_HD int64_t elements_to_next() const {
        const auto& stride = sampling_.input.stride;
        int64_t elements = 0;
        for (int axis = 0; axis < dims; ++axis) {
            const int64_t step = int64_t{box_.begin[axis]} - scratch_.last_box.begin[axis];
            if (step > 2 * tile_.width || step < -2 * tile_.width) return tile_.width * stride[kW];
            elements += step * stride[static_cast<size_t>(kW - axis)];
        }
        return elements;
    }

    GS_HD int64_t ahead_of(int64_t next_channel, int channels) const {
        return next_channel < sampling_.input.size[kC] ? channels * sampling_.input.stride[kC] : ahead_;
    }

    GS_HD Box box_of_block(const Block& block) const { return box_of<F, mode, dims>(tile_, block, scratch_); }

    /// Whether the box of a block is worth packing, and has room.
    GS_HD bool fits(const Box& box, const Block& block) const {
        for (int axis = 0; axis < dims; ++axis)
            if (box.size(axis) > kPatchElements) return false;
        return box.pixels() <= most_pixels_ && box.pixels() <= int64_t{kBoxPixelsPerPlace} * block.places() + 64;
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

    int64_t pixels_to_pack(const Block& block, const Box& box) const {
        if (fits(box, block)) return box.pixels();
        Block one, other;
        // Places that share no patch cost even more than the largest boxes.
        if (!halve(block, one, other)) return int64_t{kBoxPixelsPerPlace} * block.places();
        return pixels_to_pack(one, box_of_block(one)) + pixels_to_pack(other, box_of_block(other));
    }

    template <class OnPatch, class OnPoints>
    void for_blocks(const Block& block, const Box& box, OnPatch& on_patch, OnPoints& on_points) const {
        Block one, other;
        if (fits(box, block)) {
            on_patch(block, box);
        } else if (halve(block, one, other)) {
            for_blocks(one, box_of_block(one), on_patch, on_points);
            for_blocks(other, box_of_block(other), on_patch, on_points);
        } else {
            on_points(block);
        }
    }

    const Sampling& sampling_;
    Scratch<F>& scratch_;
    Tile tile_;
    int64_t most_pixels_;  ///< that a patch has room for
    Box box_;              ///< of all taps of the tile
    int64_t ahead_;        ///< where the next tile's taps probably lie, in elements from this one's
};

/// Calls body(Constant<interleaved>, channel, channels) for the channels [first, last), four at a time; one that is
/// left over goes alone.
template <class Body>
GS_HD void for_channels(int64_t first, int64_t last, Body&& body) {
    for (int64_t channel = first; channel < last; channel += 4) {
        const int channels = static_cast<int>(lesser(last - channel, 4));
        if (channels == 1)
            body(Constant<1>{}, channel, channels);
        else
            body(Constant<4>{}, channel, channels);
    }
}

/// The same, but as many at a time as a vector has lanes, as long as there are so many.
template <class F, class Body>
GS_HD void for_channels_in_vectors(int64_t first, int64_t last, Body&& body) {
    constexpr int n = Wide<F>::kLanes;
    int64_t channel = first;
    if constexpr (n > 4)
        for (; channel + n <= last; channel += n) body(Constant<n>{}, channel, n);
    for_channels(channel, last, body);
}
/// The most channels that any level takes at a time: tiles must be cut alike everywhere, for the backward adds up the
/// places of each part by themselves.
GS_HD int most_interleaved(int64_t channels) {
    return channels < 8 ? 4 : channels < kMostInterleaved ? 8 : kMostInterleaved;
}

/// How the points of a row lie that have patches of their own, side by side in x: where their first taps lie, in
/// elements, and the box of all.
template <Mode mode, int dims, int interleaved>
struct Points {
    alignas(64) int32_t at[kRowMultiple];
    Box box{{0, 0, 0}, {kRowMultiple * taps_per_axis(mode), taps_per_axis(mode), kLayers<mode, dims>}};

    GS_HD Points() {
        for (int i = 0; i < kRowMultiple; ++i) at[i] = i * taps_per_axis(mode) * interleaved;
    }
};

/// The box of the taps of one place.
template <Mode mode, int dims, class F>
GS_HD Box box_of_place(const Scratch<F>& scratch, int place) {
    Box box{{0, 0, 0}, {1, 1, 1}};
    for (int axis = 0; axis < dims; ++axis) {
        box.begin[axis] = scratch.first[axis][place];
        box.end[axis] = box.begin[axis] + taps_per_axis(mode);
    }
    return box;
}

/// Calls body(row, column, count, place) for the places of a block, at most kRowMultiple of a row at a time; `place` is
/// the first one's index in the tile's arrays.
template <class Body>
GS_HD void for_groups(const Tile& tile, const Block& block, Body&& body) {
    for (int row = block.row_begin; row < block.row_end; ++row)
        for (int column = block.column_begin; column < block.column_end; column += kRowMultiple)
            body(row, column, static_cast<int>(lesser(block.column_end - column, kRowMultiple)),
                 row * tile.pitch + column);
}

}  // namespace GS_LEVEL
}  // namespace gs
