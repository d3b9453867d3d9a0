// SPDX-License-Identifier: MIT
// Files that are named without an option: `gridscope photo.png`, `gridscope x.npy grid.npy`.
#pragma once

#include "core/work.h"
#include "viz/cli/command_line.h"

namespace viz {

/// The line with its files where they belong, told by their content: a scene, an input (an image or an array) and a
/// grid. Of two arrays the second is the grid, unless only the first can be one: floating-point numbers of which the
/// last axis has size 2 (3 for volumes). Beside an input that is given otherwise, an array is the grid. Throws
/// std::runtime_error for a file that cannot be read, and UsageError where there is more than one of a kind.
CommandLine with_files(CommandLine line, const gs::Work& work);

}  // namespace viz
