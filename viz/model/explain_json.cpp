// SPDX-License-Identifier: MIT
#include "viz/model/explain.h"
#include "viz/model/format.h"
#include "viz/model/json.h"

namespace viz {
namespace {

Json numbers(const std::vector<float>& values) {
    Json list = Json::array();
    for (const float value : values) list.push_back(float_json(value));
    return list;
}

Json size_list(const gs::Sizes& sizes) {
    return std::vector<int64_t>(sizes.begin(), sizes.end());
}

const char* effect_name(gs::PaddingEffect effect) {
    switch (effect) {
        case gs::PaddingEffect::none: return "none";
        case gs::PaddingEffect::outside: return "outside";
        case gs::PaddingEffect::clamped: return "clamped";
        case gs::PaddingEffect::reflected: return "reflected";
        case gs::PaddingEffect::replaced: break;
    }
    return "replaced";
}

Json query_json(const Model& model) {
    const Query& query = model.state().query;
    const auto [x, y] = model.query_grid();
    Json cell = query.is_cell ? Json{query.n, query.h, query.w} : Json(nullptr);
    return {{"n", query.n}, {"cell", cell}, {"grid", {float_json(x), float_json(y)}}};
}

Json neighbour_json(const gs::Trace& trace, const gs::TapTrace& tap) {
    return {{"name", tap.name},
            {"index", {trace.n, trace.c, tap.y, tap.x}},
            {"unpadded_index", {trace.n, trace.c, tap.unpadded_y, tap.unpadded_x}},
            {"in_bounds", tap.in_bounds},
            {"weight", float_json(tap.weight)},
            {"value", float_json(tap.value)},
            {"product", float_json(tap.product)}};
}

Json convention_json(const Side& side) {
    const gs::Trace& trace = side.trace;
    const auto both_axes = [&](float gs::AxisTrace::*value) {
        return Json{float_json(trace.x.*value), float_json(trace.y.*value)};
    };
    Json neighbours = Json::array();
    for (const gs::TapTrace& tap : trace.taps) neighbours.push_back(neighbour_json(trace, tap));
    return {{"align_corners", side.align_corners},
            {"grid", both_axes(&gs::AxisTrace::grid)},
            {"unnormalized", both_axes(&gs::AxisTrace::unnormalized)},
            {"padded", both_axes(&gs::AxisTrace::padded)},
            {"padding_effect", {effect_name(trace.x.effect), effect_name(trace.y.effect)}},
            {"base", both_axes(&gs::AxisTrace::base)},
            {"fraction", both_axes(&gs::AxisTrace::fraction)},
            {"axis_weights", Json::array({numbers(trace.x.weights), numbers(trace.y.weights)})},
            {"neighbours", neighbours},
            {"row_sums", numbers(trace.row_sums)},
            {"output", float_json(trace.output)},
            {"output_bits", hex_bits(trace.output)},
            {"batch_bits_equal", side.is_bit_equal},
            {"is_nan_in_pytorch", trace.is_nan_in_pytorch}};
}

/// Output True - False, and how many pixels the landing point of False lies from that of True.
Json difference_json(const Model& model) {
    const gs::Trace &on = model.side(true).trace, &off = model.side(false).trace;
    return {{"output", float_json(on.output - off.output)},
            {"shift",
             {float_json(off.x.unnormalized - on.x.unnormalized), float_json(off.y.unnormalized - on.y.unnormalized)}}};
}

}  // namespace

std::string explain_json(const Model& model, ShownConvention only_align_corners) {
    const State& state = model.state();
    Json conventions = Json::array();
    for (const Side& side : model.sides()) {
        if (only_align_corners.value_or(side.align_corners) == side.align_corners)
            conventions.push_back(convention_json(side));
    }
    const Json page{{"input", state.input},
                    {"input_sizes", size_list(model.input().sizes())},
                    {"grid", state.grid},
                    {"grid_sizes", size_list(model.grid().sizes())},
                    {"mode", gs::name(state.mode)},
                    {"padding", gs::name(state.padding)},
                    {"device", gs::name(state.device)},
                    {"query", query_json(model)},
                    {"channel", state.channel},
                    {"conventions", conventions},
                    {"difference", only_align_corners ? Json(nullptr) : difference_json(model)}};
    // A file name need not be UTF-8, JSON must be.
    return page.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace viz
