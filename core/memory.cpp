// SPDX-License-Identifier: MIT
#include "core/memory.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <new>
#include <optional>
#include <sstream>
#include <stdexcept>

#if defined(__linux__)
#include <sys/mman.h>
#include <sys/resource.h>
#endif

namespace gs {
namespace {

constexpr size_t kAlignment = 64;

#if defined(__linux__)
/// The number after a word at the beginning of a line of a file; nothing where there is none.
std::optional<double> number_in(const char* path, const std::string& word) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        double number = 0;
        if (line.starts_with(word) && std::istringstream(line.substr(word.size())) >> number) return number;
    }
    return std::nullopt;
}

/// What is left of the address space that the program may use.
double available_addresses() {
    struct rlimit limit {};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return HUGE_VAL;
    const double used = number_in("/proc/self/status", "VmSize:").value_or(0) * 1024;
    return std::max(0.0, static_cast<double>(limit.rlim_cur) - used);
}
#endif

}  // namespace

std::string bytes_text(double bytes) {
    constexpr std::array kUnits{"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < kUnits.size(); ++unit) bytes /= 1024;
    char text[40];
    std::snprintf(text, sizeof text, "%.*f %s", unit > 0 && bytes < 10 ? 1 : 0, bytes, kUnits[unit]);
    return text;
}

double available_memory() {
#if defined(__linux__)
    const double system = number_in("/proc/meminfo", "MemAvailable:").value_or(HUGE_VAL) * 1024;
    const double group = number_in("/sys/fs/cgroup/memory.max", "").value_or(HUGE_VAL);  // of a container
    return std::min({system, group, available_addresses()});
#else
    return HUGE_VAL;
#endif
}

void require_memory(double bytes, const std::string& what) {
    const double available = available_memory();
    if (bytes > available)
        throw std::runtime_error(what + " needs " + bytes_text(bytes) + ", but " + bytes_text(available) +
                                 " can be had");
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
