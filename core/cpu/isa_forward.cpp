// SPDX-License-Identifier: MIT
// The forward kernel of an instruction set.
#include "core/cpu/forward_tile.h"

namespace gs {
namespace GS_ISA {

void forward(const ForwardJob& job, int64_t begin, int64_t end, void* memory) {
    with_scratch(job, memory, [&]<class F>(Scratch<F>& scratch) {
        for (int64_t index = begin; index < end; ++index) ForwardTile<F>(job, index, scratch).sample();
    });
    if (job.non_temporal) fence();
}

}  // namespace GS_ISA
}  // namespace gs
