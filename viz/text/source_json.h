// SPDX-License-Identifier: MIT
// What explanations and `info` say of a source in JSON. For .cpp files only, as viz/document/json.h is.
#pragma once

#include "viz/document/json.h"
#include "viz/text/source_words.h"

namespace viz {

/// What was found in a file: the part that explanations and `info` have in common.
inline Json facts_json(const Words& words, const SourceFacts& facts) {
    const std::vector<int64_t> sizes(facts.stored_sizes.begin(), facts.stored_sizes.end());
    return {{"kind", kind_text(words, facts)},
            {"stored", {{"type", stored_text(words, facts)}, {"sizes", sizes}}},
            {"layout", facts.layout},
            {"scale", scale_text(words, facts)},
            {"orientation", orientation_text(words, facts)},
            {"notes", note_texts(words, facts)}};
}

}  // namespace viz
