// SPDX-License-Identifier: MIT
#include "viz/platform/memory_limit.h"

#include <unistd.h>

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>

namespace viz {
namespace {

/// Linux knows what programs could get without swapping, caches given up included; elsewhere all memory counts.
int64_t available_bytes() {
    std::ifstream file("/proc/meminfo");
    std::string name;
    for (int64_t kilobytes = 0; file >> name >> kilobytes;) {
        if (name == "MemAvailable:") return kilobytes * 1024;
        file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
}

}  // namespace

std::optional<int64_t> parse_bytes(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit = text.substr(static_cast<size_t>(end - text.data()));
    constexpr std::string_view kUnits = "KMGT";
    double factor = 1;
    if (!unit.empty()) {
        const size_t place = kUnits.find(unit.front());
        factor = place < kUnits.size() ? std::exp2(10.0 * static_cast<double>(place + 1)) : 0;
    }
    constexpr double kMost = 0x1p62;
    if (error != std::errc() || unit.size() > 1 || !(number * factor >= 1 && number * factor <= kMost))
        return std::nullopt;
    return static_cast<int64_t>(number * factor);
}

int64_t default_memory() {
    return available_bytes() / 2;
}

}  // namespace viz
