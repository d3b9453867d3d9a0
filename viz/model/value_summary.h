// SPDX-License-Identifier: MIT
// What values a tensor holds, in a few numbers.
#pragma once

#include <cstdint>
#include <string>

#include "core/npy.h"

namespace viz {

/// The smallest and largest finite value of something; 0 and 0 when there is none.
struct Range {
    double low = 0, high = 0;
};

struct ValueSummary {
    Range range;
    int64_t finite = 0, nans = 0, infinities = 0;  ///< how many there are of each
};

ValueSummary summarize(const gs::AnyTensor& tensor);

/// "-1.25 to 3; 2 NaN; 1 infinite", each number in the fewest digits that read back.
std::string summary_text(const ValueSummary& summary, gs::Dtype arithmetic);

}  // namespace viz
