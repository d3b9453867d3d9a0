// SPDX-License-Identifier: MIT
#include "viz/cli/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/visible.h"
#include "viz/cli/help.h"
#include "viz/cli/options.h"
#include "viz/document/file_spec.h"
#include "viz/document/scene.h"
#include "viz/document/sources.h"
#include "viz/document/theta.h"
#include "viz/document/values.h"
#include "viz/pages/page.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/text/words.h"

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
void check_source(const GivenSettings& settings, const std::string& option, std::string_view kind,
                  std::span<const SourceName> names) {
    if (!settings.has(option)) return;
    const std::string text = settings.text(option);
    try {
        if (parse_named(text, names)) return;
    } catch (const std::runtime_error& error) {
        throw UsageError(fmt::format("{} is {}", option, error.what()));
    }
    if (!looks_like_file(text) && disk().absence(text) == kNoSuchFile)
        throw UsageError(fmt::format("{} is {}", option, no_source(text, kind, names)));
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
    for (const std::string& name :
         {line.scene.value_or(""), line.settings.text("--input"), line.settings.text("--grid"), line.grad_output})
        names.push_back(name);
    if (std::count_if(names.begin(), names.end(), reads_standard_input) > 1)
        throw UsageError("two files are to be read from standard input: give the other one by its name");
}

std::vector<std::string> lessons() {
    std::vector<std::string> names;
    for (const BuiltinScene& scene : builtin_scenes()) names.push_back(scene.name);
    return names;
}

std::vector<std::string> page_names() {
    std::vector<std::string> names;
    for (const Page* page : pages()) names.emplace_back(page->name());
    return names;
}

std::vector<std::string> language_codes() {
    std::vector<std::string> codes;
    for (const Language& language : languages()) codes.emplace_back(language.code);
    return codes;
}

/// Refuses a name that is none of those that there are.
void check_word(const std::string& option, const std::string& word, const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), word) == known.end())
        throw UsageError(fmt::format("{} is '{}', but must be one of {}", option, shown(word), listed(known)));
}

/// What the options cannot tell one by one.
void check_together(const CommandLine& line) {
    check_standard_input(line);
    if (line.settings.has("--at") && line.settings.has("--query"))
        throw UsageError("--at and --query name two different points: give one of them");
    if (line.scene && line.lesson) throw UsageError("--scene and --lesson name two different scenes: give one of them");
    if (line.lesson) check_word("--lesson", *line.lesson, lessons());
    if (line.settings.has("--page")) check_word("--page", line.settings.text("--page"), page_names());
    if (line.settings.has("--language")) check_word("--language", line.settings.text("--language"), language_codes());
    if (line.scene) check_scene(*line.scene);
    check_source(line.settings, "--input", "input", input_names());
    check_source(line.settings, "--grid", "grid", grid_names());
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
