// SPDX-License-Identifier: MIT
#include "viz/cli/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/grid_sample.h"
#include "viz/cli/help.h"
#include "viz/cli/options.h"
#include "viz/cli/values.h"
#include "viz/model/file_spec.h"
#include "viz/model/scene.h"
#include "viz/model/theta.h"

namespace viz {
namespace {

void require_ending(const std::string& option, const std::string& file, const std::vector<std::string>& endings) {
    const bool fits =
        std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) { return file.ends_with(ending); });
    if (!fits) throw UsageError(fmt::format("{} is {}, but must end in {}", option, file, fmt::join(endings, " or ")));
}

void require_output(const CommandLine& line, const std::vector<std::string>& endings) {
    if (line.output.empty()) throw UsageError(fmt::format("{} needs --output with the file to write", name(line.task)));
    require_ending("--output", line.output, endings);
}

/// Whether two names lead to one file, which need not exist yet.
bool is_same_file(const std::string& a, const std::string& b) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path place_a = fs::weakly_canonical(fs::absolute(a, error), error);
    if (error) return a == b;
    const fs::path place_b = fs::weakly_canonical(fs::absolute(b, error), error);
    return error ? a == b : place_a == place_b;
}

void check_gradients(const CommandLine& line) {
    if (line.grad_output.empty())
        throw UsageError("grad needs --grad-output with the gradient with respect to the output");
    if (line.grad_input.empty() && line.grad_grid.empty())
        throw UsageError("grad needs --grad-input, --grad-grid or both with the file to write");
    if (!line.grad_input.empty()) require_ending("--grad-input", line.grad_input, {".npy"});
    if (!line.grad_grid.empty()) require_ending("--grad-grid", line.grad_grid, {".npy"});
    if (is_same_file(line.grad_input, line.grad_grid))
        throw UsageError(fmt::format("--grad-input and --grad-grid are both {}: give two files", line.grad_grid));
}

/// What comes in by standard input comes once.
void check_standard_input(const CommandLine& line) {
    std::vector<std::string> names = line.files;
    for (const auto& option : {line.scene, line.input, line.grid}) names.push_back(option.value_or(""));
    names.push_back(line.grad_output);
    if (std::count_if(names.begin(), names.end(), reads_standard_input) > 1)
        throw UsageError("two files are to be read from standard input: give the other one by its name");
}

/// What the options cannot tell one by one.
void check_together(const CommandLine& line) {
    check_standard_input(line);
    if (line.cell && line.point) throw UsageError("--at and --query name two different points: give one of them");
    if (line.scene && line.lesson) throw UsageError("--scene and --lesson name two different scenes: give one of them");
    if (line.lesson) {
        std::vector<std::string> known;
        for (const BuiltinScene& scene : builtin_scenes()) known.push_back(scene.name);
        if (std::find(known.begin(), known.end(), *line.lesson) == known.end())
            throw UsageError(fmt::format("--lesson is '{}', but must be one of {}", *line.lesson, listed(known)));
    }
    if (line.task == Task::sample) require_output(line, {".npy"});
    if (line.task == Task::grad) check_gradients(line);
    if (line.task == Task::export_picture) require_output(line, {".png", ".svg"});
    const auto pixels = static_cast<float>(std::max(line.size.width, line.size.height)) * line.size.scale;
    if (pixels > static_cast<float>(kLargestPicture))
        throw UsageError(fmt::format("--size times --scale is {} pixels, but {} is the most", pixels, kLargestPicture));
}

/// Whether a word that is no command can only be meant as a file.
bool looks_like_file(const std::string& word) {
    return word.find_first_of("./?\\") != std::string::npos || word.starts_with(kThetaPrefix);
}

/// Which command the arguments name; without one it is view. Removes its name.
Task take_task(std::vector<std::string>& arguments) {
    if (arguments.empty() || arguments[0].starts_with('-')) return Task::view;
    std::vector<std::string> known;
    for (const Task task : kTasks) {
        if (arguments[0] == name(task)) {
            arguments.erase(arguments.begin());
            return task;
        }
        known.emplace_back(name(task));
    }
    if (looks_like_file(arguments[0]) || file_exists(arguments[0])) return Task::view;
    throw UsageError(fmt::format("there is no command '{}', nor a file of that name; the nearest is {}, and all are {}",
                                 arguments[0], nearest_word(arguments[0], known), listed(known)));
}

}  // namespace

gs::Device preferred_device() {
    return gs::unavailable_reason(gs::Device::cuda).empty() ? gs::Device::cuda : gs::Device::cpu;
}

CommandLine parse_command_line(std::vector<std::string> arguments) {
    CommandLine line;
    if (!arguments.empty()) {
        if (arguments[0] == "--help" || arguments[0] == "-h") line.answer = overview();
        if (arguments[0] == "--version") line.answer = version_line();
        if (line.answer) return line;
    }
    line.task = take_task(arguments);
    take_options(line, std::move(arguments));
    if (line.answer) return line;
    check_together(line);
    return line;
}

}  // namespace viz
