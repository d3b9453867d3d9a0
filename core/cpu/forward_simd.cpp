// SPDX-License-Identifier: MIT
// The forward on SIMD kernels: patches for the tiles, or a packed image for all.
#include <algorithm>

#include "core/cpu/simd.h"

namespace gs {
namespace {

/// The same call with the output's rows joined into one, if they are short and can be.
Forward with_long_rows(const Forward& call) {
    if (!can_be_one_row(call.grid) || !can_be_one_row(call.output)) return call;
    return {call.input, as_one_row(call.grid), as_one_row(call.output), call.dims, call.options};
}

class SimdForward {
public:
    SimdForward(const Forward& call, int threads, const Kernels& kernels, const Work* work)
        : call_(with_long_rows(call)),
          threads_(threads),
          kernels_(kernels),
          work_(work),
          scratch_bytes_(kernels.scratch_bytes(call.input.dtype)),
          job_{{call_.input, call_.grid, call_.dims, call_.options, tiling_of(call_.input, call_.grid), 0,
                call_.input.size[kC]},
               call_.output,
               pays_non_temporal(call_.output)} {}

    void run() {
        const bool has_packed_images = pays_packing(job_, kernels_, scratch_bytes_);
        if (work_ != nullptr) {
            const int64_t passes = has_packed_images ? (call_.input.size[kC] + 3) / 4 : 1;
            work_->begin(call_.grid.size[kN] * job_.tiling.per_image() * passes, "sampling");
        }
        if (has_packed_images)
            sample_from_images();
        else
            sample_tiles(0, call_.grid.size[kN]);
    }

private:
    void sample_tiles(int64_t first_image, int64_t last_image) {
        const int64_t per_image = job_.tiling.per_image(), first = first_image * per_image;
        const auto body = [&](int64_t begin, int64_t end) {
            kernels_.forward(job_, first + begin, first + end, thread_scratch(scratch_bytes_));
            if (work_ != nullptr) work_->advance(end - begin);
        };
        parallel_for((last_image - first_image) * per_image, 1, threads_, body, work_,
                     [this] { thread_scratch(scratch_bytes_); });
    }

    void sample_from_images() {
        const PackedMemory memory(job_);
        const int64_t channels = call_.input.size[kC];
        for (int64_t n = 0; n < call_.grid.size[kN]; ++n)
            for (int64_t channel = 0; channel < channels; channel += 4) {
                if (work_ != nullptr && work_->is_stopped()) return;
                job_.first_channel = channel;
                job_.last_channel = std::min(channel + 4, channels);
                pack_image(job_, n, memory, kernels_, scratch_bytes_, threads_);
                sample_tiles(n, n + 1);
            }
    }

    const Forward call_;
    const int threads_;
    const Kernels& kernels_;
    const Work* const work_;
    const size_t scratch_bytes_;
    ForwardJob job_;
};

}  // namespace

void forward_simd(const Forward& call, int threads, Simd isa, const Work* work) {
    SimdForward(call, threads, kernels_of(isa), work).run();
}

}  // namespace gs
