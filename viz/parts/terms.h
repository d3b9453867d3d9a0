// SPDX-License-Identifier: MIT
// The summands as tinted chips, which light up with their taps.
#pragma once

#include "viz/parts/parts.h"

namespace viz {

/// Formulas on a desk are rather written with fewer digits than smaller than this.
inline constexpr float kLeastDeskType = 12;

/// What is written on a tap's chip: "NW 0.2449", "NW 2", "2 × 0.2449".
enum class TermKind { weight, value, product };

/// Draws a chip for each tap (for bicubic: for each row of taps), with as many digits as fit in a size that is read
/// well: in one row, or in two where the type is large.
void draw_terms(const Stage& stage, Rect area, TermKind kind);

}  // namespace viz
