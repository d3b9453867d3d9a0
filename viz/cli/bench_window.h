// SPDX-License-Identifier: MIT
// gridscope bench --window: how long a user waits for the window's frames, with large data and with none.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace viz {

/// What was timed, one number for each frame or each time that something was done.
struct FrameTimes {
    std::vector<double> ms;
    std::optional<double> peak_tensors;  ///< the most memory meanwhile, in sizes of the tensor that is opened
};

/// What is done with the window, and how long it may take.
struct Scenario {
    std::string_view name, meaning;
    enum class Goal { percentile_95, longest, median } goal;
    std::optional<double> goal_ms;  ///< 0: nothing measurable; nothing: there is no goal
    int starts;                     ///< in a process of its own each
    FrameTimes (*run)();
};

std::span<const Scenario> scenarios();

/// The scenarios that --case names: one, or all. Throws UsageError.
std::vector<Scenario> chosen_scenarios(const std::string& option, const std::string& name);

/// One scenario, timed.
struct ScenarioReport {
    Scenario scenario;
    int frames;
    double median_ms, percentile_95_ms, longest_ms;
    std::optional<double> peak_tensors;

    /// What the goal is about.
    double judged_ms() const;
};

ScenarioReport report_of(const Scenario& scenario, const FrameTimes& times);

/// Draws off screen, each scenario in a process of its own; shows how far it is on stderr if that is a terminal. Throws
/// std::runtime_error where there is no OpenGL.
std::vector<ScenarioReport> run_window_bench(std::span<const Scenario> chosen);

std::string window_bench_text(std::span<const ScenarioReport> reports);
std::string window_bench_json(std::span<const ScenarioReport> reports);

}  // namespace viz
