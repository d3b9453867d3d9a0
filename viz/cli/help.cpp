// SPDX-License-Identifier: MIT
#include "viz/cli/help.h"

#include <fmt/format.h>

#include "viz/model/scene.h"
#include "viz/model/sources.h"

namespace viz {

std::string version_line() {
    return "gridscope " GRIDSCOPE_VERSION "\n";
}

std::string_view purpose(Command command) {
    switch (command) {
        case Command::sample: return "run grid_sample on whole tensors and write the output as .npy";
        case Command::grad: return "run the backward of grid_sample and write the gradients as .npy";
        case Command::explain: return "show one sample with every intermediate value, as text or JSON";
        case Command::export_picture: return "write the picture of one sample as PNG or SVG; needs no display";
        case Command::bench: return "measure how fast this machine samples, and how near its memory's limit that is";
        case Command::info: return "say what this build is and what it can use";
        case Command::view: break;
    }
    return "open the window (the default command)";
}

std::string overview() {
    std::string text =
        "gridscope makes PyTorch's grid_sample visible.\n\n"
        "Usage: gridscope [COMMAND] [OPTIONS]\n\nCommands:\n";
    for (const Command command : kCommands) text += fmt::format("  {:<9} {}\n", name(command), purpose(command));
    return text +
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
    std::string text = lines("Inputs (with sizes: ramp:4x5 has height 4 and width 5):\n", input_names()) +
                       lines("\nGrids (with sizes, or as large as the input without):\n", grid_names()) + "\nScenes:";
    for (const auto& [scene, state] : builtin_scenes()) text += fmt::format("\n  {:<14}{}", scene, state.title);
    return text;
}

}  // namespace viz
