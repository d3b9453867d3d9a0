// SPDX-License-Identifier: MIT
// What happens in each step, in words, with the numbers of the State.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "viz/model/model.h"

namespace viz {

/// The name of step 1 .. kSteps, as the bar shows it: "query", "unnormalise", ...
std::string_view step_name(int step);

struct Narration {
    std::string title;
    std::vector<std::string> lines;  ///< at most three
};

/// The words for the State's step.
Narration narrate(const Model& model);

}  // namespace viz
