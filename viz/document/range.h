// SPDX-License-Identifier: MIT
// A stretch of values.
#pragma once

namespace viz {

/// From the smallest to the largest value of something; 0 and 0 when there is none.
struct Range {
    double low = 0, high = 0;

    friend bool operator==(const Range&, const Range&) = default;
};

}  // namespace viz
