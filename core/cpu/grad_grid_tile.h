// SPDX-License-Identifier: MIT
// grad_grid of a tile, from the places' taps in patches or in a packed image. Internal.
#pragma once

#include "core/cpu/grad_output.h"
#include "core/cpu/gradients_channels.h"

namespace gs {
namespace GS_ISA {

/// Lanes of a and b in turn, from lane `first` of each on.
template <int n, int first>
struct InTurn {
    static constexpr int at(int lane) { return first + lane / 2 + (lane % 2 == 0 ? 0 : n); }
};

/// Writes `count` entries, coordinate by coordinate.
template <class F>
GS_HD void interleave_axes(const F* const (&axis)[3], int dims, int count, F* to, bool non_temporal) {
    using V = Wide<F>;
    constexpr int n = V::kLanes;
    int i = 0;
    if (dims == 2)
        for (; i + n <= count; i += n) {
            const V x = load<V>(axis[0] + i), y = load<V>(axis[1] + i);
            write(to + 2 * i, shuffle<InTurn<n, 0>>(x, y), non_temporal);
            write(to + 2 * i + n, shuffle<InTurn<n, n / 2>>(x, y), non_temporal);
        }
    for (; i < count; ++i)
        for (int k = 0; k < dims; ++k) to[i * dims + k] = axis[k][i];
}

/// The loop over a row of places that fits a call (mode is not nearest, which has no slopes).
template <class F>
using GradGridRow = void (*)(const PlaceRow<F>& places, const F* const* grad, F* const (&gradient)[3]);
template <class F>
GradGridRow<F> grad_grid_row_for(const Job& job, int interleaved) {
    return with_mode_and_dims(job.options, job.dims, [&](auto mode, auto dims) -> GradGridRow<F> {
        if constexpr (mode.value == Mode::nearest) {
            return nullptr;
        } else {
            if (interleaved == 1) return grad_grid_row<F, mode.value, dims.value, 1>;
            if constexpr (Wide<F>::kLanes > 4)
                if (interleaved > 4) return grad_grid_row_channels<F, mode.value, dims.value>;
            return grad_grid_row<F, mode.value, dims.value, 4>;
        }
    });
}

template <class F>
class GradGridTile {
public:
    /// Places are located with slopes.
    GradGridTile(const BackwardJob& job, const LocatedTile<F>& located, Scratch<F>& scratch)
        : job_(job), located_(located), scratch_(scratch) {}

    void clear() {
        const auto bytes = static_cast<size_t>(located_.tile().rows() * located_.tile().pitch) * sizeof(F);
        for (int axis = 0; axis < job_.dims; ++axis) __builtin_memset(scratch_.gradient[axis], 0, bytes);
    }

    /// Adds the channels of a block whose pixels lie packed, and which was aimed at them.
    void add(const ChannelGroup& group, const Block& block, const F* base, const Patch& patch) {
        if (is_zero()) return;
        const GradGridRow<F> add_slopes = grad_grid_row_for<F>(job_, group.interleaved);
        for (int row = block.row_begin; row < block.row_end; ++row)
            add_row(add_slopes, group, block, row, located_.places(block, row, base, patch));
    }

    /// Packs them first.
    void add_block(const ChannelGroup& group, const Block& block, const Patch& patch) {
        if (is_zero()) return;
        located_.pack(group, patch, scratch_.patch);
        add(group, block, scratch_.patch, patch);
    }

    /// Places that have nothing in common: each has a patch of its own taps.
    void add_points(const ChannelGroup& group, const Block& block) {
        if (is_zero()) return;
        const Points points(job_, group.interleaved);
        const GradGridRow<F> add_slopes = grad_grid_row_for<F>(job_, group.interleaved);
        for_groups(located_.tile(), block, [&](const Block& some, int place) {
            located_.pack_points(group, points, place, some.columns());
            PlaceRow<F> places = located_.places(some, some.row_begin, scratch_.patch, points.patch);
            places.at = points.at;
            add_row(add_slopes, group, some, some.row_begin, places);
        });
    }

    /// Takes the sums over earlier channels from job.partial.
    void load_partial() {
        for_partial([](F* here, F* there, size_t bytes) { __builtin_memcpy(here, there, bytes); });
    }
    /// Leaves them there.
    void store_partial() {
        for_partial([](F* here, F* there, size_t bytes) { __builtin_memcpy(there, here, bytes); });
    }

    /// Writes the tile's part of grad_grid: the sums times the slopes of the coordinates.
    void store_sums() {
        const Field& field = job_.call.grad_grid;
        const Tile& tile = located_.tile();
        const int dims = job_.dims;
        const bool is_packed = field.dtype == kDtype<F> && field.stride[kC] == 1 && field.stride[kW] == dims;
        for (int row = 0; row < tile.rows(); ++row) {
            const int64_t element = row_element(field, tile, row);
            const F* gradient[3];
            for (int axis = 0; axis < dims; ++axis) gradient[axis] = scaled_gradient(row, axis);
            if (is_packed)
                interleave_axes(gradient, dims, tile.width, reinterpret_cast<F*>(field.at(element)), job_.non_temporal);
            else
                for (int axis = 0; axis < dims; ++axis)
                    store_row(field, element + axis * field.stride[kC], field.stride[kW], tile.width, gradient[axis]);
        }
    }

private:
    bool is_zero() const { return !job_.call.grad_grid || job_.options.mode == Mode::nearest; }

    void add_row(GradGridRow<F> add_slopes, const ChannelGroup& group, const Block& block, int row,
                 const PlaceRow<F>& places) {
        const F* grad[kMostInterleaved];
        read_grad(job_, located_.tile(), group, block, row, scratch_, grad);
        const int at = row * located_.tile().pitch + block.column_begin;
        add_slopes(places, grad, {scratch_.gradient[0] + at, scratch_.gradient[1] + at, scratch_.gradient[2] + at});
    }

    /// Calls body(here, there, bytes) for the rows of the tile's sums and of job.partial.
    template <class Body>
    void for_partial(Body&& body) {
        const Tile& tile = located_.tile();
        const auto& size = job_.grid.size;
        for (int axis = 0; axis < job_.dims; ++axis)
            for (int row = 0; row < tile.rows(); ++row) {
                const int64_t d = tile.d + row / tile.height, h = tile.h + row % tile.height;
                F* const there =
                    static_cast<F*>(job_.partial) + axis * job_.grid.places() + (d * size[kH] + h) * size[kW] + tile.w;
                body(scratch_.gradient[axis] + row * tile.pitch, there, static_cast<size_t>(tile.width) * sizeof(F));
            }
    }

    /// A row of sums along an axis, with its slopes multiplied in.
    const F* scaled_gradient(int row, int axis) {
        using V = Wide<F>;
        const int pitch = located_.tile().pitch;
        F* const gradient = scratch_.gradient[axis] + row * pitch;
        if (is_zero()) return gradient;
        const F* const slope = scratch_.slope[axis] + row * pitch;
        for (int i = 0; i < pitch; i += V::kLanes) store(gradient + i, load<V>(gradient + i) * load<V>(slope + i));
        return gradient;
    }

    const BackwardJob& job_;
    const LocatedTile<F>& located_;
    Scratch<F>& scratch_;
};

}  // namespace GS_ISA
}  // namespace gs
