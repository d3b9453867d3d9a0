// SPDX-License-Identifier: MIT
// The command line taken apart, but not yet acted on.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viz/cli/given_settings.h"
#include "viz/document/values.h"
#include "viz/pages/picture.h"
#include "viz/text/explain.h"

namespace viz {

/// What the program is to do.
enum class Task { view, sample, grad, explain, export_picture, bench, info };

inline constexpr std::array kTasks{Task::view,           Task::sample, Task::grad, Task::explain,
                                   Task::export_picture, Task::bench,  Task::info};

/// The command of that name.
constexpr std::string_view name(Task task) {
    constexpr std::array<std::string_view, 7> names{"view", "sample", "grad", "explain", "export", "bench", "info"};
    return names[static_cast<size_t>(task)];
}

enum class Format { text, json };

inline constexpr std::array kFormats{Format::text, Format::json};

constexpr std::string_view name(Format format) {
    constexpr std::array<std::string_view, 2> names{"text", "json"};
    return names[static_cast<size_t>(format)];
}

/// What the user asked for. Options that were not given hold nothing, or their default.
struct CommandLine {
    Task task = Task::view;
    /// To be printed instead of doing anything: the answer to --help or --version.
    std::optional<std::string> answer;

    std::vector<std::string> files;  ///< named without an option; what they are is told by their content (files.h)

    // What the State is: a scene, and the settings that are to be others in it.
    std::optional<std::string> scene;   ///< a built-in name or a file
    std::optional<std::string> lesson;  ///< a built-in scene to be stepped through
    GivenSettings settings;

    ShownConvention align_corners;  ///< nothing: both for explain, view and export; sample and grad have false
    std::optional<int> threads;     ///< nothing or 0: one per processor
    std::optional<int64_t> memory;  ///< bytes; nothing: half of what is free

    std::string bench_case = "all";  ///< of bench: a name, or all
    bool times_window = false;       ///< of bench: the window's frames, in place of sampling

    // What becomes of it.
    std::string output;
    std::string grad_output, grad_input, grad_grid;  ///< files of grad: one to read, and one or two to write
    Format format = Format::text;
    PictureSize size;
    bool reports = false;
};

/// Takes the arguments after the program's name apart. Throws UsageError: for options and values that there are not,
/// for built-in names with sizes that they cannot have, and for words that are neither such a name nor a file. A word
/// with one of ./?\ in it, or after "theta:", is meant as a file: that there is none is for others to find, a failure
/// and not a misuse.
CommandLine parse_command_line(std::vector<std::string> arguments);

}  // namespace viz
