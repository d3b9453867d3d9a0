// SPDX-License-Identifier: MIT
// The backward on SIMD kernels. A pixel of grad_input receives from many places, so who adds to it, and when, decides
// the last bits; here neither depends on the threads:
//   patches  each tile sums in a patch of its own; the tiles of an image add their patches to it in turn;
//   image    packed as a whole: each thread owns a band of rows, and looks at all places in order for what they give to
//   it.
#include <algorithm>
#include <cstring>
#include <functional>

#include "core/cpu/simd.h"
#include "core/cpu/sums.h"
#include "core/dispatch.h"

namespace gs {
namespace {

/// The same call with the output's rows joined into one, if they are short and can be.
Backward with_long_rows(const Backward& call) {
    if (!can_be_one_row(call.grid) || !can_be_one_row(call.grad_output)) return call;
    if (call.grad_grid && !can_be_one_row(call.grad_grid)) return call;
    return {as_one_row(call.grad_output),
            call.input,
            as_one_row(call.grid),
            call.grad_input,
            call.grad_grid ? as_one_row(call.grad_grid) : call.grad_grid,
            call.dims,
            call.options};
}

class SimdBackward {
public:
    SimdBackward(const Backward& call, void* sums, int threads, const Kernels& kernels, const Work* work)
        : call_(with_long_rows(call)),
          threads_(threads),
          kernels_(kernels),
          work_(work),
          scratch_bytes_(kernels.scratch_bytes(call.input.dtype)),
          job_{{call_.input, call_.grid, call_.dims, call_.options, tiling_of(call_.input, call_.grid), 0,
                call_.input.size[kC]},
               call_,
               sums,
               pays_non_temporal(call_.grad_grid)} {}

    void run() {
        const bool has_packed_images = pays_packing(job_, kernels_, scratch_bytes_);
        if (work_ != nullptr) {
            const int64_t wanted = (call_.grad_grid ? 1 : 0) + (job_.sums != nullptr ? 1 : 0);
            const int64_t passes = has_packed_images ? wanted * ((call_.input.size[kC] + 3) / 4) : 1;
            work_->begin(call_.grid.size[kN] * job_.tiling.per_image() * passes, "differentiating");
        }
        if (has_packed_images)
            run_with_images();
        else
            run_tiles();
    }

private:
    /// So many tiles are done.
    void advance(int64_t tiles) const {
        if (work_ != nullptr) work_->advance(tiles);
    }

    void run_tiles() {
        Turns turns(call_.input.size[kN] * ((call_.input.size[kC] + 3) / 4));
        job_.turns = &turns;
        const auto body = [&](int64_t tile) {
            kernels_.backward(job_, tile, thread_scratch(scratch_bytes_));
            advance(1);
        };
        parallel_in_order(call_.grid.size[kN] * job_.tiling.per_image(), threads_, body, work_, prepare_);
    }

    void run_with_images() {
        const PackedMemory pixels(job_);
        const PackedMemory received = job_.sums != nullptr ? PackedMemory(job_) : PackedMemory();
        const int64_t channels = call_.input.size[kC];
        const auto partial_bytes = static_cast<size_t>(channels > 4 ? 3 * call_.grid.places() : 0) * sizeof(double);
        const Buffer<std::byte> partial = call_.grad_grid ? Buffer<std::byte>(partial_bytes) : Buffer<std::byte>();
        job_.received = received.data();
        job_.partial = partial.data();
        for (int64_t n = 0; n < call_.grid.size[kN]; ++n)
            for (int64_t channel = 0; channel < channels; channel += 4) {
                if (work_ != nullptr && work_->is_stopped()) return;
                job_.first_channel = channel;
                job_.last_channel = std::min(channel + 4, channels);
                pack_image(job_, n, pixels, kernels_, scratch_bytes_, threads_);
                if (call_.grad_grid) run_grad_grid(n);
                if (job_.sums != nullptr) run_grad_input(n, received);
            }
    }

    void run_grad_grid(int64_t n) {
        const int64_t per_image = job_.tiling.per_image();
        const auto body = [&](int64_t begin, int64_t end) {
            kernels_.grad_grid(job_, n * per_image + begin, n * per_image + end, thread_scratch(scratch_bytes_));
            advance(end - begin);
        };
        parallel_for(per_image, 1, threads_, body, work_, prepare_);
    }

    void run_grad_input(int64_t n, const PackedMemory& received) {
        const int64_t per_image = job_.tiling.per_image(), bands = thread_count(threads_);
        const Box& box = job_.packed.patch.box;
        constexpr int64_t kGrain = 1 << 20;
        const auto clear = [&](int64_t begin, int64_t end) {
            std::memset(received.data() + begin, 0, static_cast<size_t>(end - begin));
        };
        parallel_for(static_cast<int64_t>(received.size()), kGrain, threads_, clear, work_);
        const auto body = [&](int64_t band) {
            BackwardJob job = job_;
            job.band.begin = box.begin[1] + band * box.size(1) / bands;
            job.band.end = box.begin[1] + (band + 1) * box.size(1) / bands;
            kernels_.grad_input(job, n * per_image, (n + 1) * per_image, thread_scratch(scratch_bytes_));
            advance((band + 1) * per_image / bands - band * per_image / bands);
        };
        parallel_in_order(bands, threads_, body, work_, prepare_);
    }

    const Backward call_;
    const int threads_;
    const Kernels& kernels_;
    const Work* const work_;
    const std::function<void()> prepare_ = [this] { thread_scratch(scratch_bytes_); };
    const size_t scratch_bytes_;
    BackwardJob job_;
};

}  // namespace

void backward_simd(const Backward& call, int threads, Simd isa, const Work* work) {
    with_dtype(call.input.dtype, [&](auto element) {
        const InputSums<decltype(element)> sums(call.grad_input, threads);
        SimdBackward(call, sums.data(), threads, kernels_of(isa), work).run();
        sums.finish();
    });
}

}  // namespace gs
