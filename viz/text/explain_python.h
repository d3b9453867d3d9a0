// SPDX-License-Identifier: MIT
// The last part of an explanation as text: the same sample in PyTorch, to be pasted.
#pragma once

#include "viz/text/explain.h"
#include "viz/text/text_page.h"

namespace viz {

/// Writes the lines of Python that print the explained outputs. Writes nothing for inputs that Python has no line for:
/// images, and names that would need escapes.
void write_snippet(TextPage& page, const Model& model, ShownConvention only_align_corners);

}  // namespace viz
