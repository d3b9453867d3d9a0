// SPDX-License-Identifier: MIT
// The options of each task, and what becomes of their values.
#pragma once

#include <string>
#include <vector>

#include "viz/cli/command_line.h"

namespace viz {

/// Takes the arguments of the line's task apart and puts the values of its options, and the files that are left over,
/// into the line; an answer where help is asked for. Throws UsageError for what makes no sense.
void take_options(CommandLine& line, std::vector<std::string> arguments);

}  // namespace viz
