// SPDX-License-Identifier: MIT
// What the SIMD drivers of forward and backward share: the kernels of an instruction set, scratch memory, tilings,
// packed images. Internal.
#pragma once

#include "core/cpu/tile.h"
#include "core/memory.h"

namespace gs {

/// The kernels of an instruction set (not Simd::none).
const Kernels& kernels_of(Simd isa);

/// Memory of a thread that stays with it from call to call.
void* thread_scratch(size_t bytes);

/// Whether the rows (and layers) of a field's images are short, and follow one another without a gap.
template <class AnyField>
bool can_be_one_row(const AnyField& field) {
    return field.size[kW] < kShortRow &&
           (field.size[kH] == 1 || field.stride[kH] == field.size[kW] * field.stride[kW]) &&
           (field.size[kD] == 1 || field.stride[kD] == field.size[kH] * field.size[kW] * field.stride[kW]);
}

template <class AnyField>
AnyField as_one_row(AnyField field) {
    field.size[kW] = field.places();
    field.size[kD] = field.size[kH] = 1;
    return field;
}

/// Whether what a call writes goes past the caches: it would not stay there until somebody reads it. Not wanted: false.
inline bool pays_non_temporal(const Field& output) {
    return output &&
           output.size[kN] * output.size[kC] * output.places() * static_cast<int64_t>(size_of(output.dtype)) >=
               kNonTemporalBytes;
}

/// How the places of a grid are cut.
Tiling tiling_of(const ConstField& input, const ConstField& grid);

/// Whether packing whole images is cheaper than packing what the tiles read.
bool pays_packing(const Job& job, const Kernels& kernels, size_t scratch_bytes);

/// Memory for any image of an input, packed. The calling thread keeps it for its next call, unless it is larger
/// than kKeptBytes: to be given new pages takes about a tenth of the time that sampling takes.
class PackedMemory {
public:
    static constexpr size_t kKeptBytes = size_t{96} << 20;

    PackedMemory() = default;
    explicit PackedMemory(const Job& job);
    ~PackedMemory();
    PackedMemory(PackedMemory&&) = default;

    std::byte* data() const { return buffer_.data(); }
    size_t size() const { return size_; }  ///< of the packed image, in bytes

private:
    size_t size_ = 0;
    Buffer<std::byte> buffer_;
};

/// Packs the job's channels of image n.
void pack_image(Job& job, int64_t n, const PackedMemory& memory, const Kernels& kernels, size_t scratch_bytes,
                int threads);

}  // namespace gs
