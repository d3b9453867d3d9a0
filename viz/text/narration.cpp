// SPDX-License-Identifier: MIT
#include "viz/text/narration.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "core/visible.h"
#include "viz/document/format.h"
#include "viz/text/step_formulas.h"
#include "viz/text/steps.h"
#include "viz/text/words.h"

namespace viz {
namespace {

constexpr size_t kMostNoteBytes = 300;  // more would be too small to be read
constexpr int kDigits = 5;

/// The facts, and what puts them into words.
struct Telling : FigureNumbers {
    const Model& model;
    const StepFacts& facts;

    std::string result(double value) const { return words.number(typeset(display(value))); }

    /// "True: ..." and "False: ...", and what holds for both.
    template <class Tell>
    Narration for_both(std::string title, Tell&& tell, std::string both) const {
        Narration narration{std::move(title), {}, true};
        for (const SideFacts& side : facts.sides)
            narration.lines.push_back((side.align_corners ? "True:  " : "False:  ") + tell(side));
        narration.lines.push_back(std::move(both));
        return narration;
    }
};

std::string whole(double value) {
    return typeset(fmt::format("{:.0f}", value));
}

Narration narrate_query(const Telling& tell) {
    const Words& words = tell.words;
    const Query& query = tell.facts.query;
    const std::string value = tell.pair(tell.facts.grid[0], tell.facts.grid[1]);
    const std::string cell = fmt::format("grid[{}, {}, {}]", query.n, query.h, query.w);
    return {words("narration.query"),
            {query.is_cell ? words("narration.query.cell", "cell"_a = cell, "value"_a = value)
                           : words("narration.query.point", "value"_a = value),
             words("narration.query.range"), words("narration.query.both")}};
}

Narration narrate_unnormalize(const Telling& tell) {
    const auto formula = [&](const SideFacts& side) {
        return tell.unnormalized(side.x, side.align_corners) + ",   y = " + tell.number(side.y.trace->unnormalized);
    };
    return tell.for_both(tell.words("narration.unnormalise"), formula, tell.words("narration.unnormalise.centres"));
}

std::string place_words(const Words& words, Place place, const std::string& from) {
    switch (place) {
        case Place::centre: return words("narration.padding.centre", "from"_a = from);
        case Place::column: return words("narration.padding.column", "from"_a = from);
        case Place::row: return words("narration.padding.row", "from"_a = from);
        case Place::between: break;
    }
    return words("narration.padding.between", "from"_a = from);
}

std::string padding_words(const Telling& tell, const SideFacts& side) {
    const Words& words = tell.words;
    const std::string from = tell.pair(side.x.trace->unnormalized, side.y.trace->unnormalized),
                      to = tell.pair(side.x.trace->padded, side.y.trace->padded);
    const bool is_moved = side.padding == AxisCase::clamped || side.padding == AxisCase::reflected;
    if (is_moved && side.x.pads_taps) return words("narration.padding.taps", "from"_a = from);
    switch (side.padding) {
        case AxisCase::inside: return place_words(words, side.place, from);
        case AxisCase::outside: return words("narration.padding.outside", "from"_a = from);
        case AxisCase::clamped: return words("narration.padding.clamped", "from"_a = from, "to"_a = to);
        case AxisCase::reflected: return words("narration.padding.reflected", "from"_a = from, "to"_a = to);
        case AxisCase::replaced:
        case AxisCase::nowhere: break;
    }
    const std::string unusable = side.padding == AxisCase::nowhere ? words("narration.padding.nowhere")
                                                                   : words("narration.padding.replaced", "to"_a = to);
    return side.is_nan_in_pytorch ? words("narration.padding.pytorch", "words"_a = unusable) : unusable;
}

Narration narrate_padding(const Telling& tell) {
    const gs::Padding padding = tell.facts.padding;
    const PlainText rule = padding == gs::Padding::zeros    ? PlainText("narration.padding.zeros")
                           : padding == gs::Padding::border ? PlainText("narration.padding.border")
                                                            : PlainText("narration.padding.reflection");
    return tell.for_both(
        tell.words("narration.padding", "padding"_a = std::string(gs::name(padding))),
        [&](const SideFacts& side) { return padding_words(tell, side); }, tell.words(rule));
}

/// The columns and rows that are read.
std::string neighbour_words(const Telling& tell, const SideFacts& side) {
    const Words& words = tell.words;
    if (side.is_nowhere) return words("narration.neighbours.nowhere");
    const auto &columns = side.x.taps, &rows = side.y.taps;
    switch (tell.facts.mode) {
        case gs::Mode::nearest:
            return words("narration.neighbours.rounds",
                         "from"_a = tell.pair(side.x.trace->padded, side.y.trace->padded),
                         "column"_a = whole(side.x.trace->base), "row"_a = whole(side.y.trace->base));
        case gs::Mode::bicubic:
            return words("narration.neighbours.range", "left"_a = index_text(columns.front().unpadded),
                         "right"_a = index_text(columns.back().unpadded), "top"_a = index_text(rows.front().unpadded),
                         "bottom"_a = index_text(rows.back().unpadded));
        case gs::Mode::bilinear: break;
    }
    return words("narration.neighbours.floor", "x"_a = whole(side.x.trace->base), "y"_a = whole(side.y.trace->base),
                 "left"_a = index_text(columns.front().index), "right"_a = index_text(columns.back().index),
                 "top"_a = index_text(rows.front().index), "bottom"_a = index_text(rows.back().index));
}

Narration narrate_neighbours(const Telling& tell) {
    const auto lines = [&](PlainText title, PlainText both) {
        return tell.for_both(
            tell.words(title), [&](const SideFacts& side) { return neighbour_words(tell, side); }, tell.words(both));
    };
    switch (tell.facts.mode) {
        case gs::Mode::nearest: return lines("narration.neighbours.nearest", "narration.neighbours.halves");
        case gs::Mode::bicubic: return lines("narration.neighbours.bicubic", "narration.neighbours.sixteen");
        case gs::Mode::bilinear: break;
    }
    return lines("narration.neighbours", "narration.neighbours.north_west");
}

Narration narrate_weights(const Telling& tell) {
    const Words& words = tell.words;
    const Trace &on = *tell.facts.sides[0].trace, &off = *tell.facts.sides[1].trace;
    switch (tell.facts.mode) {
        case gs::Mode::nearest:
            return {words("narration.weights.nearest"),
                    {words("narration.weights.one"), words("narration.weights.labels")}};
        case gs::Mode::bicubic:
            return {words("narration.weights.bicubic"),
                    {words("narration.weights.product"), words("narration.weights.squares"),
                     words("narration.weights.cubic", "on"_a = tell.pair(on.x.fraction, on.y.fraction),
                           "off"_a = tell.pair(off.x.fraction, off.y.fraction))}};
        case gs::Mode::bilinear: break;
    }
    const auto product = [&](const Trace& trace) {
        const auto four = [&](double value) { return words.number(typeset(fmt::format("{:.4f}", value))); };
        return fmt::format("{} × {} = {}", four(trace.x.weights[1]), four(trace.y.weights[0]),
                           four(trace.taps[1].weight));
    };
    return {words("narration.weights"),
            {words("narration.weights.box"), words("narration.weights.areas"),
             "NE  True: " + product(on) + "    False: " + product(off)}};
}

/// A value, or that it is not read.
std::string look_up_words(const Telling& tell, const SideFacts& side, size_t tap) {
    const std::string value = tell.number(side.trace->taps[tap].value);
    switch (side.taps[tap]) {
        case TapCase::read: return value;
        case TapCase::unread: return tell.words("tap.unread");
        case TapCase::zero:
        case TapCase::nowhere: break;
    }
    return tell.words("narration.look_up.outside", "value"_a = value);
}

Narration narrate_look_up(const Telling& tell) {
    const auto values = [&](const SideFacts& side) {
        std::string text;
        const size_t shown = std::min<size_t>(side.taps.size(), 4);
        for (size_t k = 0; k < shown; ++k)
            text += (k > 0 ? tell.words("list.wide") : "") + look_up_words(tell, side, k);
        return text + (shown < side.taps.size() ? tell.words("list") + "…" : "");
    };
    const PlainText rim = tell.facts.has_unread_tap ? PlainText("narration.look_up.unread")
                          : tell.facts.channels > 1 ? PlainText("narration.look_up.channels")
                                                    : PlainText("narration.look_up.zero");
    return tell.for_both(tell.words("narration.look_up"), values, tell.words(rim));
}

Narration narrate_add_up(const Telling& tell) {
    const Words& words = tell.words;
    const bool is_bicubic = tell.facts.mode == gs::Mode::bicubic;
    const auto sum = [&](const SideFacts& side) {
        const Trace& trace = *side.trace;
        const std::string output = tell.result(trace.output);
        std::string text;
        if (is_bicubic) {
            for (const double row : trace.row_sums) text += (text.empty() ? "" : words("list.wide")) + tell.number(row);
            return words("narration.add_up.rows", "sums"_a = text, "output"_a = output);
        }
        for (const TapTrace& tap : trace.taps) text += (text.empty() ? "" : " + ") + tell.number(tap.product);
        return text + " = " + output;
    };
    return tell.for_both(words("narration.add_up"), sum,
                         words.either(is_bicubic, "narration.add_up.rows_first", "narration.add_up.order"));
}

Narration narrate_compare(const Telling& tell) {
    const Words& words = tell.words;
    const Trace &on = *tell.facts.sides[0].trace, &off = *tell.facts.sides[1].trace;
    const Comparison& comparison = tell.facts.comparison;
    const auto shift = [&](double by) { return words.number(typeset(fmt::format("{:+.5g}", by))); };
    const std::string& note = tell.model.state().note;
    return {words("narration.compare"),
            {words("narration.compare.outputs", "on"_a = tell.result(on.output), "off"_a = tell.result(off.output),
                   "difference"_a = tell.number(comparison.output)),
             comparison.has_positions
                 ? words("narration.compare.shift", "shift"_a = words("pair", "x"_a = shift(comparison.shift_x),
                                                                      "y"_a = shift(comparison.shift_y)))
                 : words.either(on.is_nan_in_pytorch, "narration.compare.nowhere_pytorch", "narration.compare.nowhere"),
             note.empty() ? words("narration.compare.rule") : gs::visible(note, kMostNoteBytes)}};
}

}  // namespace

std::string step_name(const Words& words, int step) {
    constexpr std::array<PlainText, kSteps> names{"step.query",   "step.unnormalise", "step.padding", "step.neighbours",
                                                  "step.weights", "step.look_up",     "step.add_up",  "step.compare"};
    return words(names[static_cast<size_t>(step - 1)]);
}

Narration narrate(const Model& model, const StepFacts& facts) {
    constexpr std::array steps{narrate_query,   narrate_unnormalize, narrate_padding, narrate_neighbours,
                               narrate_weights, narrate_look_up,     narrate_add_up,  narrate_compare};
    const Words words = words_of(model.state());
    return steps[static_cast<size_t>(model.state().walk.step - 1)]({{words, kDigits}, model, facts});
}

}  // namespace viz
