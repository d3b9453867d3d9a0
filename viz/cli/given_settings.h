// SPDX-License-Identifier: MIT
// Which settings the command line names, and what it says of them.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "viz/document/state.h"

namespace viz {

/// The options of the field table (viz/document/fields.h) that were given, each with its text, which is one that may
/// be.
class GivenSettings {
public:
    /// The last one counts when an option is given again. Throws UsageError where the text is no value of it.
    void give(const std::string& option, const std::string& text);

    bool has(std::string_view option) const { return texts_.contains(option); }
    /// Empty where it was not given.
    std::string text(std::string_view option) const { return has(option) ? texts_.find(option)->second : ""; }

    /// Gives the State what was given, in the table's order.
    void apply(State& state) const;

private:
    std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace viz
