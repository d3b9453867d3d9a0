// SPDX-License-Identifier: MIT
// A stable sort of pairs of 32-bit numbers, which is CUB's radix sort.
#include <cub/device/device_radix_sort.cuh>

#include "core/cuda/device.h"
#include "core/cuda/passes.h"

namespace gs::cuda {
namespace {

constexpr int kKeyBits = 32;

/// Sorts or, without memory, says how much it needs.
cudaError_t sort(PairLists& lists, uint32_t count, int bits, void* memory, size_t& bytes, Stream stream) {
    const int from = lists.current, to = 1 - from;
    cub::DoubleBuffer<uint32_t> keys(lists.keys[from], lists.keys[to]), values(lists.values[from], lists.values[to]);
    const cudaError_t error = cub::DeviceRadixSort::SortPairs(memory, bytes, keys, values, count, 0, bits, stream);
    if (keys.selector == 1) lists.current = to;
    return error;
}

}  // namespace

size_t sort_memory(uint32_t count) {
    PairLists lists{};
    size_t bytes = 0;
    check(sort(lists, count, kKeyBits, nullptr, bytes, nullptr), "asking how much memory sorting takes");
    return bytes;
}

void sort_pairs(PairLists& lists, uint32_t count, int bits, void* memory, size_t bytes, Stream stream) {
    check(sort(lists, count, bits, memory, bytes, stream), "sorting the taps");
}

}  // namespace gs::cuda
