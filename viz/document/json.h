// SPDX-License-Identifier: MIT
// What scene files and the explanation share of JSON. For .cpp files only: the header behind it is a heavy one.
#pragma once

#include <fmt/core.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/visible.h"
#include "viz/document/format.h"

namespace viz {

/// Keeps its keys in the order in which they are written.
using Json = nlohmann::ordered_json;

/// The shortest number that reads back, in that type, as this value. JSON has no word for NaN and infinities: they
/// become texts.
inline Json number_json(double value, gs::Dtype arithmetic) {
    return std::isfinite(value) ? Json(shortest(value, arithmetic)) : Json(exact(value, arithmetic));
}

/// The JSON, two columns to a level, or on one line (`indent` -1). It is valid UTF-8, whatever is in its texts, and
/// controls are escaped (\u009b): JSON itself asks for that below U+0020 only, but terminals obey others as well.
inline std::string json_text(const Json& json, int indent = 2) {
    std::string text;
    const std::string dumped = json.dump(indent, ' ', false, Json::error_handler_t::replace);
    for (std::string_view rest = dumped; !rest.empty();) {
        const gs::Letter letter = gs::first_letter(rest);
        if (letter.code_point != '\n' && gs::is_control(letter.code_point))
            text += fmt::format("\\u{:04x}", letter.code_point);
        else
            text += rest.substr(0, letter.bytes);
        rest.remove_prefix(letter.bytes);
    }
    return text;
}

}  // namespace viz
