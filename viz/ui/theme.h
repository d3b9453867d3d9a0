// SPDX-License-Identifier: MIT
// ImGui's widgets in the colours and measures of the figures.
#pragma once

#include "viz/document/state.h"

namespace viz {

/// Sets the current ImGui style; `unit` is the size of a design unit.
void apply_theme(Theme theme, float unit);

}  // namespace viz
