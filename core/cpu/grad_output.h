// SPDX-License-Identifier: MIT
// grad_output as the kernels of both gradients read it. Internal.
#pragma once

#include "core/cpu/located_tile.h"

namespace gs {
namespace GS_ISA {

/// Makes grad[c] the rows of grad_output that belong to a row of a block, filled up with zeros to a multiple of the
/// lanes; those of channels that the group lacks are zero.
template <class F>
void read_grad(const BackwardJob& job, const Tile& tile, const ChannelGroup& group, const Block& block, int row,
               Scratch<F>& scratch, const F* (&grad)[kMostInterleaved]) {
    const ConstField& field = job.call.grad_output;
    const int64_t step = field.stride[kW], first = row_element(field, tile, row) + block.column_begin * step;
    const int columns = block.columns(), filled = rounded_up(columns, kRowMultiple);
    for (int c = 0; c < group.interleaved; ++c) {
        const int64_t element = first + (group.first + c) * field.stride[kC];
        grad[c] = nullptr;
        if (c < group.count && filled == columns) grad[c] = as_they_lie<F>(field, element, step);
        if (grad[c] != nullptr) continue;
        if (c < group.count) load_row(field, element, step, columns, scratch.results[c]);
        for (int i = c < group.count ? columns : 0; i < filled; ++i) scratch.results[c][i] = F(0);
        grad[c] = scratch.results[c];
    }
}

}  // namespace GS_ISA
}  // namespace gs
