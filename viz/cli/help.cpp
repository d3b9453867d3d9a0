// SPDX-License-Identifier: MIT
#include "viz/cli/help.h"

#include <fmt/core.h>

#include "viz/document/scene.h"
#include "viz/document/sources.h"

namespace viz {

std::string version_line() {
    return "gridscope " GRIDSCOPE_VERSION "\n";
}

std::string_view purpose(Task task) {
    switch (task) {
        case Task::sample: return "run grid_sample on whole tensors and write the output as .npy";
        case Task::grad: return "run the backward of grid_sample and write the gradients as .npy";
        case Task::explain: return "show one sample with every intermediate value, as text or JSON";
        case Task::export_picture: return "write the picture of one sample as PNG or SVG; needs no display";
        case Task::bench: return "measure how fast this machine samples, and how near its memory's limit that is";
        case Task::info: return "say what is in files, or what this build is and can use";
        case Task::view: break;
    }
    return "open the window (the default command)";
}

std::string overview() {
    std::string text =
        "gridscope makes PyTorch's grid_sample visible.\n\n"
        "Usage: gridscope [COMMAND] [FILE...] [OPTIONS]\n\nCommands:\n";
    for (const Task task : kTasks) text += fmt::format("  {:<9} {}\n", name(task), purpose(task));
    return text +
           "\nFILE is told by its content: a scene, an image or an array is shown or taken as input, a second array as "
           "grid.\n"
           "\nOptions:\n"
           "  --help     this text; after a command: that command's options\n"
           "  --version  the version\n\n"
           "Exit codes: 0 done, 1 it could not be done, 2 the command line is misused.\n";
}

std::string names_help() {
    const auto lines = [](const std::string& heading, std::span<const SourceName> names) {
        std::string text = heading;
        for (const auto& [source, meaning] : names) text += fmt::format("  {:<10}{}\n", source, meaning);
        return text;
    };
    std::string text = lines(
                           "Files that are named without an option are told by their content: a scene, an input, and "
                           "of two arrays\nthe second, or the one whose last axis has size 2 (3 for volumes), as "
                           "grid.\n\nInputs (with sizes: ramp:4x5 has height 4 and width 5):\n",
                           input_names()) +
                       lines("\nGrids (with sizes, or as large as the input without):\n", grid_names()) + "\nScenes:";
    for (const auto& [scene, state] : builtin_scenes()) text += fmt::format("\n  {:<14}{}", scene, state.title);
    return text;
}

}  // namespace viz
