// SPDX-License-Identifier: MIT
// The last part of an explanation as text: the same sample in PyTorch, to be pasted.
#pragma once

#include "viz/model/explain.h"
#include "viz/model/page.h"

namespace viz {

/// Writes the lines of Python that print the explained outputs. Writes nothing for inputs that Python has no line for:
/// images, and names that would need escapes.
void write_snippet(Page& page, const Model& model, ShownConvention only_align_corners);

}  // namespace viz
