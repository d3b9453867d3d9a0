// SPDX-License-Identifier: MIT
// Words of the command line as values. Whatever is misspelt throws UsageError in one sentence.
#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "viz/document/limits.h"

namespace viz {

/// The command line is misused: exit code 2.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// "a, b and c".
std::string listed(const std::vector<std::string>& words);

/// The candidate that takes the fewest insertions, deletions and replacements to become `word`.
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

/// What was typed, in a sentence about it.
std::string shown(std::string_view word);

/// A whole number within the limits.
int64_t parse_integer(const std::string& option, std::string_view text, const Limits<int64_t>& limits);

/// Any float64, "nan" and "inf" among them; what is too large or too small for one is refused.
double parse_double(const std::string& option, std::string_view text);

/// The parts of a text between commas or whatever `separator` is, without the spaces around them.
std::vector<std::string_view> split(std::string_view text, char separator);

/// One of the choices, by its name().
template <class Choice, size_t count>
Choice parse_choice(const std::string& option, std::string_view text, const std::array<Choice, count>& choices) {
    std::vector<std::string> names;
    for (const Choice choice : choices) {
        if (text == name(choice)) return choice;
        names.emplace_back(name(choice));
    }
    throw UsageError(option + " is '" + shown(text) + "', but must be one of " + listed(names));
}

}  // namespace viz
