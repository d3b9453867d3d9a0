// SPDX-License-Identifier: MIT
// What values a tensor holds, in a few numbers.
#pragma once

#include <cstdint>
#include <string>

#include "core/files/npy.h"
#include "core/work.h"
#include "viz/document/range.h"

namespace viz {

struct ValueSummary {
    Range range;                                   ///< of the finite values
    int64_t finite = 0, nans = 0, infinities = 0;  ///< how many there are of each
};

/// Throws gs::Stopped.
ValueSummary summarize(const gs::AnyTensor& tensor, const gs::Work& work = gs::Work());

/// "-1.25 to 3; 2 NaN; 1 infinite", each number in the fewest digits that read back.
std::string summary_text(const ValueSummary& summary, gs::Dtype arithmetic);

}  // namespace viz
