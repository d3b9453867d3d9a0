// SPDX-License-Identifier: MIT
// What the program says beside its answer.
#pragma once

#include <string>

#include "viz/document/source.h"

namespace viz {

/// Prints "gridscope: sentence" to stderr, as one line whatever a file's name or contents brought into it.
void say(const std::string& sentence);

/// Says what was converted, guessed or left out when `name` was read.
void say_notes(const std::string& name, const SourceFacts& facts);

}  // namespace viz
