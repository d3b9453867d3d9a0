// SPDX-License-Identifier: MIT
// A tile of the forward, from the grid to the output. Internal.
#pragma once

#include "core/cpu/interpolate_many.h"
#include "core/cpu/located_tile.h"

namespace gs {
namespace GS_LEVEL {

template <class F, Mode mode, int dims>
class ForwardTile {
public:
    GS_HD ForwardTile(const ForwardJob& job, int64_t index, Scratch<F>& scratch)
        : job_(job),
          scratch_(scratch),
          sampling_{job.input, job.grid, job.options, false},
          located_(sampling_, job.tiling, index, most_interleaved(job.last_channel - job.first_channel), scratch) {}

    GS_HD void sample() {
        if (job_.atlas.pixels != nullptr) return sample_from_atlas();
        located_.for_blocks([&](const Block& block, const Box& box) { sample_block(block, box); },
                            [&](const Block& block) { sample_points(block); });
    }

private:
    template <class Body>
    GS_HD void for_channels_of_job(Body&& body) {
        for_channels_in_vectors<F>(job_.first_channel, job_.last_channel, body);
    }

    GS_HD void sample_block(const Block& block, const Box& box) {
        for_channels_of_job([&](auto interleaved, int64_t channel, int channels) {
            constexpr int kInterleaved = decltype(interleaved)::value;
            const Patch patch = patch_of<kInterleaved>(box);
            located_.template aim<kInterleaved>(block, patch);
            located_.template pack<kInterleaved>(patch, channel, channels, scratch_.patch);
            sample_rows<kInterleaved, false>(block, scratch_.patch, patch, channel, channels);
        });
    }

    GS_HD void sample_from_atlas() {
        for_channels_of_job([&](auto interleaved, int64_t channel, int channels) {
            constexpr int kInterleaved = decltype(interleaved)::value;
            located_.template aim<kInterleaved>(located_.whole(), job_.atlas.patch);
            sample_rows<kInterleaved, true>(located_.whole(), static_cast<const F*>(job_.atlas.pixels),
                                            job_.atlas.patch, channel, channels);
        });
    }

    /// Places that have nothing in common: each gets a patch of its own taps.
    __attribute__((noinline)) void sample_points(const Block& block) {
        for_groups(located_.tile(), block, [&](int row, int column, int count, int place) {
            for_channels_of_job([&](auto interleaved, int64_t channel, int channels) {
                constexpr int kInterleaved = decltype(interleaved)::value;
                const Points<mode, dims, kInterleaved> points;
                const Patch patch = patch_of<kInterleaved>(points.box);
                for (int i = 0; i < count; ++i)
                    located_.template pack<kInterleaved>(
                        {box_of_place<mode, dims>(scratch_, place + i), patch.row, patch.layer}, channel, channels,
                        scratch_.patch + points.at[i]);
                PlaceRow<F> places =
                    located_.places({row, row + 1, column, column + count}, row, scratch_.patch, patch);
                places.at = points.at;
                sample_row<kInterleaved, false>(row, column, places, channel, channels);
            });
        });
    }

    /// Samples the rows of a block from pixels that lie packed.
    template <int interleaved, bool far>
    GS_HD void sample_rows(const Block& block, const F* base, const Patch& patch, int64_t channel, int channels) {
        for (int row = block.row_begin; row < block.row_end; ++row)
            sample_row<interleaved, far>(row, block.column_begin, located_.places(block, row, base, patch), channel,
                                         channels);
    }

    /// Places of a row, from column `column` of the tile on.
    template <int interleaved, bool far>
    GS_HD void sample_row(int row, int column, const PlaceRow<F>& places, int64_t channel, int channels) {
        const Field& output = job_.output;
        const int64_t step = output.stride[kW];
        const int64_t element = row_element(output, located_.tile(), row) + column * step + channel * output.stride[kC];
        F* out[interleaved]{};
        for (int c = 0; c < channels; ++c) {
            out[c] = as_they_lie<F>(output, element + c * output.stride[kC], step);
            if (out[c] == nullptr) out[c] = scratch_.results[c];
        }
        if constexpr (interleaved <= 4)
            interpolate_row<F, mode, dims, interleaved, far>(places, channels, out, job_.streams);
        else
            interpolate_many<F, mode, dims>(places, scratch_.weight, out, job_.streams);
        for (int c = 0; c < channels; ++c)
            if (out[c] == scratch_.results[c])
                store_row(output, element + c * output.stride[kC], step, places.count, scratch_.results[c]);
    }

    const ForwardJob& job_;
    Scratch<F>& scratch_;
    const Sampling sampling_;
    const LocatedTile<F, mode, dims> located_;
};

}  // namespace GS_LEVEL
}  // namespace gs
