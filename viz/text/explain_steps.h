// SPDX-License-Identifier: MIT
// The steps of one sample under one convention, as lines of text. The page is put together in explain_text.cpp.
#pragma once

#include "viz/model/model.h"
#include "viz/text/text_page.h"

namespace viz {

Lines unnormalise_lines(const Trace& trace);
Lines padding_lines(const Trace& trace);
Lines neighbour_lines(const Trace& trace);
Lines weight_lines(const Trace& trace);
Lines look_up_lines(const Trace& trace);

/// The weighted sum with its numbers; ends with the result in full.
Lines sum_lines(const Trace& trace);

/// Six significant digits; more where these would round a number to a whole one that it is not, as 1.9999999, whose
/// floor is 1.
std::string pencil(double value);

}  // namespace viz
