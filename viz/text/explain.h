// SPDX-License-Identifier: MIT
// One sample in full, as a page to follow with pencil and paper and as JSON.
#pragma once

#include <optional>
#include <string>

#include "viz/model/model.h"

namespace viz {

/// The conventions that are explained: one, or both when it holds nothing.
using ShownConvention = std::optional<bool>;

/// The query's sample step by step, numbered like the steps of the window, at most 100 columns wide: both conventions
/// side by side, True first, and then what differs; or one convention alone. Every number comes from the trace. Plain
/// ASCII, but for file names.
std::string explain_text(const Model& model, ShownConvention only_align_corners = {});

/// The same as a JSON object: what is sampled, "conventions" with one object each (all with the same keys), and
/// "difference", which is null when there is nothing to compare. Numbers read back as exactly the traced floats; NaN
/// and infinities, for which JSON has no words, are the texts "nan", "inf" and "-inf".
std::string explain_json(const Model& model, ShownConvention only_align_corners = {});

}  // namespace viz
