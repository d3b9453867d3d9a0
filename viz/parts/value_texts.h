// SPDX-License-Identifier: MIT
// Values on pixels: with as many digits as fit, all of them alike.
#pragma once

#include <span>
#include <string>

#include "viz/canvas/font.h"

namespace viz {

/// A value in up to `digits` significant digits; whole numbers up to a million in full; NaN and infinities in words.
std::string value_text(double value, int digits = 4);

/// What there is for the values of a picture.
struct ValueRoom {
    Face face;
    float width;     ///< of the place of one value
    float largest;   ///< no larger size
    float least;     ///< rather fewer digits than a smaller size
    float smallest;  ///< rather nothing than a smaller size
    int fewest;      ///< digits, before the size goes below `least`
};

/// Values written in one size and with one number of digits, so that none looks more important than another.
class ValueTexts {
public:
    /// The most digits, four to `fewest`, with which all values fit.
    ValueTexts(std::span<const double> values, const ValueRoom& room);

    /// 0 when there is not even room for the fewest digits.
    float size() const { return size_; }

    /// What is not 0 is not written as 0: "≈0" where the digits do not reach.
    std::string text(double value) const;

private:
    float widest(std::span<const double> values, Face face) const;

    int decimals_ = -1;  ///< behind the point, for all values alike; negative: four significant digits each
    float size_ = 0;
};

}  // namespace viz
