// SPDX-License-Identifier: MIT
#include "viz/platform/memory_limit.h"

#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string_view>

namespace viz {
namespace {

constexpr const char* kVariable = "GRIDSCOPE_MEMORY";

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

int64_t parsed_bytes(std::string_view text) {
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
        throw std::runtime_error(
            fmt::format("{} is '{}', but must be a number of bytes, such as 8G or 512M", kVariable, text));
    return static_cast<int64_t>(number * factor);
}

}  // namespace

int64_t memory_limit() {
    const char* const text = std::getenv(kVariable);
    return text != nullptr && *text != '\0' ? parsed_bytes(text) : available_bytes() / 2;
}

std::string bytes_text(double bytes) {
    constexpr std::array kUnits{"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < kUnits.size(); ++unit) bytes /= 1024;
    return fmt::format("{:.{}f} {}", bytes, unit > 0 && bytes < 10 ? 1 : 0, kUnits[unit]);
}

void require_memory(double bytes, const std::string& what) {
    const auto limit = static_cast<double>(memory_limit());
    if (bytes <= limit) return;
    constexpr double kMebibyte = 0x1p20;
    throw std::runtime_error(
        fmt::format("needs {} for {}, but {} may be taken: {}={:.0f}M in the environment allows it", bytes_text(bytes),
                    what, bytes_text(limit), kVariable, std::ceil(bytes / kMebibyte)));
}

}  // namespace viz
