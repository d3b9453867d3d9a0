// SPDX-License-Identifier: MIT
#include "viz/document/format.h"
#include "viz/text/explain.h"
#include "viz/text/source_json.h"
#include "viz/text/steps.h"

namespace viz {
namespace {

Json numbers(const std::vector<double>& values, gs::Dtype arithmetic) {
    Json list = Json::array();
    for (const double value : values) list.push_back(number_json(value, arithmetic));
    return list;
}

Json size_list(const gs::Sizes& sizes) {
    return std::vector<int64_t>(sizes.begin(), sizes.end());
}

/// A case's name for programs, where one that reads nothing is one that is replaced.
const char* effect_name(AxisCase what) {
    switch (what) {
        case AxisCase::inside: return "none";
        case AxisCase::outside: return "outside";
        case AxisCase::clamped: return "clamped";
        case AxisCase::reflected: return "reflected";
        case AxisCase::replaced:
        case AxisCase::nowhere: break;
    }
    return "replaced";
}

Json query_json(const StepFacts& facts) {
    const Query& query = facts.query;
    Json cell = query.is_cell ? Json{query.n, query.h, query.w} : Json(nullptr);
    return {{"n", query.n},
            {"cell", cell},
            {"grid", {number_json(facts.grid[0], facts.arithmetic), number_json(facts.grid[1], facts.arithmetic)}}};
}

Json neighbour_json(const Trace& trace, const TapTrace& tap) {
    return {{"name", tap.name},
            {"index", {trace.n, trace.c, tap.y, tap.x}},
            {"unpadded_index", {trace.n, trace.c, tap.unpadded_y, tap.unpadded_x}},
            {"in_bounds", tap.in_bounds},
            {"weight", number_json(tap.weight, trace.arithmetic)},
            {"value", number_json(tap.value, trace.arithmetic)},
            {"product", number_json(tap.product, trace.arithmetic)}};
}

Json convention_json(const SideFacts& side) {
    const Trace& trace = *side.trace;
    const auto number = [&](double value) { return number_json(value, trace.arithmetic); };
    const auto both_axes = [&](double AxisTrace::*value) {
        return Json{number(trace.x.*value), number(trace.y.*value)};
    };
    Json neighbours = Json::array();
    for (const TapTrace& tap : trace.taps) neighbours.push_back(neighbour_json(trace, tap));
    return {{"align_corners", side.align_corners},
            {"grid", both_axes(&AxisTrace::grid)},
            {"unnormalized", both_axes(&AxisTrace::unnormalized)},
            {"padded", both_axes(&AxisTrace::padded)},
            {"padding_effect", {effect_name(side.x.what), effect_name(side.y.what)}},
            {"base", both_axes(&AxisTrace::base)},
            {"fraction", both_axes(&AxisTrace::fraction)},
            {"axis_weights",
             Json::array({numbers(trace.x.weights, trace.arithmetic), numbers(trace.y.weights, trace.arithmetic)})},
            {"neighbours", neighbours},
            {"row_sums", numbers(trace.row_sums, trace.arithmetic)},
            {"output", number(trace.output)},
            {"output_bits", hex_bits(trace.output, trace.arithmetic)},
            {"batch_bits_equal", side.is_bit_equal},
            {"is_nan_in_pytorch", side.is_nan_in_pytorch}};
}

/// Output True - False, and how many pixels the landing point of False lies from that of True.
Json difference_json(const StepFacts& facts) {
    const auto number = [&](double value) { return number_json(value, facts.arithmetic); };
    return {{"output", number(facts.comparison.output)},
            {"shift", {number(facts.comparison.shift_x), number(facts.comparison.shift_y)}}};
}

}  // namespace

std::string explain_json(const Model& model, ShownConvention only_align_corners) {
    const State& state = model.state();
    const StepFacts facts = step_facts(model);
    const Words words = words_of(state);
    Json conventions = Json::array();
    for (const SideFacts& side : facts.sides) {
        if (only_align_corners.value_or(side.align_corners) == side.align_corners)
            conventions.push_back(convention_json(side));
    }
    const Json page{{"input", state.sources.input},
                    {"input_sizes", size_list(sizes_of(model.input()))},
                    {"input_facts", facts_json(words, model.input_facts())},
                    {"grid", state.sources.grid},
                    {"grid_sizes", size_list(sizes_of(model.grid()))},
                    {"grid_facts", facts_json(words, model.grid_facts())},
                    {"mode", gs::name(facts.mode)},
                    {"padding", gs::name(facts.padding)},
                    {"device", gs::name(state.sampling.device)},
                    {"query", query_json(facts)},
                    {"channel", state.view.channel},
                    {"arithmetic", gs::name(facts.arithmetic)},
                    {"conventions", conventions},
                    {"difference", only_align_corners ? Json(nullptr) : difference_json(facts)}};
    return json_text(page) + "\n";
}

}  // namespace viz
