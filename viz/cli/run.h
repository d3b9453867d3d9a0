// SPDX-License-Identifier: MIT
// Carries out a command line.
#pragma once

#include "viz/cli/command_line.h"

namespace viz {

/// The State that the command line asks for: its scene, with what the options say instead.
State state_for(const CommandLine& line, const gs::Work& work = gs::Work());

/// Does what the command line asks for: prints the answer to stdout, writes the file, or opens the window. Throws
/// std::exception in one sentence when it cannot be done; nothing is written then.
void run(const CommandLine& given);

}  // namespace viz
