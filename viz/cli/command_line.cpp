// SPDX-License-Identifier: MIT
#include "viz/cli/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/grid_sample.h"
#include "core/visible.h"
#include "viz/cli/help.h"
#include "viz/cli/options.h"
#include "viz/cli/values.h"
#include "viz/document/file_spec.h"
#include "viz/document/scene.h"
#include "viz/document/sources.h"
#include "viz/document/theta.h"
#include "viz/platform/desktop/disk_files.h"

namespace viz {
namespace {

void require_ending(const std::string& option, const std::string& file, const std::vector<std::string>& endings) {
    // Devices and open files cannot be called otherwise; that does where there is one format only.
    if (endings.size() == 1 && file.starts_with("/dev/")) return;
    const bool fits =
        std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) { return file.ends_with(ending); });
    if (!fits)
        throw UsageError(
            fmt::format("{} is {}, but must end in {}", option, gs::visible(file), fmt::join(endings, " or ")));
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
        throw UsageError(
            fmt::format("--grad-input and --grad-grid are both {}: give two files", gs::visible(line.grad_grid)));
}

void check_size(const PictureSize& size) {
    const float pixels = static_cast<float>(std::max(size.width, size.height)) * size.scale;
    constexpr int64_t kMost = kPictureWidthLimits.most;
    if (pixels > static_cast<float>(kMost))
        throw UsageError(fmt::format("--size times --scale is {} pixels, but {} is the most", pixels, kMost));
}

/// Whether a word can only be meant as a file.
bool looks_like_file(const std::string& word) {
    return word.find_first_of("./?\\") != std::string::npos || word.starts_with(kThetaPrefix);
}

/// Refuses a built-in name whose sizes are none, and a word that is neither a name nor a file, nor looks like one.
void check_source(const std::string& option, const std::optional<std::string>& text, std::string_view kind,
                  std::span<const SourceName> names) {
    if (!text) return;
    try {
        if (parse_named(*text, names)) return;
    } catch (const std::runtime_error& error) {
        throw UsageError(fmt::format("{} is {}", option, error.what()));
    }
    if (!looks_like_file(*text) && disk().absence(*text) == kNoSuchFile)
        throw UsageError(fmt::format("{} is {}", option, no_source(*text, kind, names)));
}

/// Refuses a scene that is neither built in nor a file, nor looks like one.
void check_scene(const std::string& text) {
    try {
        if (!looks_like_file(text) && disk().absence(text) == kNoSuchFile) builtin_scene(text);
    } catch (const std::runtime_error& error) {
        throw UsageError(fmt::format("--scene is {}", error.what()));
    }
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
            throw UsageError(
                fmt::format("--lesson is '{}', but must be one of {}", shown(*line.lesson), listed(known)));
    }
    if (line.scene) check_scene(*line.scene);
    check_source("--input", line.input, "input", input_names());
    check_source("--grid", line.grid, "grid", grid_names());
    if (line.task == Task::sample) require_output(line, {".npy"});
    if (line.task == Task::grad) check_gradients(line);
    if (line.task == Task::export_picture) require_output(line, {".png", ".svg"});
    check_size(line.size);
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
    if (looks_like_file(arguments[0]) || file_exists(arguments[0], disk())) return Task::view;
    throw UsageError(fmt::format("there is no command '{}', nor a file of that name; the nearest is {}, and all are {}",
                                 shown(arguments[0]), nearest_word(arguments[0], known), listed(known)));
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
