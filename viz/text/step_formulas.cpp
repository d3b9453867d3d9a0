// SPDX-License-Identifier: MIT
#include "viz/text/step_formulas.h"

#include <fmt/core.h>

#include <cmath>

#include "core/sample_math.h"
#include "viz/document/format.h"

namespace viz {
namespace {

using Formulas = std::vector<std::string>;

std::string pair_in_digits(double x, double y, int digits) {
    return fmt::format("({}, {})", in_digits(x, digits), in_digits(y, digits));
}

Formulas query_formulas(const Model& model, int digits) {
    const Query& query = model.state().query;
    const auto [x, y] = model.query_grid();
    const std::string name = query.is_cell ? fmt::format("grid[{}, {}, {}]", query.n, query.h, query.w) : "(x, y)";
    return {name + " = " + pair_in_digits(x, y, digits)};
}

Formulas unnormalize_formulas(const Trace& trace, int digits) {
    const bool align_corners = trace.options.align_corners;
    return {unnormalize_formula(trace.x, align_corners, "x", digits),
            unnormalize_formula(trace.y, align_corners, "y", digits)};
}

std::string padding_formula(const AxisTrace& axis, const gs::Options& options, std::string_view letter, int digits) {
    const std::string from = fmt::format("{} = {}", letter, in_digits(axis.unnormalized, digits)),
                      to = in_digits(axis.padded, digits);
    const bool pads_taps = gs::pads_taps(options.mode);
    switch (axis.effect) {
        case gs::PaddingEffect::none: return from + ": inside";
        case gs::PaddingEffect::outside: return from + ": stays, outside is 0";
        case gs::PaddingEffect::clamped: return from + (pads_taps ? ": taps are clamped" : " → " + to + ", clamped");
        case gs::PaddingEffect::reflected:
            return from + (pads_taps ? ": taps are mirrored" : " → " + to + ", mirrored");
        case gs::PaddingEffect::replaced: break;
    }
    return from + (options.padding == gs::Padding::zeros ? ": no position" : " → " + to);
}

Formulas padding_formulas(const Trace& trace, int digits) {
    if (trace.x.effect == gs::PaddingEffect::none && trace.y.effect == gs::PaddingEffect::none)
        return {pair_in_digits(trace.x.unnormalized, trace.y.unnormalized, digits) + ": nothing to do"};
    return {padding_formula(trace.x, trace.options, "x", digits), padding_formula(trace.y, trace.options, "y", digits)};
}

Formulas neighbour_formulas(const Trace& trace, int digits) {
    if (is_nowhere(trace)) return {"no neighbours: out of bounds"};
    if (trace.options.mode == gs::Mode::bicubic) {
        const TapTrace &first = trace.taps.front(), &last = trace.taps.back();
        return {typeset(fmt::format("columns {} … {}", first.unpadded_x, last.unpadded_x)) +
                typeset(fmt::format(", rows {} … {}", first.unpadded_y, last.unpadded_y))};
    }
    const char* round = trace.options.mode == gs::Mode::nearest ? "round" : "floor";
    const auto formula = [&](const AxisTrace& axis) {
        return fmt::format("{}({}) = {}", round, in_digits(axis.padded, digits), in_digits(axis.base, 6));
    };
    return {formula(trace.x) + ",  " + formula(trace.y)};
}

Formulas weight_formulas(const Trace& trace, int digits) {
    if (is_nowhere(trace)) return {"no neighbours, no weights"};
    if (trace.options.mode == gs::Mode::nearest) return {"one pixel, weight 1"};
    if (trace.options.mode == gs::Mode::bilinear) return {};
    const auto formula = [&](std::string_view letter, const AxisTrace& axis) {
        std::string text;
        for (const double weight : axis.weights)
            text += fmt::format("{}{:.{}f}", text.empty() ? "" : ", ", weight, digits - 1);
        return fmt::format("{}: {}", letter, typeset(text));
    };
    return {formula("x", trace.x), formula("y", trace.y)};
}

}  // namespace

std::string in_digits(double value, int digits) {
    constexpr double kLarge = 1e4;
    if (std::abs(value) < kLarge) return typeset(significant(value == 0 ? 0.0 : value, digits));
    return std::isnan(value) ? "nan" : typeset(fmt::format("{:.3g}", value));
}

std::string unnormalize_formula(const AxisTrace& axis, bool align_corners, std::string_view letter, int digits) {
    const std::string g = in_digits(axis.grid, digits), result = in_digits(axis.unnormalized, digits);
    return align_corners ? fmt::format("{} = ({} + 1) / 2 × ({} − 1) = {}", letter, g, axis.size, result)
                         : fmt::format("{} = (({} + 1) × {} − 1) / 2 = {}", letter, g, axis.size, result);
}

bool is_nowhere(const Trace& trace) {
    return trace.options.padding == gs::Padding::zeros &&
           (trace.x.effect == gs::PaddingEffect::replaced || trace.y.effect == gs::PaddingEffect::replaced);
}

bool is_unread(const Trace& trace, const TapTrace& tap) {
    return !tap.in_bounds && trace.options.padding != gs::Padding::zeros;
}

std::vector<std::string> step_formulas(const Model& model, const Trace& trace, int digits) {
    switch (model.state().walk.step) {
        case 1: return query_formulas(model, digits);
        case 2: return unnormalize_formulas(trace, digits);
        case 3: return padding_formulas(trace, digits);
        case 4: return neighbour_formulas(trace, digits);
        case 5: return weight_formulas(trace, digits);
        case 6:
            if (is_nowhere(trace)) return {"nothing is read"};
            if (trace.options.mode == gs::Mode::bicubic) return {"the sixteen boxed values"};
            break;
        default: break;
    }
    return {};
}

}  // namespace viz
