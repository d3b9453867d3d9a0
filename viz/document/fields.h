// SPDX-License-Identifier: MIT
// The one table of settings. Scene files, the command line's options with their help, what a setting may be, and what
// has to be computed anew when one changes all follow from it. A new setting is a member in state.h and a row in
// fields.cpp.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "viz/document/state.h"

namespace viz {

/// What has to be made anew when a setting changes; each includes those before it.
enum class Remakes { nothing, picture, trace, output, grid, input };

/// Which commands have an option, and where in their help it stands.
enum class OptionGroup {
    data,       ///< what is sampled, and how
    execution,  ///< by what it is computed
    query,      ///< which sample is looked at
    look,       ///< what its picture shows
    language    ///< in which it is put into words
};

/// An option of the command line that gives a setting its value.
struct FieldOption {
    std::string name;   ///< "--mode"
    OptionGroup group;  ///< of the help
    std::string value;  ///< what stands for the value in the help: "bilinear|nearest|bicubic"
    std::string help;   ///< what the option is for
    std::string usual;  ///< what holds without it; empty where the help says all
    /// Throws UsageError, in one sentence that starts with the name, where the text is no value that there may be.
    std::function<void(State& state, const std::string& text)> set;
};

/// A setting, whatever its type is.
struct Field {
    std::string key;  ///< in scene files
    Remakes remakes;
    bool is_of_sample;  ///< whether another value makes it another sample, which a note no longer speaks of
    std::function<bool(const State& a, const State& b)> equal;
    std::function<void(const State& from, State& to)> copy;
    std::function<nlohmann::ordered_json(const State& state)> write;
    /// Throws std::runtime_error, in one sentence that starts with the key, where the JSON is no value that there may
    /// be.
    std::function<void(State& state, const nlohmann::ordered_json& given)> read;
    std::vector<FieldOption> options;  ///< none for what only the window and scenes set
};

/// All settings, in the order in which scene files and the help have them.
const std::vector<Field>& fields();

/// The option of that name; nullptr when no setting has it.
const FieldOption* find_option(std::string_view name);

/// What has to be made anew to come from one State to the other.
Remakes what_changes(const State& from, const State& to);

/// The State `onto` with those settings of `to` that differ from `from`.
State with_changes(const State& from, const State& to, State onto);

/// Whether both look at the same sample, however they show it.
bool shows_the_same(const State& a, const State& b);

/// The device that "auto" stands for: CUDA where it can be used.
gs::Device preferred_device();

}  // namespace viz
