// SPDX-License-Identifier: MIT
// What a step computes, as formulas with their numbers.
#pragma once

#include <string>
#include <vector>

#include "viz/model/model.h"

namespace viz {

/// A number in so many significant digits, three at most from 10 000 on, with a true minus sign.
std::string in_digits(double value, int digits);

/// "x = (0.7143 + 1) / 2 × (4 − 1) = 2.5715": how the grid value along an axis becomes a pixel position.
std::string unnormalize_formula(const AxisTrace& axis, bool align_corners, std::string_view letter, int digits);

/// Whether there is no pixel that could be read: a grid value that is NaN, infinite or huge, under zeros.
bool is_nowhere(const Trace& trace);

/// Whether a tap is left out of the sum: beyond the rim under border and reflection, where its weight is 0.
bool is_unread(const Trace& trace, const TapTrace& tap);

/// The one or two lines of a step under one convention, with numbers in `digits` significant digits. Empty for what is
/// better drawn tap by tap: the weights, values and products of a few taps.
std::vector<std::string> step_formulas(const Model& model, const Trace& trace, int digits);

}  // namespace viz
