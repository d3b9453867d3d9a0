// SPDX-License-Identifier: MIT
#include "viz/text/fact_lines.h"

#include <fmt/core.h>

#include "core/visible.h"

namespace viz {
namespace {

constexpr size_t kMostFactBytes = 400;  // longer ones would leave the window

std::vector<FactLine> fact_lines(const std::string& name, const SourceFacts& facts, const gs::AnyTensor& tensor,
                                 const ValueSummary& values) {
    const bool is_stored = !facts.stored.empty();
    const std::vector<FactLine> all{
        {"from", name},
        {"kind", facts.kind},
        {"stored", is_stored ? fmt::format("{} {}", facts.stored, facts.stored_sizes.text()) : ""},
        {"layout", facts.layout},
        {"read as", fmt::format("{} {}", gs::name(dtype_of(tensor)), sizes_of(tensor).text())},
        {"values", summary_text(values, arithmetic_of(tensor))},
        {"scale", facts.scale},
        {"orientation", facts.orientation}};
    std::vector<FactLine> lines;
    for (const FactLine& line : all) {
        if (!line.text.empty()) lines.push_back({line.label, gs::visible(line.text, kMostFactBytes)});
    }
    for (const std::string& note : facts.notes) lines.push_back({"note", gs::visible(note, kMostFactBytes)});
    return lines;
}

}  // namespace

std::vector<FactLine> input_fact_lines(const Model& model) {
    return fact_lines(model.state().sources.input, model.input_facts(), model.input(), model.input_values());
}

std::vector<FactLine> grid_fact_lines(const Model& model) {
    return fact_lines(model.state().sources.grid, model.grid_facts(), model.grid(), model.grid_values());
}

}  // namespace viz
