// SPDX-License-Identifier: MIT
// What was measured, as a table and as JSON.
#include <fmt/core.h>

#include "core/grid_sample.h"
#include "viz/cli/bench.h"
#include "viz/document/json.h"

namespace viz {
namespace {

constexpr const char* kFootnote =
    "\nEach result was checked against gridscope's own traces before it was timed.\n"
    "GB/s: every tensor counted once. Of the floor: the time that copying as many\n"
    "bytes takes, over the median; what fits into the caches may exceed 100 %.\n";

std::string operation(const Measurement& measured) {
    return fmt::format("{} {}", measured.is_backward ? "backward" : "forward", name(measured.options.mode));
}

std::string row(const Measurement& measured) {
    const Timing& timing = measured.timing;
    const std::string floor =
        measured.floor_ms ? fmt::format("{:.0f} %", 100 * *measured.floor_ms / timing.median_ms) : "-";
    const std::string threads = measured.threads > 0 ? std::to_string(measured.threads) : "-";
    return fmt::format("  {:<18} {:>6} {:>8} {:>11.3f} {:>11.3f} {:>8.1f} {:>13}\n", operation(measured),
                       name(measured.device), threads, timing.median_ms, timing.least_ms, measured.gigabytes_per_s(),
                       floor);
}

Json sizes(const gs::Sizes& sizes) {
    return std::vector<int64_t>(sizes.begin(), sizes.end());
}

Json number_or_null(const std::optional<double>& number) {
    return number ? Json(*number) : Json();
}

Json result(const Measurement& measured) {
    const Timing& timing = measured.timing;
    std::optional<double> share;
    if (measured.floor_ms) share = *measured.floor_ms / timing.median_ms;
    return {{"case", measured.bench_case.name},
            {"description", measured.bench_case.text()},
            {"input", sizes(measured.bench_case.input)},
            {"grid", sizes(measured.bench_case.grid())},
            {"output", sizes(measured.bench_case.input)},
            {"operation", measured.is_backward ? "backward" : "forward"},
            {"mode", name(measured.options.mode)},
            {"padding", name(measured.options.padding)},
            {"align_corners", measured.options.align_corners},
            {"device", name(measured.device)},
            {"threads", measured.threads > 0 ? Json(measured.threads) : Json()},
            {"correct", true},  // otherwise there would be no report
            {"runs", timing.runs},
            {"median_ms", timing.median_ms},
            {"min_ms", timing.least_ms},
            {"bytes", measured.bytes},
            {"gb_per_s", measured.gigabytes_per_s()},
            {"floor_ms", number_or_null(measured.floor_ms)},
            {"floor_share", number_or_null(share)}};
}

}  // namespace

std::string bench_text(const BenchReport& report) {
    std::string text = fmt::format("gridscope {}, SIMD {}\n", GRIDSCOPE_VERSION, name(gs::simd_isa()));
    for (const auto& [threads, bytes_per_s] : report.bandwidths)
        text += fmt::format("copying memory: {:.1f} GB/s with {} thread{}\n", bytes_per_s * 1e-9, threads,
                            threads == 1 ? "" : "s");
    std::string_view last;
    for (const Measurement& measured : report.measurements) {
        if (measured.bench_case.name != last) {
            text += fmt::format("\n{}  {}\n  {:<18} {:>6} {:>8} {:>11} {:>11} {:>8} {:>13}\n", measured.bench_case.name,
                                measured.bench_case.text(), "", "device", "threads", "median ms", "min ms", "GB/s",
                                "of the floor");
            last = measured.bench_case.name;
        }
        text += row(measured);
    }
    return text + kFootnote;
}

std::string bench_json(const BenchReport& report) {
    Json bandwidths = Json::array(), results = Json::array();
    for (const auto& [threads, bytes_per_s] : report.bandwidths)
        bandwidths.push_back({{"threads", threads}, {"gb_per_s", bytes_per_s * 1e-9}});
    for (const Measurement& measured : report.measurements) results.push_back(result(measured));
    const Json json{{"version", GRIDSCOPE_VERSION},
                    {"simd", name(gs::simd_isa())},
                    {"copy_bandwidth", bandwidths},
                    {"results", results}};
    return json.dump(2) + "\n";
}

}  // namespace viz
