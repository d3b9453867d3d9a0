// SPDX-License-Identifier: MIT
// The forward on SIMD kernels: which instruction set, which tiles, patches or an atlas.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "core/calls.h"
#include "core/cpu/tile.h"
#include "core/grid_sample.h"
#include "core/memory.h"
#include "core/parallel.h"
#include "core/sample_math.h"

namespace gs {

#if defined(GS_HAS_SIMD)
namespace sse4_2 {
extern const Kernels kKernels;
}
namespace avx2 {
extern const Kernels kKernels;
}
namespace avx512 {
extern const Kernels kKernels;
}
#endif

namespace {

/// Outputs from this size on are written past the caches: they would not stay there until somebody reads them.
constexpr int64_t kStreamedBytes = 16 << 20;

/// Images with more places than this are cut into tiles of this many along each axis: what a rotated tile reads is
/// little more than the tile, and its rows are long enough to be copied fast.
constexpr int kImageTile = 64;
constexpr int kVolumeTileWidth = 64, kVolumeTileHeight = 8, kVolumeTileDepth = 8;

/// Rows shorter than this are joined with the next, where they follow one another in memory.
constexpr int kShortRow = 48;

/// How many tiles are looked at to tell whether a grid is scattered.
constexpr int64_t kProbes = 8;

const Kernels* kernels_of(Simd level) {
#if defined(GS_HAS_SIMD)
    if (level == Simd::avx512) return &avx512::kKernels;
    if (level == Simd::avx2) return &avx2::kKernels;
    if (level == Simd::sse4_2) return &sse4_2::kKernels;
#endif
    (void)level;
    return nullptr;
}

/// The best that this build and this processor have.
Simd best_simd() {
#if defined(GS_HAS_SIMD)
    __builtin_cpu_init();
    const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq"))
        return Simd::avx512;
    if (has_avx2) return Simd::avx2;
    if (__builtin_cpu_supports("sse4.2")) return Simd::sse4_2;
#endif
    return Simd::none;
}

/// What the environment allows.
Simd allowed_simd() {
    if (const char* wanted = std::getenv("GRIDSCOPE_SIMD"))
        for (const Simd simd : kSimds)
            if (name(simd) == wanted) return simd;
    return Simd::avx512;
}

/// Memory of a thread that stays with it from call to call.
void* thread_scratch(size_t bytes) {
    thread_local Buffer<std::byte> scratch;
    if (scratch.size() < bytes) scratch = Buffer<std::byte>(bytes);
    return scratch.data();
}

/// Whether the rows (and layers) of a field's images follow one another without a gap.
template <class AnyField>
bool is_one_row(const AnyField& field) {
    return (field.size[kH] == 1 || field.stride[kH] == field.size[kW] * field.stride[kW]) &&
           (field.size[kD] == 1 || field.stride[kD] == field.size[kH] * field.stride[kH]);
}

template <class AnyField>
AnyField as_one_row(AnyField field) {
    field.size[kW] = field.places();
    field.size[kD] = field.size[kH] = 1;
    return field;
}

/// The same call with the output's rows joined into one, if they are short and can be.
Forward with_long_rows(const Forward& call) {
    if (call.grid.size[kW] >= kShortRow || !is_one_row(call.grid) || !is_one_row(call.output)) return call;
    return {call.input, as_one_row(call.grid), as_one_row(call.output), call.dims, call.options};
}

Tiling tiling_of(const ConstField& grid) {
    const auto limit = [](int64_t size, int64_t most) { return static_cast<int>(std::min(size, most)); };
    Tiling tiling{};
    if (grid.size[kD] > 1) {
        tiling.width = limit(grid.size[kW], kVolumeTileWidth);
        tiling.height = limit(grid.size[kH], kVolumeTileHeight);
        tiling.depth = limit(grid.size[kD], kVolumeTileDepth);
    } else {
        tiling.width = limit(grid.size[kW], grid.size[kH] > 1 ? kImageTile : kTilePlaces / 4);
        tiling.height = limit(grid.size[kH], kImageTile);
        tiling.depth = 1;
    }
    const auto tiles = [](int64_t size, int tile) { return (size + tile - 1) / tile; };
    tiling.across = tiles(grid.size[kW], tiling.width);
    tiling.down = tiles(grid.size[kH], tiling.height);
    tiling.deep = tiles(grid.size[kD], tiling.depth);
    return tiling;
}

class SimdForward {
public:
    SimdForward(const Forward& call, int threads, const Kernels& kernels)
        : call_(with_long_rows(call)),
          threads_(threads),
          kernels_(kernels),
          scratch_bytes_(kernels.scratch_bytes(call.input.dtype)),
          job_{call_, tiling_of(call_.grid), 0, call.input.size[kC], {}, false} {
        const int64_t elements = call_.places() * call_.input.size[kC];
        job_.streams = elements * static_cast<int64_t>(size_of(call.output.dtype)) >= kStreamedBytes;
    }

