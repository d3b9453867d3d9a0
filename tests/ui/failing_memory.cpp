// SPDX-License-Identifier: MIT
#include "tests/ui/failing_memory.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> failing_size = 0;

}  // namespace

namespace viz {

void fail_next_allocation_of(std::size_t bytes) {
    failing_size = bytes;
}

bool has_allocation_failed() {
    return failing_size == 0;
}

}  // namespace viz

// The program's own, in place of the library's.
void* operator new(std::size_t bytes) {
    std::size_t failing = bytes;
    if (bytes != 0 && failing_size.compare_exchange_strong(failing, 0)) throw std::bad_alloc();
    if (void* const memory = std::malloc(bytes != 0 ? bytes : 1)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    return std::malloc(bytes != 0 ? bytes : 1);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
