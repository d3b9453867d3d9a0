// SPDX-License-Identifier: MIT
// The window's times, as a table and as JSON.
#include <fmt/core.h>

#include <algorithm>

#include "viz/cli/bench_window.h"
#include "viz/document/json.h"

namespace viz {
namespace {

constexpr const char* kWindowFootnote =
    "\nA window of 1280 x 800 pixels in the light theme, off screen, by the OpenGL that\n"
    "needs no display; a frame ends when its pixels are there.\n";

/// "95 % within 16.6".
std::string goal_text(const Scenario& scenario) {
    const std::string goal = fmt::format("within {:.4g}", *scenario.goal_ms);
    switch (scenario.goal) {
        case Scenario::Goal::percentile_95: return "95 % " + goal;
        case Scenario::Goal::longest: return "longest " + goal;
        case Scenario::Goal::median: break;
    }
    return "median " + goal;
}

bool is_reached(const ScenarioReport& report) {
    constexpr double kNothing = 0.5;  // ms: what the clocks themselves take
    return report.judged_ms() <= std::max(*report.scenario.goal_ms, kNothing);
}

}  // namespace

double ScenarioReport::judged_ms() const {
    switch (scenario.goal) {
        case Scenario::Goal::percentile_95: return percentile_95_ms;
        case Scenario::Goal::longest: return longest_ms;
        case Scenario::Goal::median: break;
    }
    return median_ms;
}

ScenarioReport report_of(const Scenario& scenario, const FrameTimes& times) {
    std::vector<double> ms = times.ms;
    std::ranges::sort(ms);
    const auto at = [&](double share) { return ms[static_cast<size_t>(share * static_cast<double>(ms.size() - 1))]; };
    return {scenario, static_cast<int>(ms.size()), at(0.5), at(0.95), ms.back(), times.peak_tensors};
}

std::string window_bench_text(std::span<const ScenarioReport> reports) {
    std::string text = fmt::format("gridscope {}\n\n{:<22}{:>11}{:>10}{:>12}{:>8}   goal\n", GRIDSCOPE_VERSION, "",
                                   "median ms", "95 % ms", "longest ms", "frames");
    for (const ScenarioReport& report : reports) {
        text += fmt::format("{:<22}{:>11.2f}{:>10.2f}{:>12.2f}{:>8}", report.scenario.name, report.median_ms,
                            report.percentile_95_ms, report.longest_ms, report.frames);
        if (report.scenario.goal_ms)
            text += fmt::format("   {}: {}", goal_text(report.scenario), is_reached(report) ? "reached" : "missed");
        text += fmt::format("\n  {}\n", report.scenario.meaning);
        if (report.peak_tensors)
            text += fmt::format("  with a peak of {:.2f} times the tensor's memory\n", *report.peak_tensors);
    }
    return text + kWindowFootnote;
}

std::string window_bench_json(std::span<const ScenarioReport> reports) {
    Json list = Json::array();
    for (const ScenarioReport& report : reports) {
        Json entry{{"scenario", report.scenario.name},
                   {"median_ms", report.median_ms},
                   {"p95_ms", report.percentile_95_ms},
                   {"longest_ms", report.longest_ms},
                   {"frames", report.frames}};
        if (report.peak_tensors) entry["peak_tensors"] = *report.peak_tensors;
        list.push_back(std::move(entry));
    }
    return list.dump(2) + "\n";
}

}  // namespace viz
