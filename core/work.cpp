// SPDX-License-Identifier: MIT
#include "core/work.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/memory.h"
#include "core/visible.h"

namespace gs {
namespace {

/// "a.npy: needs 380 MiB for its elements"; "the output [1, 3, 4, 4] needs 380 MiB".
std::string need_text(double bytes, const std::string& what, const std::string& origin) {
    const std::string needs = "needs " + bytes_text(bytes);
    if (what.empty()) return visible(origin) + " " + needs;
    return (origin.empty() ? "" : visible(origin) + ": ") + needs + " for " + what;
}

}  // namespace

std::optional<double> Work::fraction() const noexcept {
    const int64_t units = units_.load(std::memory_order_relaxed), done = done_.load(std::memory_order_relaxed);
    if (units <= 0) return std::nullopt;
    return std::clamp(static_cast<double>(done) / static_cast<double>(units), 0.0, 1.0);
}

void Work::check() const {
    if (is_stopped()) throw Stopped();
}

void Work::begin(int64_t units, const char* stage) const noexcept {
    stage_.store(stage, std::memory_order_relaxed);
    units_.store(0, std::memory_order_relaxed);
    done_.store(0, std::memory_order_relaxed);
    units_.store(units, std::memory_order_relaxed);
}

void Work::require_memory(double bytes, const std::string& what, const std::string& origin) const {
    const auto limit = static_cast<double>(limits_.memory);
    if (bytes <= limit) return;
    constexpr double kMebibyte = 0x1p20;
    char allowance[40];
    std::snprintf(allowance, sizeof allowance, "%.0fM", std::ceil(bytes / kMebibyte));
    throw std::runtime_error(need_text(bytes, what, origin) + ", but " + bytes_text(limit) +
                             " may be taken: --memory " + allowance + " allows it");
}

void Work::fail_for_memory(double bytes, const std::string& what, const std::string& origin) {
    throw std::runtime_error(need_text(bytes, what, origin) + ", which is more than there is");
}

}  // namespace gs
