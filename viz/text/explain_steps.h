// SPDX-License-Identifier: MIT
// The steps of one sample under one convention, as lines of text. The page is put together in explain_text.cpp.
#pragma once

#include "viz/text/steps.h"
#include "viz/text/text_page.h"
#include "viz/text/words.h"

namespace viz {

Lines unnormalise_lines(const SideFacts& side, const Words& words);
Lines padding_lines(const SideFacts& side, const Words& words);
Lines neighbour_lines(const SideFacts& side, const Words& words);
Lines weight_lines(const SideFacts& side, const Words& words);
Lines look_up_lines(const SideFacts& side, const Words& words);

/// The weighted sum with its numbers; ends with the result in full, and whether the batch has it.
Lines sum_lines(const SideFacts& side, const Words& words);

/// Six significant digits; more where these would round a number to a whole one that it is not, as 1.9999999, whose
/// floor is 1.
std::string pencil(double value, const Words& words);

}  // namespace viz
