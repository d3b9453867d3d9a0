// SPDX-License-Identifier: MIT
#include "core/memory.h"

#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace gs {
namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kLarge = 2 * kHugePage;

}  // namespace

void Deallocate::operator()(void* block) const noexcept {
    std::free(block);
}

std::unique_ptr<void, Deallocate> allocate(size_t bytes) {
    const size_t alignment = bytes >= kLarge ? kHugePage : kAlignment;
    const size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    if (rounded < bytes) throw std::bad_alloc();
    void* block = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
    if (block == nullptr) throw std::bad_alloc();
#if defined(__linux__)
    if (bytes >= kLarge) madvise(block, rounded, MADV_HUGEPAGE);  // a wish; without it the block works as well
#endif
    return std::unique_ptr<void, Deallocate>(block);
}

}  // namespace gs
