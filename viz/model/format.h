// SPDX-License-Identifier: MIT
// Numbers as text.
#pragma once

#include <string>
#include <string_view>

namespace viz {

/// The shortest text that reads back as exactly this float: "0.7143", "-0.5", "1e+30", "nan".
std::string exact(float value);

/// Six significant digits, as results are shown: "4.28565".
std::string display(float value);

/// The text with a true minus sign (U+2212) in place of each hyphen, for pictures.
std::string typeset(std::string_view number);

/// The float's bits: "0x40892410".
std::string hex_bits(float value);

}  // namespace viz
