// SPDX-License-Identifier: MIT
// What --help and --version say.
#pragma once

#include <string>

#include "viz/cli/command_line.h"

namespace viz {

/// "gridscope 0.1.0".
std::string version_line();

/// One line on what a command does.
std::string_view purpose(Task task);

/// The help of the program as a whole.
std::string overview();

/// What stands below the options of a command that samples: the built-in inputs, grids and scenes.
std::string names_help();

}  // namespace viz
