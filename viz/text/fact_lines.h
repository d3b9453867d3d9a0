// SPDX-License-Identifier: MIT
// What was found in a source, line by line: for the window, where `gridscope info` says the same in its own way.
#pragma once

#include <string>
#include <vector>

#include "viz/model/model.h"

namespace viz {

struct FactLine {
    std::string label, text;
};

/// Name, kind, stored and read sizes and types, layout, values, scale, orientation, notes; lines without a text are
/// left out.
std::vector<FactLine> input_fact_lines(const Model& model);
std::vector<FactLine> grid_fact_lines(const Model& model);

}  // namespace viz
