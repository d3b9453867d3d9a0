// SPDX-License-Identifier: MIT
// Steps 1 and 2 of a tile, and the table of kernels. Compiled once for each instruction set, with GS_ISA and
// GS_VECTOR_BYTES to match, like isa_forward.cpp and isa_backward.cpp.
#include "core/cpu/convert.h"
#include "core/cpu/locate.h"
#include "core/cpu/located_tile.h"
#include "core/cpu/pack.h"

namespace gs {
namespace GS_ISA {

template void load_row(const ConstField&, int64_t, int64_t, int, float*);
template void load_row(const ConstField&, int64_t, int64_t, int, double*);
template void store_row(const Field&, int64_t, int64_t, int, const float*);
template void store_row(const Field&, int64_t, int64_t, int, const double*);
template Box locate(const Job&, const Tile&, bool, Scratch<float>&);
template Box locate(const Job&, const Tile&, bool, Scratch<double>&);
template void pack_rows(const PackSource&, const Patch&, int64_t, int64_t, Scratch<float>&, float*);
template void pack_rows(const PackSource&, const Patch&, int64_t, int64_t, Scratch<double>&, double*);
template int64_t padded_source<float>(const Job&, int, int64_t);
template int64_t padded_source<double>(const Job&, int, int64_t);

namespace {

size_t scratch_bytes(Dtype dtype) {
    return dtype == Dtype::float64 ? sizeof(Scratch<double>) : sizeof(Scratch<float>);
}

int64_t pixels_to_pack(const Job& job, int64_t index, void* memory) {
    return with_scratch(job, memory, [&]<class F>(Scratch<F>& scratch) {
        const int interleaved = most_interleaved(job.last_channel - job.first_channel);
        return LocatedTile<F>(job, index, interleaved, false, scratch).pixels_to_pack();
    });
}

void pack_image(const Job& job, int64_t begin, int64_t end, void* memory) {
    with_scratch(job, memory, [&]<class F>(Scratch<F>& scratch) {
        const int channels = static_cast<int>(job.last_channel - job.first_channel);
        const ChannelGroup group{channels == 1 ? 1 : 4, job.first_channel, channels};
        pack_rows({job, job.packed.n, group, 0}, job.packed.patch, begin, end, scratch,
                  static_cast<F*>(job.packed.pixels));
    });
}

}  // namespace

extern const Kernels kKernels;
const Kernels kKernels{scratch_bytes, pixels_to_pack, pack_image, forward, backward, grad_grid, grad_input};

}  // namespace GS_ISA
}  // namespace gs
