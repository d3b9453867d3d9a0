// SPDX-License-Identifier: MIT
// What values a tensor holds, in a few numbers.
#pragma once

#include <cstdint>

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

}  // namespace viz
