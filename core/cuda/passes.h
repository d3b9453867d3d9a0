// SPDX-License-Identifier: MIT
// The parts of the backward, each in a file of its own: they are what takes long to compile. Internal.
#pragma once

#include "core/cuda/kernels.h"

namespace gs::cuda {

/// `is_small`: indices of 32 bits suffice.
void grad_grid(const Backward& call, bool is_small, Stream stream);
void grad_input_sorted(const Backward& call, bool is_small, const BackwardSettings& settings, Stream stream);
/// Elements are float or double.
void grad_input_atomic(const Backward& call, bool is_small, const BackwardSettings& settings, Stream stream);

/// Two lists of keys and their values, and which of the two holds them.
struct PairLists {
    uint32_t *keys[2], *values[2];
    int current = 0;
};

/// The bytes of temporary memory that sorting up to `count` pairs takes.
size_t sort_memory(uint32_t count);

/// Sorts pairs by the lowest `bits` bits of their keys; equal keys stay in order. `memory`: sort_memory(count) bytes.
void sort_pairs(PairLists& lists, uint32_t count, int bits, void* memory, size_t bytes, Stream stream);

}  // namespace gs::cuda
