// SPDX-License-Identifier: MIT
// What the three objects of an instruction set share: isa_tile.cpp (steps 1 and 2 of a tile), isa_forward.cpp and
// isa_backward.cpp are compiled once for each, so that a build has several of them to do at a time. Internal.
#pragma once

#include "core/coordinates.h"
#include "core/cpu/scratch.h"

namespace gs {
namespace GS_ISA {

/// Channels [first, first + count) that are done at a time. In patches a pixel has room for `interleaved` of them: 1,
/// 4, or as many as a vector has lanes.
struct ChannelGroup {
    int interleaved;
    int64_t first;
    int count;
};

/// What packing reads: channels of image n of the input. `ahead` elements further lies what is going to be packed next
/// (0: not known).
struct PackSource {
    const Job& job;
    int64_t n;
    ChannelGroup group;
    int64_t ahead;
};

/// Reads `count` elements, `stride` apart, from element `first` on, into the arithmetic type.
template <class F>
void load_row(const ConstField& field, int64_t first, int64_t stride, int count, F* to);

/// Writes them.
template <class F>
void store_row(const Field& field, int64_t first, int64_t stride, int count, const F* from);

/// Step 1: finds the taps of all places of a tile, with the slopes of their coordinates if they are wanted and the mode
/// has any; returns the box of the taps.
template <class F>
Box locate(const Job& job, const Tile& tile, bool wants_slopes, Scratch<F>& scratch);

/// Step 2: packs rows [begin, end) of all rows of a patch's box, padding done, one pixel's channels after the other's.
/// Channels that the group lacks are zero.
template <class F>
void pack_rows(const PackSource& source, const Patch& patch, int64_t begin, int64_t end, Scratch<F>& scratch, F* to);

/// Whether all places outside the image are zero. Only bicubic pads its taps; the coordinates of the other modes have
/// been padded, so whatever they tap outside counts as 0.
GS_HD bool is_zero_outside(const Options& options) {
    return !pads_taps(options.mode) || options.padding == Padding::zeros;
}

/// Which pixel a place outside the image shows along an axis (x, y, z), where not all are zero.
template <class F>
int64_t padded_source(const Job& job, int axis, int64_t place);

/// Which pixel any place shows, or -1 for a zero.
template <class F>
GS_HD int64_t source_of(const Job& job, int axis, int64_t place) {
    if (place >= 0 && place < job.input.size[static_cast<size_t>(kW - axis)]) return place;
    return is_zero_outside(job.options) ? -1 : padded_source<F>(job, axis, place);
}

/// Step 3 (Kernels tells what they do).
void forward(const ForwardJob& job, int64_t begin, int64_t end, void* scratch);
void backward(const BackwardJob& job, int64_t index, void* scratch);
void grad_grid(const BackwardJob& job, int64_t begin, int64_t end, void* scratch);
void grad_input(const BackwardJob& job, int64_t begin, int64_t end, void* scratch);

}  // namespace GS_ISA
}  // namespace gs
