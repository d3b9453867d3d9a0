// SPDX-License-Identifier: MIT
// The options of each task, and what becomes of their values.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "viz/cli/command_line.h"

namespace viz {

inline constexpr int kLargestPicture = 16384;  // pixels along a side: what OpenGL can be relied on to draw at once

/// Whether the task is about an input and a grid.
bool takes_data(Task task);

/// Adds the options that the line's task has, in the order in which its help lists them. Parsing puts their values into
/// `line`, which has to live as long, and throws UsageError for those that make no sense.
void add_options(CLI::App& app, CommandLine& line);

}  // namespace viz
