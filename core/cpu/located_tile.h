// SPDX-License-Identifier: MIT
// A tile whose places are located, and how it is cut until what it taps fits a patch. Internal.
#pragma once

#include "core/cpu/interpolate.h"
#include "core/cpu/reach.h"

namespace gs {
namespace GS_ISA {

/// How a box lies in a patch.
GS_HD Patch patch_of(int interleaved, const Box& box) {
    Patch patch{box, box.size(0) * interleaved, 0};
    patch.layer = patch.row * box.size(1);
    return patch;
}

/// How the points of a row lie that have patches of their own, side by side in x: where their first taps lie, in
/// elements, and the box of all.
struct Points {
    alignas(64) int32_t at[kRowMultiple];
    Patch patch;

    Points(const Job& job, int interleaved) {
        const int taps = taps_per_axis(job.options.mode);
        for (int i = 0; i < kRowMultiple; ++i) at[i] = i * taps * interleaved;
        patch = patch_of(interleaved, {{0, 0, 0}, {kRowMultiple * taps, taps, job.dims == 3 ? taps : 1}});
    }
};

template <class F>
class LocatedTile {
public:
    /// Its patches will have up to `interleaved` channels.
    LocatedTile(const Job& job, int64_t index, int interleaved, bool wants_slopes, Scratch<F>& scratch)
        : job_(job),
          scratch_(scratch),
          tile_(tile_at(job.tiling, job.grid, index)),
          taps_(taps_per_axis(job.options.mode)),
          most_pixels_(kPatchElements / interleaved) {
        box_ = locate(job, tile_, wants_slopes, scratch);
        ahead_ = elements_to_next();
        scratch.last_box = box_;
    }

    const Tile& tile() const { return tile_; }
    Block whole() const { return {0, tile_.rows(), 0, tile_.width}; }

    /// How many pixels all its patches have.
    int64_t pixels_to_pack() const { return pixels_to_pack(whole(), box_); }

    /// Calls on_patch(block, box) for blocks that cover the tile and whose boxes fit a patch, and on_points(block) for
    /// those that do not, however small.
    template <class OnPatch, class OnPoints>
    void for_blocks(OnPatch&& on_patch, OnPoints&& on_points) const {
        for_blocks(whole(), box_, on_patch, on_points);
    }

    /// Packs the box of a patch. What is packed next, and so fetched ahead, are the same places' next four channels, or
    /// the next tile's first.
    void pack(const ChannelGroup& group, const Patch& patch, F* to) const {
        pack_rows({job_, tile_.n, group, ahead_of(group)}, patch, 0, patch.box.size(1) * patch.box.size(2), scratch_,
                  to);
    }

    /// The same for some places of a row that have patches of their own.
    void pack_points(const ChannelGroup& group, const Points& points, int place, int count) const {
        const bool lies_as_packed = group.interleaved == 1 && job_.input.dtype == kDtype<F>;
        for (int i = 0; i < count; ++i) {
            const Patch patch = patch_of_place(points, place + i);
            F* const to = scratch_.patch + points.at[i];
            lies_as_packed&& is_inside(patch.box) ? copy_taps(group, patch, to) : pack(group, patch, to);
        }
    }

    /// Finds where in a patch the first taps of a block's places lie. All at once, before any is read: a load of one
    /// number cannot be forwarded from the store of a vector, and waits until that is in the cache.
    void aim(int interleaved, const Block& block, const Patch& patch) const {
        job_.dims == 2 ? aim_along<2>(interleaved, block, patch) : aim_along<3>(interleaved, block, patch);
    }

    /// The places of a row of a block, for reading from the patch at `base` that they were aimed at.
    PlaceRow<F> places(const Block& block, int row, const F* base, const Patch& patch) const {
        const int at = row * tile_.pitch + block.column_begin;
        return {base,
                patch,
                scratch_.at + at,
                {scratch_.fraction[0] + at, scratch_.fraction[1] + at, scratch_.fraction[2] + at},
                scratch_.first[1] + at,
                block.columns(),
                job_.packed.pixels != nullptr};
    }

    /// The patch of one of some places of a row that have patches of their own.
    Patch patch_of_place(const Points& points, int place) const {
        Patch patch = points.patch;
        for (int axis = 0; axis < job_.dims; ++axis) {
            patch.box.begin[axis] = scratch_.first[axis][place];
            patch.box.end[axis] = patch.box.begin[axis] + taps_;
        }
        return patch;
    }

private:
    template <int dims>
    __attribute__((noinline)) void aim_along(int interleaved, const Block& block, const Patch& patch) const {
        using I = Vec<int32_t, Wide<F>::kLanes>;
        const I begin[3]{I(patch.box.begin[0]), I(patch.box.begin[1]), I(patch.box.begin[2])};
        const I step[3]{I(interleaved), I(static_cast<int32_t>(patch.row)), I(static_cast<int32_t>(patch.layer))};
        Scratch<F>& scratch = scratch_;
        const int pitch = tile_.pitch;
        for (int row = block.row_begin; row < block.row_end; ++row) {
            const int first = row * pitch + block.column_begin, end = first + block.columns();
            for (int place = first; place < end; place += I::kLanes) {
                I at(0);
                GS_UNROLL
                for (int axis = 0; axis < dims; ++axis)
                    at = at + (load<I>(scratch.first[axis] + place) - begin[axis]) * step[axis];
                store(scratch.at + place, at);
            }
        }
    }