    void run() {
        if (pays_atlas())
            sample_from_atlases();
        else
            sample_tiles(0, call_.grid.size[kN]);
    }

private:
    void sample_tiles(int64_t first_image, int64_t last_image) {
        const int64_t per_image = job_.tiling.per_image(), first = first_image * per_image;
        parallel_for((last_image - first_image) * per_image, 1, threads_, [&](int64_t begin, int64_t end) {
            kernels_.forward(job_, first + begin, first + end, thread_scratch(scratch_bytes_));
        });
    }

    /// Whether the grid is so scattered that packing whole images is cheaper than packing what the tiles read.
    bool pays_atlas() const {
        // Reflected taps of bicubic can come from anywhere; an atlas has but a small rim.
        if (call_.options.mode == Mode::bicubic && call_.options.padding == Padding::reflection) return false;
        const int64_t pixels = atlas_box().pixels(), places = call_.grid.places();
        constexpr int64_t kFewestPlacesPerPixel = 4;  // fewer, and most of the atlas is packed in vain
        if (places * kFewestPlacesPerPixel < pixels || pixels * 4 > INT32_MAX) return false;
        const int64_t tiles = call_.grid.size[kN] * job_.tiling.per_image(), probes = std::min(tiles, kProbes);
        int64_t scattered = 0;
        for (int64_t i = 0; i < probes; ++i)
            scattered += kernels_.is_scattered(job_, i * tiles / probes, thread_scratch(scratch_bytes_));
        return scattered * 2 > probes;
    }

    /// An image with as much around it as taps can reach.
    Box atlas_box() const {
        const int reach = taps_per_axis(call_.options.mode);
        Box box{{0, 0, 0}, {1, 1, 1}};
        for (int axis = 0; axis < call_.dims; ++axis) {
            box.begin[axis] = -reach;
            box.end[axis] = static_cast<int32_t>(call_.input.size[static_cast<size_t>(kW - axis)]) + reach;
        }
        return box;
    }

    void sample_from_atlases() {
        const Box box = atlas_box();
        const int64_t channels = call_.input.size[kC];
        const size_t real = call_.input.dtype == Dtype::float64 ? sizeof(double) : sizeof(float);
        const Buffer<std::byte> memory(static_cast<size_t>(box.pixels()) * (channels == 1 ? 1 : 4) * real);
        for (int64_t n = 0; n < call_.grid.size[kN]; ++n)
            for (int64_t channel = 0; channel < channels; channel += 4) {
                job_.first_channel = channel;
                job_.last_channel = std::min(channel + 4, channels);
                const int64_t row = box.size(0) * (job_.last_channel - channel == 1 ? 1 : 4);
                job_.atlas = {memory.data(), {box, row, row * box.size(1)}, n};
                parallel_for(box.size(1) * box.size(2), 16, threads_, [&](int64_t begin, int64_t end) {
                    kernels_.pack_atlas(job_, begin, end, thread_scratch(scratch_bytes_));
                });
                sample_tiles(n, n + 1);
            }
    }

    const Forward call_;
    const int threads_;
    const Kernels& kernels_;
    const size_t scratch_bytes_;
    ForwardJob job_;
};

}  // namespace

Simd simd_level(Simd most) {
    static const Simd here = std::min(best_simd(), allowed_simd());
    return std::min(here, most);
}

void forward_simd(const Forward& call, int threads, Simd level) {
    SimdForward(call, threads, *kernels_of(level)).run();
}

}  // namespace gs
