// SPDX-License-Identifier: MIT
// What came of reading a file: a tensor with its facts, or a refusal.
#pragma once

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "tests/fuzz/fuzz.h"
#include "viz/document/source.h"

namespace fuzz {

struct Outcome {
    std::optional<viz::Source> source;
    std::string refusal;
};

/// What read() returns or throws. A refusal begins with `start`.
template <class Read>
Outcome outcome_of(Read&& read, const std::string& start) {
    try {
        return {read(), {}};
    } catch (const std::runtime_error& error) {
        const std::string sentence = error.what();
        require(sentence.starts_with(start), "a refusal names the file");
        require(sentence.size() > start.size() && !sentence.ends_with(": "), "a refusal has a reason");
        return {{}, sentence};
    }
}

/// Whether two outcomes are the same bit for bit.
inline bool operator==(const Outcome& a, const Outcome& b) {
    if (!a.source || !b.source) return !a.source && !b.source && a.refusal == b.refusal;
    const auto texts = [](const viz::SourceFacts& facts) {
        return std::tie(facts.kind, facts.format, facts.array, facts.stored, facts.stored_sizes, facts.layout,
                        facts.white, facts.is_shared, facts.orientation, facts.notes);
    };
    return texts(a.source->facts) == texts(b.source->facts) && a.source->tensor.index() == b.source->tensor.index() &&
           std::visit(
               [&](const auto& tensor) {
                   const auto& other = std::get<std::decay_t<decltype(tensor)>>(b.source->tensor);
                   const auto bytes = static_cast<size_t>(tensor.count()) * sizeof(*tensor.data());
                   return tensor.sizes() == other.sizes() &&
                          (bytes == 0 || std::memcmp(tensor.data(), other.data(), bytes) == 0);
               },
               a.source->tensor);
}

}  // namespace fuzz
