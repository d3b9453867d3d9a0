// SPDX-License-Identifier: MIT
#include "viz/text/step_formulas.h"

#include <fmt/core.h>

#include <cmath>

#include "viz/document/format.h"

namespace viz {
namespace {

using Formulas = std::vector<std::string>;

/// One convention's facts, and how they are written.
struct Writing : FigureNumbers {
    const SideFacts& side;

    gs::Mode mode() const { return side.trace->options.mode; }
};

Formulas query_formulas(const Model& model, const Writing& writing) {
    const Query& query = model.state().query;
    const auto [x, y] = model.query_grid();
    const std::string name = query.is_cell ? fmt::format("grid[{}, {}, {}]", query.n, query.h, query.w) : "(x, y)";
    return {name + " = " + writing.pair(x, y)};
}

Formulas unnormalize_formulas(const Writing& writing) {
    const auto formula = [&](const AxisFacts& axis) { return writing.unnormalized(axis, writing.side.align_corners); };
    return {formula(writing.side.x), formula(writing.side.y)};
}

std::string padding_formula(const Writing& writing, const AxisFacts& axis) {
    const Words& words = writing.words;
    const std::string from = fmt::format("{} = {}", axis.letter, writing.number(axis.trace->unnormalized)),
                      to = writing.number(axis.trace->padded);
    switch (axis.what) {
        case AxisCase::inside: return words("formula.padding.inside", "from"_a = from);
        case AxisCase::outside: return words("formula.padding.outside", "from"_a = from);
        case AxisCase::clamped:
            return axis.pads_taps ? words("formula.padding.taps_clamped", "from"_a = from)
                                  : words("formula.padding.clamped", "from"_a = from, "to"_a = to);
        case AxisCase::reflected:
            return axis.pads_taps ? words("formula.padding.taps_reflected", "from"_a = from)
                                  : words("formula.padding.reflected", "from"_a = from, "to"_a = to);
        case AxisCase::nowhere: return words("formula.padding.nowhere", "from"_a = from);
        case AxisCase::replaced: break;
    }
    return from + " → " + to;
}

Formulas padding_formulas(const Writing& writing) {
    const auto &x = writing.side.x, &y = writing.side.y;
    if (writing.side.padding == AxisCase::inside)
        return {writing.words("formula.padding.nothing",
                              "from"_a = writing.pair(x.trace->unnormalized, y.trace->unnormalized))};
    return {padding_formula(writing, x), padding_formula(writing, y)};
}

Formulas neighbour_formulas(const Writing& writing) {
    const auto &x = writing.side.x, &y = writing.side.y;
    if (writing.side.is_nowhere) return {writing.words("formula.neighbours.nowhere")};
    if (writing.mode() == gs::Mode::bicubic) {
        const auto index = [](const AxisTap& tap) { return index_text(tap.unpadded); };
        return {writing.words("formula.neighbours.bicubic", "left"_a = index(x.taps.front()),
                              "right"_a = index(x.taps.back()), "top"_a = index(y.taps.front()),
                              "bottom"_a = index(y.taps.back()))};
    }
    const char* round = writing.mode() == gs::Mode::nearest ? "round" : "floor";
    const auto formula = [&](const AxisTrace& axis) {
        return fmt::format("{}({}) = {}", round, writing.number(axis.padded),
                           FigureNumbers{writing.words, 6}.number(axis.base));
    };
    return {formula(*x.trace) + ",  " + formula(*y.trace)};
}

Formulas weight_formulas(const Writing& writing) {
    if (writing.side.is_nowhere) return {writing.words("formula.weights.nowhere")};
    if (writing.mode() == gs::Mode::nearest) return {writing.words("formula.weights.nearest")};
    if (writing.mode() == gs::Mode::bilinear) return {};
    const auto formula = [&](const AxisFacts& axis) {
        std::string text;
        for (const double weight : axis.trace->weights)
            text += (text.empty() ? "" : writing.words("list")) +
                    writing.words.number(typeset(fmt::format("{:.{}f}", weight, writing.digits - 1)));
        return fmt::format("{}: {}", axis.letter, text);
    };
    return {formula(writing.side.x), formula(writing.side.y)};
}

Formulas look_up_formulas(const Writing& writing) {
    if (writing.side.is_nowhere) return {writing.words("formula.look_up.nowhere")};
    if (writing.mode() == gs::Mode::bicubic) return {writing.words("formula.look_up.bicubic")};
    return {};
}

}  // namespace

std::string FigureNumbers::number(double value) const {
    constexpr double kLarge = 1e4;
    if (std::isnan(value)) return "nan";
    const std::string text =
        std::abs(value) < kLarge ? significant(value == 0 ? 0.0 : value, digits) : fmt::format("{:.3g}", value);
    return words.number(typeset(text));
}

std::string FigureNumbers::pair(double x, double y) const {
    return words("pair", "x"_a = number(x), "y"_a = number(y));
}

std::string FigureNumbers::unnormalized(const AxisFacts& axis, bool align_corners) const {
    const std::string g = number(axis.trace->grid), result = number(axis.trace->unnormalized);
    return align_corners ? fmt::format("{} = ({} + 1) / 2 × ({} − 1) = {}", axis.letter, g, axis.trace->size, result)
                         : fmt::format("{} = (({} + 1) × {} − 1) / 2 = {}", axis.letter, g, axis.trace->size, result);
}

std::string index_text(int64_t index) {
    return typeset(std::to_string(index));
}

std::vector<std::string> step_formulas(const Model& model, const SideFacts& side, int digits) {
    const Words words = words_of(model.state());
    const Writing writing{{words, digits}, side};
    switch (model.state().walk.step) {
        case 1: return query_formulas(model, writing);
        case 2: return unnormalize_formulas(writing);
        case 3: return padding_formulas(writing);
        case 4: return neighbour_formulas(writing);
        case 5: return weight_formulas(writing);
        case 6: return look_up_formulas(writing);
        default: return {};
    }
}

}  // namespace viz
