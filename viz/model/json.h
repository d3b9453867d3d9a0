// SPDX-License-Identifier: MIT
// What scene files and the explanation share of JSON. For .cpp files only: the header behind it is a heavy one.
#pragma once

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "viz/model/format.h"

namespace viz {

/// Keeps its keys in the order in which they are written.
using Json = nlohmann::ordered_json;

/// The shortest number that reads back as this float. It goes by way of double, so that minus zero keeps its sign. JSON
/// has no word for NaN and infinities: they become texts.
inline Json float_json(float value) {
    const std::string shortest = exact(value);
    return std::isfinite(value) ? Json(std::strtod(shortest.c_str(), nullptr)) : Json(shortest);
}

}  // namespace viz
