// SPDX-License-Identifier: MIT
#include "core/memory.h"

#include <array>
#include <cstdio>
#include <cstdlib>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace gs {
namespace {

constexpr size_t kAlignment = 64;

}  // namespace

std::string bytes_text(double bytes) {
    constexpr std::array kUnits{"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < kUnits.size(); ++unit) bytes /= 1024;
    char text[40];
    std::snprintf(text, sizeof text, "%.*f %s", unit > 0 && bytes < 10 ? 1 : 0, bytes, kUnits[unit]);
    return text;
}

OutOfMemory::OutOfMemory(size_t bytes) noexcept {
    std::snprintf(sentence_, sizeof sentence_, "there is not enough memory: a further %.1f MiB cannot be had",
                  static_cast<double>(bytes) / (1 << 20));
}

void Deallocate::operator()(void* block) const noexcept {
    std::free(block);
}

std::unique_ptr<void, Deallocate> allocate(size_t bytes) {
    const bool is_large = bytes >= kHugePage;
    void* block = nullptr;  // of exactly this size, so that a sanitizer sees every access beyond
    if (posix_memalign(&block, is_large ? kHugePage : kAlignment, bytes) != 0) throw OutOfMemory(bytes);
#if defined(__linux__)
    if (is_large) madvise(block, bytes, MADV_HUGEPAGE);  // a wish; without it the block works as well
#endif
    return std::unique_ptr<void, Deallocate>(block);
}

}  // namespace gs
