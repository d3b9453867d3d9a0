// SPDX-License-Identifier: MIT
// What a step computes, as formulas with their numbers.
#pragma once

#include <string>
#include <vector>

#include "viz/model/model.h"
#include "viz/text/steps.h"
#include "viz/text/words.h"

namespace viz {

/// How the figure writes numbers: in so many significant digits, three at most from 10 000 on, with a true minus sign.
struct FigureNumbers {
    const Words& words;
    int digits;

    std::string number(double value) const;
    std::string pair(double x, double y) const;  ///< "(0.7143, −0.7143)"
    /// "x = (0.7143 + 1) / 2 × (4 − 1) = 2.5715": how the grid value along an axis becomes a pixel position.
    std::string unnormalized(const AxisFacts& axis, bool align_corners) const;
};

/// A row or a column, with a true minus sign.
std::string index_text(int64_t index);

/// The one or two lines of a step under one convention, with numbers in `digits` significant digits. Empty for what is
/// better drawn tap by tap: the weights, values and products of a few taps.
std::vector<std::string> step_formulas(const Model& model, const SideFacts& side, int digits);

}  // namespace viz
