// SPDX-License-Identifier: MIT
// Which elements of an input a call reads: all that has to be brought to the device. Plain host code. Internal.
#pragma once

#include <vector>

#include "core/calls.h"
#include "core/cuda/span.h"

namespace gs::cuda {

/// Spans of the input's memory that hold all elements that the call reads, ascending and apart from each other. Of a
/// call with few places they are found by looking at each; of others, or where little would be left out, the whole span
/// of the input is returned.
std::vector<Span> spans_read(const Forward& call);

}  // namespace gs::cuda
