// SPDX-License-Identifier: MIT
// How the SIMD kernels divide their work. Internal.
//
// The output is cut into tiles, small enough for what a tile reads to stay in the caches however the grid is turned.
// For each tile the kernels
//   1. locate    grid values to tap indices and fractions, all places of the tile (locate.h);
//   2. pack      the box of pixels that the tile taps, four channels interleaved, padding done, into a patch (pack.h);
//   3. interpolate   each place from the patch: contiguous loads without a single bounds check (interpolate.h).
// Steps 2 and 3 repeat for each four channels, or for as many as a vector has lanes (interpolate_channels.h). A tile
// whose box is too large is cut in halves. Where patches would have several times the pixels of the image (a random
// grid, most grids of volumes) the image is packed once as a whole; and where that does not pay, and halving does not
// help, each place gets a patch of its own.
//
// Templates over mode, rank and interleaving are the loops over a row of places only. What happens once a row or less
// often (tiles, blocks, choosing the loop) takes these as numbers: a branch there costs nothing, and compiling a copy
// of it for each of their combinations took two thirds of the build.
#pragma once

#include <cstdint>

#include "core/calls.h"
#include "core/parallel.h"

namespace gs {

/// Most places of a tile, counting those that fill its rows up to kRowMultiple.
inline constexpr int kTilePlaces = 8192;
/// Rows of a tile's arrays are multiples of this: the lanes of the widest vector.
inline constexpr int kRowMultiple = 16;
/// Rows shorter than this are joined with the next, where they follow one another in memory.
inline constexpr int kShortRow = 48;
/// Most stretches of a row whose places take turns (grad_input.h).
inline constexpr int kStretches = 4;
/// Most elements of a patch: 256 KiB of floats, so that it stays in a level-2 cache.
inline constexpr int kPatchElements = 1 << 16;
/// Most places of a tile's row, and most pixels that are converted at a time.
inline constexpr int kStagingPixels = 1024;
/// Outputs from this size on are written by non-temporal stores.
inline constexpr int64_t kNonTemporalBytes = 8 << 20;
/// A box of more pixels per place than this is not packed.
inline constexpr int kBoxPixelsPerPlace = 12;

/// How the places of each image are cut into tiles of depth x height x width places.
struct Tiling {
    int depth, height, width;
    int64_t across, down, deep;  ///< tiles along W, H and D

    int64_t per_image() const { return across * down * deep; }
};

/// A box of pixels, [begin, end) along x, y and z, that may reach beyond the image.
struct Box {
    int32_t begin[3], end[3];

    int64_t size(int axis) const { return int64_t{end[axis]} - begin[axis]; }
    int64_t pixels() const { return size(0) * size(1) * size(2); }
};

/// Where pixels lie packed, in elements.
struct Patch {
    Box box;
    int64_t row, layer;  ///< from one row, one layer to the next
};

/// One image of the input, packed whole with a rim of zeros, four channels (or one) at a time.
struct PackedImage {
    void* pixels = nullptr;  ///< of the arithmetic type; null: there is none
    Patch patch;
    int64_t n;  ///< which image
};

/// Rows [begin, end) of a packed image.
struct Band {
    int64_t begin = INT64_MIN, end = INT64_MAX;

    bool is_all() const { return begin == INT64_MIN; }
};

/// What tiles read: the channels [first_channel, last_channel) of an input, at the places of a grid.
struct Job {
    const ConstField& input;
    const ConstField& grid;
    int dims;
    const Options& options;
    Tiling tiling;
    int64_t first_channel, last_channel;
    PackedImage packed = {};
};

/// What the kernels of the forward work on.
struct ForwardJob : Job {
    const Field& output;
    bool non_temporal;  ///< whether to write the output past the caches, where it would not stay until it is read
};

/// What those of the backward work on.
struct BackwardJob : Job {
    const Backward& call;
    void* sums = nullptr;       ///< grad_input in the arithmetic type and C order, zero at first; null: not wanted
    bool non_temporal = false;  ///< whether to write grad_grid past the caches
    Turns* turns = nullptr;     ///< who may add to it: an image's tiles one after the other, for each group of channels

    // With a packed image.
    void* received = nullptr;  ///< what its pixels receive, packed like it
    Band band = {};            ///< the rows that are dealt with
    void* partial = nullptr;   ///< for each axis and place: the sum over earlier channels; null: all fit at once
};

/// The kernels of one instruction set. `scratch` has scratch_bytes() bytes.
struct Kernels {
    size_t (*scratch_bytes)(Dtype dtype);
    /// How many pixels a tile would pack.
    int64_t (*pixels_to_pack)(const Job& job, int64_t tile, void* scratch);
    /// Packs the rows [begin, end) of all rows of its packed image.
    void (*pack_image)(const Job& job, int64_t begin, int64_t end, void* scratch);
    /// Samples the tiles [begin, end) of all tiles of all images.
    void (*forward)(const ForwardJob& job, int64_t begin, int64_t end, void* scratch);
    /// Does a tile of the backward, reading from patches.
    void (*backward)(const BackwardJob& job, int64_t tile, void* scratch);
    /// Adds the job's channels to grad_grid of the tiles [begin, end), reading from the packed image.
    void (*grad_grid)(const BackwardJob& job, int64_t begin, int64_t end, void* scratch);
    /// Adds what the tiles [begin, end) give to the job's band to `received`, and from there to the sums.
    void (*grad_input)(const BackwardJob& job, int64_t begin, int64_t end, void* scratch);
};

}  // namespace gs
