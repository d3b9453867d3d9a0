// SPDX-License-Identifier: MIT
// What scene files and the explanation share of JSON. For .cpp files only: the header behind it is a heavy one.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

#include "viz/model/format.h"

namespace viz {

/// Keeps its keys in the order in which they are written.
using Json = nlohmann::ordered_json;

/// The shortest number that reads back, in that type, as this value. JSON has no word for NaN and infinities: they
/// become texts.
inline Json number_json(double value, gs::Dtype arithmetic) {
    return std::isfinite(value) ? Json(shortest(value, arithmetic)) : Json(exact(value, arithmetic));
}

}  // namespace viz
