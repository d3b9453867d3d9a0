// SPDX-License-Identifier: MIT
// What the program says beside its answer.
#pragma once

#include <string>

namespace viz {

class Words;
struct SourceFacts;

/// Prints "gridscope: sentence" to stderr, as one line whatever a file's name or contents brought into it.
void say(const std::string& sentence);

/// Says what was found out about the file or built-in source of that name.
void say_of(const std::string& name, const std::string& note);

/// Says what was converted, guessed or left out when `name` was read.
void say_notes(const Words& words, const std::string& name, const SourceFacts& facts);

}  // namespace viz
