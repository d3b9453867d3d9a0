// SPDX-License-Identifier: MIT
#include "core/cpu/simd.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/dispatch.h"
#include "core/grid_sample.h"
#include "core/sample_math.h"

namespace gs {

#if defined(GS_HAS_SSE4_2)
namespace sse4_2 {
extern const Kernels kKernels;
}
#endif
#if defined(GS_HAS_AVX)
namespace avx2 {
extern const Kernels kKernels;
}
namespace avx512 {
extern const Kernels kKernels;
}
#endif

namespace {

/// A tile of an image: wide where the rows of the grid run along rows of the image, so that long runs of pixels are
/// copied; square where they are turned, so that what a tile reads is little more than the tile.
constexpr int kWideTile[]{256, 32}, kSquareTile[]{64, 64};
/// Of a volume.
constexpr int kVolumeTile[]{128, 8, 8};

/// How many rows, or tiles, are looked at to tell what a grid is like.
constexpr int64_t kProbes = 8;

/// What CMake has chosen to compile the kernels for, the plainest first.
constexpr Simd kBuilt[] {
    Simd::none,
#if defined(GS_HAS_SSE4_2)
        Simd::sse4_2,
#endif
#if defined(GS_HAS_AVX)
        Simd::avx2, Simd::avx512,
#endif
};

/// The best that this processor has.
Simd best_simd() {
#if defined(__x86_64__)
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

/// The grid value `axis` of a place, as a number to go by.
double grid_value(const ConstField& grid, int64_t h, int64_t w, int axis) {
    const int64_t element = h * grid.stride[kH] + w * grid.stride[kW] + axis * grid.stride[kC];
    return with_dtype(grid.dtype, [&](auto type) {
        return static_cast<double>(value_of(reinterpret_cast<const decltype(type)*>(grid.data)[element]));
    });
}

/// Whether most rows of the (first) grid cross rows of the image: within a wide tile, more than a quarter of it.
bool is_turned(const ConstField& input, const ConstField& grid) {
    const int64_t width = std::min<int64_t>(kWideTile[0], grid.size[kW]) - 1;
    int turned = 0;
    for (int64_t i = 0; i < kProbes; ++i) {
        const int64_t h = i * grid.size[kH] / kProbes, w = i * (grid.size[kW] - width) / kProbes;
        const double rise = grid_value(grid, h, w + width, 1) - grid_value(grid, h, w, 1);
        turned += std::fabs(rise) * static_cast<double>(input.size[kH]) / 2 > static_cast<double>(width) / 4;
    }
    return turned * 2 > kProbes;
}

/// An image with as much around it as taps can reach.
Box packed_box(const Job& job) {
    const int reach = taps_per_axis(job.options.mode);
    Box box{{0, 0, 0}, {1, 1, 1}};
    for (int axis = 0; axis < job.dims; ++axis) {
        box.begin[axis] = -reach;
        box.end[axis] = static_cast<int32_t>(job.input.size[static_cast<size_t>(kW - axis)]) + reach;
    }
    return box;
}

/// The backward has two at a time.
thread_local Buffer<std::byte> kept_images[2];

/// How many channels a packed image has room for.
int64_t interleaved(int64_t channels) {
    return channels == 1 ? 1 : 4;
}

}  // namespace

std::span<const Simd> built_isas() {
    return kBuilt;
}

Simd simd_isa(Simd most) {
    static const Simd here = std::min(best_simd(), allowed_simd());
    Simd best = Simd::none;
    for (const Simd isa : kBuilt)
        if (isa <= std::min(here, most)) best = isa;
    return best;
}

const Kernels& kernels_of(Simd isa) {
#if defined(GS_HAS_AVX)
    if (isa == Simd::avx512) return avx512::kKernels;
    if (isa == Simd::avx2) return avx2::kKernels;
#endif
#if defined(GS_HAS_SSE4_2)
    if (isa == Simd::sse4_2) return sse4_2::kKernels;
#endif
    (void)isa;
    std::abort();  // not one of built_isas()
}

void* thread_scratch(size_t bytes) {
    thread_local Buffer<std::byte> scratch;
    // In one huge page: in small ones the backward took up to a tenth longer in some runs than in others, probably
    // because they lie anywhere, and those that meet in the same sets of the level-2 cache drive each other out.
    if (scratch.size() < bytes) scratch = Buffer<std::byte>(std::max(bytes, kHugePage));
    return scratch.data();
}

Tiling tiling_of(const ConstField& input, const ConstField& grid) {
    const auto limit = [](int64_t size, int64_t most) { return static_cast<int>(std::min(size, most)); };
    Tiling tiling{};
    if (grid.size[kD] > 1) {
        tiling.width = limit(grid.size[kW], kVolumeTile[0]);
        tiling.height = limit(grid.size[kH], kVolumeTile[1]);
        tiling.depth = limit(grid.size[kD], kVolumeTile[2]);
    } else if (grid.size[kH] > 1) {
        const int(&tile)[2] = is_turned(input, grid) ? kSquareTile : kWideTile;
        tiling.width = limit(grid.size[kW], tile[0]);
        tiling.height = limit(grid.size[kH], tile[1]);
        tiling.depth = 1;
    } else {
        tiling.width = limit(grid.size[kW], kStagingPixels);
        tiling.height = tiling.depth = 1;
    }
    const auto tiles = [](int64_t size, int tile) { return (size + tile - 1) / tile; };
    tiling.across = tiles(grid.size[kW], tiling.width);
    tiling.down = tiles(grid.size[kH], tiling.height);
    tiling.deep = tiles(grid.size[kD], tiling.depth);
    return tiling;
}

bool pays_packing(const Job& job, const Kernels& kernels, size_t scratch_bytes) {
    // Reflected taps of bicubic can come from anywhere; a packed image has but a small rim.
    if (job.options.mode == Mode::bicubic && job.options.padding == Padding::reflection) return false;
    const Box box = packed_box(job);
    // Rows, layers and offsets in a packed image are counted in 32 bits.
    const int64_t plane = box.size(0) * box.size(1);
    if (plane > INT32_MAX / 4 || plane * 4 > INT32_MAX / box.size(2)) return false;
    // A pixel of a packed image costs more than one of a patch, which stays in the caches until it is read.
    constexpr int64_t kCost = 3;
    const int64_t places = job.grid.places(),
                  tile_places = int64_t{job.tiling.depth} * job.tiling.height * job.tiling.width;
    const int64_t most = kCost * box.pixels() * tile_places / places;
    if (most >= kBoxPixelsPerPlace * tile_places) return false;
    const int64_t tiles = job.grid.size[kN] * job.tiling.per_image(), probes = std::min(tiles, kProbes);
    for (int64_t i = 0; i < probes; ++i)  // an ordinary grid is told by the first
        if (kernels.pixels_to_pack(job, i * tiles / probes, thread_scratch(scratch_bytes)) <= most) return false;
    return true;
}

PackedMemory::PackedMemory(const Job& job) {
    const int64_t pixels = packed_box(job).pixels() * interleaved(job.input.size[kC]);
    const size_t real = job.input.dtype == Dtype::float64 ? sizeof(double) : sizeof(float);
    size_ = static_cast<size_t>(pixels) * real;
    for (Buffer<std::byte>& kept : kept_images)
        if (kept.size() >= size_) {
            buffer_ = std::move(kept);
            return;
        }
    buffer_ = Buffer<std::byte>(size_);
}

PackedMemory::~PackedMemory() {
    if (buffer_.size() > kKeptBytes) return;
    for (Buffer<std::byte>& kept : kept_images)
        if (kept.size() < buffer_.size()) {
            std::swap(kept, buffer_);
            return;
        }
}

void pack_image(Job& job, int64_t n, const PackedMemory& memory, const Kernels& kernels, size_t scratch_bytes,
                int threads) {
    const Box box = packed_box(job);
    const int64_t row = box.size(0) * interleaved(job.last_channel - job.first_channel);
    constexpr int64_t kRows = 16;
    job.packed = {memory.data(), {box, row, row * box.size(1)}, n};
    const auto body = [&](int64_t begin, int64_t end) {
        kernels.pack_image(job, begin, end, thread_scratch(scratch_bytes));
    };
    parallel_for(box.size(1) * box.size(2), kRows, threads, body, nullptr, [&] { thread_scratch(scratch_bytes); });
}

}  // namespace gs
