// SPDX-License-Identifier: MIT
// What a step computes, as formulas with their numbers.
#pragma once

#include <string>
#include <vector>

#include "viz/model/model.h"
#include "viz/text/steps.h"
#include "viz/text/words.h"

namespace viz {

/// A number in so many significant digits, three at most from 10 000 on, with a true minus sign.
std::string in_digits(double value, int digits);

/// "x = (0.7143 + 1) / 2 × (4 − 1) = 2.5715": how the grid value along an axis becomes a pixel position.
std::string unnormalize_formula(const AxisFacts& axis, bool align_corners, const Words& words, int digits);

/// The one or two lines of a step under one convention, with numbers in `digits` significant digits. Empty for what is
/// better drawn tap by tap: the weights, values and products of a few taps.
std::vector<std::string> step_formulas(const Model& model, const SideFacts& side, int digits);

}  // namespace viz