    /// Whether all pixels of a box are in the image.
    bool is_inside(const Box& box) const {
        for (int axis = 0; axis < job_.dims; ++axis)
            if (box.begin[axis] < 0 || box.end[axis] > job_.input.size[static_cast<size_t>(kW - axis)]) return false;
        return true;
    }

    /// What pack does, for the taps of one place in one channel that are in the image and need no conversion: so few
    /// that to choose how they are packed takes longer. Several channels are packed as fast by pack, which fetches
    /// ahead.
    void copy_taps(const ChannelGroup& group, const Patch& patch, F* to) const {
        const auto& stride = job_.input.stride;
        const Box& box = patch.box;
        const F* const first = reinterpret_cast<const F*>(job_.input.data) + tile_.n * stride[kN] +
                               group.first * stride[kC] + box.begin[2] * stride[kD] + box.begin[1] * stride[kH] +
                               box.begin[0] * stride[kW];
        for (int k = 0; k < box.size(2); ++k)
            for (int j = 0; j < box.size(1); ++j)
                for (int i = 0; i < taps_; ++i)
                    to[k * patch.layer + j * patch.row + i] = first[k * stride[kD] + j * stride[kH] + i * stride[kW]];
    }

    /// How far, in elements, the next tile probably reads from where this one reads: as far as this one from the last;
    /// and where that would be odd, because a new row of tiles has begun, as far as the places are apart.
    int64_t elements_to_next() const {
        const auto& stride = job_.input.stride;
        int64_t elements = 0;
        for (int axis = 0; axis < job_.dims; ++axis) {
            const int64_t step = int64_t{box_.begin[axis]} - scratch_.last_box.begin[axis];
            if (step > 2 * tile_.width || step < -2 * tile_.width) return tile_.width * stride[kW];
            elements += step * stride[static_cast<size_t>(kW - axis)];
        }
        return elements;
    }

    int64_t ahead_of(const ChannelGroup& group) const {
        return group.first + group.count < job_.input.size[kC] ? group.count * job_.input.stride[kC] : ahead_;
    }

    /// The box of all taps of a block.
    Box box_of_block(const Block& block) const {
        constexpr int n = Wide<F>::kLanes;
        Box box{{0, 0, 0}, {1, 1, 1}};
        for (int axis = 0; axis < job_.dims; ++axis) {
            Reach<n> reach;
            for (int row = block.row_begin; row < block.row_end; ++row)
                for (int i = block.column_begin; i < block.column_end; i += n)
                    reach.add(load<Vec<int32_t, n>>(scratch_.first[axis] + row * tile_.pitch + i));
            reach.range(taps_, box.begin[axis], box.end[axis]);
        }
        return box;
    }

    /// Whether the box of a block is worth packing, and has room.
    bool fits(const Box& box, const Block& block) const {
        for (int axis = 0; axis < job_.dims; ++axis)
            if (box.size(axis) > kPatchElements) return false;
        return box.pixels() <= most_pixels_ && box.pixels() <= int64_t{kBoxPixelsPerPlace} * block.places() + 64;
    }

    /// Cuts a block across its longer side; columns at multiples of the lanes. False when it is too small for that.
    static bool halve(const Block& block, Block& one, Block& other) {
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

    const Job& job_;
    Scratch<F>& scratch_;
    Tile tile_;
    int taps_;             ///< of a place along each axis
    int64_t most_pixels_;  ///< that a patch has room for
    Box box_;              ///< of all taps of the tile
    int64_t ahead_;        ///< where the next tile's taps probably lie, in elements from this one's
};

/// Calls body(ChannelGroup) for the channels [first, last), four at a time; one that is left over goes alone.
template <class Body>
GS_HD void for_channels(int64_t first, int64_t last, Body&& body) {
    for (int64_t channel = first; channel < last; channel += 4) {
        const int count = static_cast<int>(lesser(last - channel, 4));
        body(ChannelGroup{count == 1 ? 1 : 4, channel, count});
    }
}

/// The same, but as many at a time as a vector has lanes, as long as there are so many.
template <class F, class Body>
GS_HD void for_channels_in_vectors(int64_t first, int64_t last, Body&& body) {
    constexpr int n = Wide<F>::kLanes;
    int64_t channel = first;
    if constexpr (n > 4)
        for (; channel + n <= last; channel += n) body(ChannelGroup{n, channel, n});
    for_channels(channel, last, body);
}

/// The most channels that any instruction set takes at a time: tiles must be cut alike everywhere, for the backward
/// adds up the places of each part by themselves.
GS_HD int most_interleaved(int64_t channels) {
    return channels < 8 ? 4 : channels < kMostInterleaved ? 8 : kMostInterleaved;
}

/// Calls body(some, place) for the places of a block, at most kRowMultiple of a row at a time: `some` of it, and the
/// first one's index in the tile's arrays.
template <class Body>
GS_HD void for_groups(const Tile& tile, const Block& block, Body&& body) {
    for (int row = block.row_begin; row < block.row_end; ++row)
        for (int column = block.column_begin; column < block.column_end; column += kRowMultiple) {
            const auto end = static_cast<int>(lesser(block.column_end, column + kRowMultiple));
            body(Block{row, row + 1, column, end}, row * tile.pitch + column);
        }
}

}  // namespace GS_ISA
}  // namespace gs
