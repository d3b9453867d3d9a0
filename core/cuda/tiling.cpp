// SPDX-License-Identifier: MIT
#include "core/cuda/tiling.h"

#include <algorithm>
#include <bit>

namespace gs::cuda {
namespace {

constexpr int kBlockBits = 8, kWarpBits = 5;

/// How many bits a number has.
int width_of(int64_t number) {
    return static_cast<int>(std::bit_width(static_cast<uint64_t>(number)));
}

/// The smallest power of two that covers `count`.
int covering_bits(int64_t count) {
    return width_of(std::max<int64_t>(count, 1) - 1);
}

int64_t divided_up(int64_t count, int64_t by) {
    return (count + by - 1) / by;
}

/// The tiles for places that 2^channel_bits threads share. No larger than the output asks for, but whole warps.
Tiling tiles(int64_t layers, int64_t height, int64_t width, int channel_bits) {
    Tiling tiling;
    tiling.layers = layers;
    tiling.channel_bits = channel_bits;
    const int bits = kBlockBits - channel_bits, warp_bits = kWarpBits - channel_bits;
    tiling.x_bits = std::min({covering_bits(width), kWarpBits, bits});
    tiling.y_bits = std::min(covering_bits(height), bits - tiling.x_bits);
    tiling.x_bits = std::min(covering_bits(width), bits - tiling.y_bits);
    tiling.x_bits = std::max(tiling.x_bits, warp_bits - tiling.y_bits);
    tiling.warp_x_bits = std::min(tiling.x_bits, warp_bits - std::min(tiling.y_bits, warp_bits / 2));
    tiling.warp_y_bits = warp_bits - tiling.warp_x_bits;
    tiling.tiles_x = divided_up(width, int64_t{1} << tiling.x_bits);
    tiling.tiles_y = divided_up(height, int64_t{1} << tiling.y_bits);
    return tiling;
}

}  // namespace

Tiling tiling_of(int64_t layers, int64_t height, int64_t width, int64_t channels, int lanes, bool channels_last,
                 const Room& room) {
    const int64_t packs = std::max<int64_t>(divided_up(channels, lanes), 1);
    constexpr int64_t kWorthSharing = 4;  // fewer are one or two sectors of memory, and soon done
    const int channel_bits = channels_last && packs >= kWorthSharing ? std::min(width_of(packs) - 1, kWarpBits) : 0;
    Tiling tiling = tiles(layers, height, width, channel_bits);
    const int64_t threads = tiling.tiles_x * tiling.tiles_y * layers * tiling.threads();
    const int64_t packs_together = int64_t{1} << channel_bits, steps = divided_up(packs, packs_together);
    const int64_t wanted = std::clamp<int64_t>(room.threads / std::max<int64_t>(threads, 1), 1, steps);
    const int64_t steps_each = divided_up(steps, wanted);
    tiling.channel_blocks = divided_up(steps, steps_each);
    tiling.block_channels = steps_each * packs_together * lanes;
    return tiling;
}

Tiling warp_per_place(int64_t layers, int64_t height, int64_t width, int64_t channels) {
    Tiling tiling = tiles(layers, height, width, kWarpBits);
    tiling.block_channels = channels;
    return tiling;
}

}  // namespace gs::cuda
