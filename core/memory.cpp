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

}  // namespace

void Deallocate::operator()(void* block) const noexcept {
    std::free(block);
}

std::unique_ptr<void, Deallocate> allocate(size_t bytes) {
    const bool is_large = bytes >= kHugePage;
    void* block = nullptr;  // of exactly this size, so that a sanitizer sees every access beyond
    if (posix_memalign(&block, is_large ? kHugePage : kAlignment, bytes) != 0) throw std::bad_alloc();
#if defined(__linux__)
    if (is_large) madvise(block, bytes, MADV_HUGEPAGE);  // a wish; without it the block works as well
#endif
    return std::unique_ptr<void, Deallocate>(block);
}

}  // namespace gs
