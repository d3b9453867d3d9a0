// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/memory_limit.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <stdexcept>

#include "core/memory.h"

namespace viz {
namespace {

constexpr int64_t kAll = std::numeric_limits<int64_t>::max();

/// The number behind a name in a file of such pairs; nothing where it is not there.
std::optional<int64_t> number_behind(const std::filesystem::path& path, std::string_view wanted) {
    std::ifstream file(path);
    std::string name;
    for (int64_t number = 0; file >> name >> number; file.ignore(kAll, '\n'))
        if (name == wanted) return number;
    return std::nullopt;
}

/// The number that a file consists of; nothing where it is none, such as "max".
std::optional<int64_t> number_in(const std::filesystem::path& path) {
    std::ifstream file(path);
    int64_t number = 0;
    return file >> number ? std::optional(number) : std::nullopt;
}

/// What the control groups (version 2) that the program is in, one within the other, still allow. Pages of files that
/// nobody uses at the moment are given up first.
int64_t left_by_groups(const std::filesystem::path& root) {
    constexpr std::string_view kVersion2 = "0::/";
    std::ifstream file(root / "proc/self/cgroup");
    std::string line;
    while (std::getline(file, line) && !line.starts_with(kVersion2)) {
    }
    if (!line.starts_with(kVersion2)) return kAll;
    const std::filesystem::path top = root / "sys/fs/cgroup";
    int64_t left = kAll;
    for (std::filesystem::path group = top / line.substr(kVersion2.size());; group = group.parent_path()) {
        const auto most = number_in(group / "memory.max"), taken = number_in(group / "memory.current");
        const int64_t unused = number_behind(group / "memory.stat", "inactive_file").value_or(0);
        if (most && taken) left = std::min(left, *most - (*taken - unused));
        if (group == top || !group.has_relative_path()) return left;
    }
}

/// What `ulimit -v` leaves of the address space.
int64_t left_of_addresses(const std::filesystem::path& root) {
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return kAll;
    const int64_t pages = number_in(root / "proc/self/statm").value_or(0);
    return static_cast<int64_t>(limit.rlim_cur) - pages * sysconf(_SC_PAGESIZE);
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

int64_t available_memory(const std::filesystem::path& root) {
    // Linux knows what programs could get without swapping, caches given up included; elsewhere all memory counts.
    const auto free_kilobytes = number_behind(root / "proc/meminfo", "MemAvailable:");
    const int64_t free =
        free_kilobytes ? *free_kilobytes * 1024 : static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
    return std::max<int64_t>(std::min({free, left_by_groups(root), left_of_addresses(root)}), 0);
}

int64_t default_memory() {
    return available_memory() / 2;
}

void require_available(double bytes, const std::string& what) {
    const auto available = static_cast<double>(available_memory());
    if (bytes > available)
        throw std::runtime_error(what + " needs " + gs::bytes_text(bytes) + ", but " + gs::bytes_text(available) +
                                 " can be had");
}

}  // namespace viz
