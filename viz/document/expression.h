// SPDX-License-Identifier: MIT
// Numbers as people type them.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace viz {

/// The number that a typed text comes to, or one sentence that says why it is none. Read are numbers ("0.25", ".5",
/// "1e-3", "0,5" with a comma as decimal sign, "inf", "nan"), + - * / and parentheses: "1/3", "2/7-1", "-(1+2)*0.1".
/// The typographic signs − × ÷ count as - * /. Refused are a number or a result too large for a double and a division
/// by zero, beside everything that is no arithmetic.
std::variant<double, std::string> read_expression(std::string_view text);

}  // namespace viz
