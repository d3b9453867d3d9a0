// SPDX-License-Identifier: MIT
// What scene files and the explanation share of JSON. For .cpp files only: the header behind it is a heavy one.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

#include "viz/model/format.h"
#include "viz/model/source.h"

namespace viz {

/// Keeps its keys in the order in which they are written.
using Json = nlohmann::ordered_json;

/// The shortest number that reads back, in that type, as this value. JSON has no word for NaN and infinities: they
/// become texts.
inline Json number_json(double value, gs::Dtype arithmetic) {
    return std::isfinite(value) ? Json(shortest(value, arithmetic)) : Json(exact(value, arithmetic));
}

/// What was found in a file: the part that explanations and `info` have in common.
inline Json facts_json(const SourceFacts& facts) {
    const std::vector<int64_t> sizes(facts.stored_sizes.begin(), facts.stored_sizes.end());
    return {{"kind", facts.kind},
            {"stored", {{"type", facts.stored}, {"sizes", sizes}}},
            {"layout", facts.layout},
            {"scale", facts.scale},
            {"orientation", facts.orientation},
            {"notes", facts.notes}};
}

}  // namespace viz
