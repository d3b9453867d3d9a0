// SPDX-License-Identifier: MIT
// Numbers as text.
#pragma once

#include <string>
#include <string_view>

#include "core/dtype.h"

namespace viz {

/// The shortest text that reads back, in the type that it was computed in (float32 or float64), as exactly this value:
/// "0.7143", "-0.5", "1e+30", "nan". NaN has no sign.
std::string exact(double value, gs::Dtype arithmetic);

inline std::string exact(float value) {
    return exact(value, gs::Dtype::float32);
}
/// Which type is meant has to be said.
std::string exact(double value) = delete;

/// So many significant digits; more where these would round a number below 10^5 to a whole one that it is not, as
/// 1.9999999, whose floor is 1.
std::string significant(double value, int digits);

/// Six significant digits, as results are shown: "4.28565".
std::string display(double value);

/// The value as that type has it.
double rounded(double value, gs::Dtype arithmetic);

/// The double that is written in the fewest digits and has the same value in that type: typed and dragged numbers stay
/// short in scene files.
double shortest(double value, gs::Dtype arithmetic);

/// The text with a true minus sign (U+2212) in place of each hyphen, for pictures.
std::string typeset(std::string_view number);

/// The bits of the value in that type: "0x40892410".
std::string hex_bits(double value, gs::Dtype arithmetic);

}  // namespace viz
