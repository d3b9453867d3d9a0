// SPDX-License-Identifier: MIT
#include "viz/text/fact_lines.h"

#include <fmt/core.h>

#include "core/visible.h"
#include "viz/document/format.h"
#include "viz/text/source_words.h"

namespace viz {
namespace {

/// "0 to 15; 1 NaN": the least and the greatest finite value, and how many are not finite.
std::string values_text(const Words& words, const ValueSummary& values, gs::Dtype arithmetic) {
    const bool is_empty = values.finite == 0 && values.nans == 0 && values.infinities == 0;
    std::string text = words.either(is_empty, "facts.values.none", "facts.values.none_finite");
    if (values.finite > 0)
        text = words("facts.values.range", "low"_a = exact(values.range.low, arithmetic),
                     "high"_a = exact(values.range.high, arithmetic));
    if (values.nans > 0) text = words("facts.values.nan", "values"_a = text, "count"_a = values.nans);
    if (values.infinities > 0) text = words("facts.values.infinite", "values"_a = text, "count"_a = values.infinities);
    return text;
}

constexpr size_t kMostFactBytes = 400;  // longer ones would leave the window

std::vector<FactLine> fact_lines(const Words& words, const std::string& name, const SourceFacts& facts,
                                 const gs::AnyTensor& tensor, const ValueSummary& values) {
    const std::string stored = stored_text(words, facts);
    const std::vector<FactLine> all{
        {words("facts.from"), name},
        {words("facts.kind"), kind_text(words, facts)},
        {words("facts.stored"), stored.empty() ? "" : fmt::format("{} {}", stored, facts.stored_sizes.text())},
        {words("facts.layout"), facts.layout},
        {words("facts.read_as"), fmt::format("{} {}", gs::name(dtype_of(tensor)), sizes_of(tensor).text())},
        {words("facts.values"), values_text(words, values, arithmetic_of(tensor))},
        {words("facts.scale"), scale_text(words, facts)},
        {words("facts.orientation"), orientation_text(words, facts)}};
    std::vector<FactLine> lines;
    for (const FactLine& line : all) {
        if (!line.text.empty()) lines.push_back({line.label, gs::visible(line.text, kMostFactBytes)});
    }
    for (const std::string& note : note_texts(words, facts))
        lines.push_back({words("facts.note"), gs::visible(note, kMostFactBytes)});
    return lines;
}

}  // namespace

std::vector<FactLine> input_fact_lines(const Model& model) {
    return fact_lines(words_of(model.state()), model.state().sources.input, model.input_facts(), model.input(),
                      model.input_values());
}

std::vector<FactLine> grid_fact_lines(const Model& model) {
    return fact_lines(words_of(model.state()), model.state().sources.grid, model.grid_facts(), model.grid(),
                      model.grid_values());
}

}  // namespace viz
