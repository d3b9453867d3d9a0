// SPDX-License-Identifier: MIT
// Which thread does what: the places of the output in tiles, one per block, and the channels of a place. Internal.
//
// A block's places form a rectangle of one output layer, and so do those of each warp: with a grid that rotates, 8 x 4
// places read some 10 rows of the image, whereas 32 places in a row read 16 and share no row with their neighbours.
// A row of 8 places still fills whole 32-byte sectors of the output.
#pragma once

#include <cstdint>

#include "core/number.h"

namespace gs::cuda {

/// Numbers named ..._bits count in powers of two.
struct Tiling {
    int channel_bits = 0;                  ///< neighbouring threads that share a place, each with channels of its own
    int x_bits = 0, y_bits = 0;            ///< places of a block
    int warp_x_bits = 0, warp_y_bits = 0;  ///< places of a warp
    int64_t tiles_x = 0, tiles_y = 0;      ///< that cover one layer
    int64_t layers = 0;                    ///< of all images
    int64_t channel_blocks = 1;            ///< parts that the channels are split into
    int64_t block_channels = 0;            ///< channels of each part but the last

    int threads() const { return 1 << (channel_bits + x_bits + y_bits); }  ///< per block
};

/// How many threads should be under way on a device, and what a launch may not exceed.
struct Room {
    int64_t threads;                 ///< below this, channels are split over more threads
    int64_t blocks_along_y = 65535;  ///< CUDA's limit for the second and third dimension; kernels loop over the rest
};

/// The tiling for outputs of the sizes given.
///
/// lanes           channels that a thread takes at once
/// channels_last   whether channels lie side by side: then up to 32 neighbouring threads take those of one place, which
///                 makes their loads and stores one run of memory
/// The channels are split into blocks as long as the threads fall short of room.threads: few outputs of many channels
/// (a hundred descriptors, say) would leave most of the device idle. Each block computes its places' coordinates anew.
Tiling tiling_of(int64_t layers, int64_t height, int64_t width, int64_t channels, int lanes, bool channels_last,
                 const Room& room);

/// The tiling where 32 threads, a warp, share each place and sum over its channels.
Tiling warp_per_place(int64_t layers, int64_t height, int64_t width, int64_t channels);

/// A thread among all of a launch.
struct Thread {
    int64_t block_x, block_y, block_z;
    int64_t blocks_y, blocks_z;
    int thread;
};

/// One place of the output.
template <class Index>
struct At {
    Index n, d, h, w;
};

/// The channels first, first + step, ... below end.
template <class Index>
struct Channels {
    Index first, end, step;
};

/// The sizes that a launch runs over.
template <class Index>
struct Extent {
    Index channels, depth, height, width;  ///< of the output
};

namespace detail {
GS_HD int low_bits(int value, int bits) {
    return value & ((1 << bits) - 1);
}
}  // namespace detail

/// Calls body(At, Channels) for the places of one thread. Those of a warp that share a place call it together.
template <int lanes, class Index, class Body>
GS_HD void for_places(const Tiling& tiling, const Extent<Index>& extent, const Thread& me, Body&& body) {
    const int group = detail::low_bits(me.thread, tiling.channel_bits), spot = me.thread >> tiling.channel_bits;
    const int warp_bits = tiling.warp_x_bits + tiling.warp_y_bits, across = tiling.x_bits - tiling.warp_x_bits;
    const int in_warp = detail::low_bits(spot, warp_bits), warp = spot >> warp_bits;
    const int x =
        detail::low_bits(in_warp, tiling.warp_x_bits) + (detail::low_bits(warp, across) << tiling.warp_x_bits);
    const int y = (in_warp >> tiling.warp_x_bits) + ((warp >> across) << tiling.warp_y_bits);

    At<Index> at;
    at.w = static_cast<Index>(me.block_x << tiling.x_bits) + x;
    if (at.w >= extent.width) return;
    const auto parts = static_cast<Index>(tiling.channel_blocks), layers = static_cast<Index>(tiling.layers);
    for (auto z = static_cast<Index>(me.block_z); z < layers * parts; z += static_cast<Index>(me.blocks_z)) {
        const Index layer = parts == 1 ? z : z / parts, part = z - layer * parts;
        at.n = extent.depth == 1 ? layer : layer / extent.depth;
        at.d = layer - at.n * extent.depth;
        Channels<Index> channels;
        channels.first = part * static_cast<Index>(tiling.block_channels);
        channels.end = part == parts - 1 ? extent.channels : channels.first + static_cast<Index>(tiling.block_channels);
        channels.first += group * lanes;
        channels.step = static_cast<Index>(lanes) << tiling.channel_bits;
        for (auto tile = static_cast<Index>(me.block_y); tile < static_cast<Index>(tiling.tiles_y);
             tile += static_cast<Index>(me.blocks_y)) {
            at.h = (tile << tiling.y_bits) + y;
            if (at.h < extent.height) body(at, channels);
        }
    }
}

}  // namespace gs::cuda
