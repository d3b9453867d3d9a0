// SPDX-License-Identifier: MIT
// What happens in each step, in words, with the numbers of the State.
#pragma once

#include <string>
#include <vector>

#include "viz/model/model.h"
#include "viz/text/steps.h"
#include "viz/text/words.h"

namespace viz {

/// The name of step 1 .. kSteps, as the bar shows it: "query", "unnormalise", ...
std::string step_name(const Words& words, int step);

struct Narration {
    std::string title;
    std::vector<std::string> lines;  ///< at most three
    bool has_sides = false;          ///< the first line is about True, the second one about False
};

/// The words for the State's step.
Narration narrate(const Model& model, const StepFacts& facts);
inline Narration narrate(const Model& model) {
    return narrate(model, step_facts(model));
}

}  // namespace viz
