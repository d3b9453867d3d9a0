// SPDX-License-Identifier: MIT
#include "viz/text/explain_steps.h"

#include <fmt/core.h>

#include <cmath>

#include "viz/document/format.h"

namespace viz {
namespace {

/// What `lines` makes of x and then of y.
template <class AxisLines>
Lines both_axes(const SideFacts& side, AxisLines&& lines) {
    Lines result = lines(side.x);
    for (std::string& line : lines(side.y)) result.push_back(std::move(line));
    return result;
}

/// A number in a cell of `width` columns, right-aligned, with as many of six digits as leave a space before it.
std::string cell(double value, size_t width, const Words& words) {
    std::string text = pencil(value, words);
    for (int digits = 6; text.size() >= width && digits > 1; --digits)
        text = words.number(fmt::format("{:.{}g}", value, digits));
    return fmt::format("{:>{}}", text, width);
}

/// The end that a position is moved to, or read at.
std::string end_words(const AxisFacts& axis, const Words& words) {
    return axis.is_x ? words.either(axis.goes_to_last, "explain.last_column", "explain.first_column")
                     : words.either(axis.goes_to_last, "explain.last_row", "explain.first_row");
}

/// Where the position stays and its four taps are padded.
std::string cubic_padding_line(const AxisFacts& axis, const std::string& place, const Words& words) {
    switch (axis.what) {
        case AxisCase::inside:
            return words.either(axis.is_x, "explain.padding.columns_inside", "explain.padding.rows_inside",
                                "place"_a = place);
        case AxisCase::outside:
            return words.either(axis.is_x, "explain.padding.columns_outside", "explain.padding.rows_outside",
                                "place"_a = place);
        case AxisCase::clamped:
            return words.either(axis.is_x, "explain.padding.columns_clamped", "explain.padding.rows_clamped",
                                "place"_a = place);
        default:
            return words.either(axis.is_x, "explain.padding.columns_reflected", "explain.padding.rows_reflected",
                                "place"_a = place);
    }
}

std::string reflection_line(const AxisFacts& axis, bool align_corners, const std::string& place, const std::string& to,
                            const Words& words) {
    const int64_t last = axis.trace->size - 1;
    if (align_corners)
        return words("explain.padding.reflected_at_centres", "place"_a = place, "to"_a = to, "last"_a = last);
    return words("explain.padding.reflected_at_edges", "place"_a = place, "to"_a = to, "low"_a = words.number("-0.5"),
                 "high"_a = words.number(fmt::format("{}.5", last)), "last"_a = last);
}

std::string padding_line(const AxisFacts& axis, bool align_corners, const Words& words) {
    const int64_t last = axis.trace->size - 1;
    const std::string to = pencil(axis.trace->padded, words);
    const std::string place = fmt::format("{}: {}", axis.letter, pencil(axis.trace->unnormalized, words));
    if (axis.what == AxisCase::nowhere) return words("explain.padding.nowhere", "place"_a = place);
    if (axis.what == AxisCase::replaced)
        return words("explain.padding.replaced", "place"_a = place, "end"_a = end_words(axis, words));
    if (axis.pads_taps) return cubic_padding_line(axis, place, words);
    switch (axis.what) {
        case AxisCase::outside: return words("explain.padding.outside", "place"_a = place, "last"_a = last);
        case AxisCase::clamped:
            return words("explain.padding.clamped", "place"_a = place, "to"_a = to, "end"_a = end_words(axis, words));
        case AxisCase::reflected: return reflection_line(axis, align_corners, place, to, words);
        default: return words("explain.padding.inside", "place"_a = place, "last"_a = last);
    }
}

/// "columns 1, 2, 3, 4 (outside)", and what padding makes of them.
std::string index_line(const AxisFacts& axis, const Words& words) {
    std::string unpadded, padded;
    for (const AxisTap& tap : axis.taps) {
        if (&tap != &axis.taps.front()) {
            unpadded += words("list");
            padded += words("list");
        }
        unpadded += tap.is_inside ? std::to_string(tap.unpadded)
                                  : words("explain.neighbours.outside", "index"_a = tap.unpadded);
        padded += std::to_string(tap.index);
    }
    const std::string line = words.either(axis.is_x, "explain.neighbours.columns", "explain.neighbours.rows",
                                          "count"_a = axis.taps.size(), "list"_a = unpadded);
    return "   " + (axis.moves_taps ? words("explain.neighbours.padded", "line"_a = line, "list"_a = padded) : line);
}

Lines axis_neighbour_lines(const AxisFacts& axis, gs::Mode mode, const Words& words) {
    const std::string letter(axis.letter);
    if (axis.what == AxisCase::nowhere)
        return {
            words.either(axis.is_x, "explain.neighbours.no_column", "explain.neighbours.no_row", "letter"_a = letter)};
    const std::string place = pencil(axis.trace->padded, words), base = pencil(axis.trace->base, words);
    if (mode == gs::Mode::nearest)
        return {words.either(axis.is_tie, "explain.neighbours.tie", "explain.neighbours.rounds", "letter"_a = letter,
                             "place"_a = place, "base"_a = base),
                index_line(axis, words)};
    return {words("explain.neighbours.floor", "letter"_a = letter, "place"_a = place, "base"_a = base,
                  "fraction"_a = pencil(axis.trace->fraction, words)),
            index_line(axis, words)};
}

Lines cubic_axis_lines(const AxisFacts& axis, const Words& words) {
    std::string row = "  ";
    for (const double weight : axis.trace->weights) row += cell(weight, 11, words);
    return {fmt::format("{}: t = {}", axis.letter, pencil(axis.trace->fraction, words)), row};
}

/// Where a tap is read, or that it is not.
std::string tap_value(const SideFacts& side, size_t k, const Words& words) {
    const TapTrace& tap = side.trace->taps[k];
    switch (side.taps[k]) {
        case TapCase::read:
            return fmt::format("input[{}, {}, {}, {}] = {}", side.trace->n, side.trace->c, tap.y, tap.x,
                               pencil(tap.value, words));
        case TapCase::nowhere: return words("explain.look_up.nowhere");
        case TapCase::zero:
        case TapCase::unread: break;
    }
    return words("explain.look_up.zero", "row"_a = tap.y, "column"_a = tap.x);
}

/// The values of a bicubic sample, a row of the image per line.
Lines cubic_table(const SideFacts& side, const Words& words) {
    const auto label = [&](const AxisFacts& axis, size_t tap) {
        return axis.what == AxisCase::nowhere ? words("explain.look_up.outside") : std::to_string(axis.taps[tap].index);
    };
    Lines lines{fmt::format("{:<9}", words("explain.look_up.row"))};
    bool has_outside = false;
    for (size_t i = 0; i < 4; ++i) {
        const std::string column = label(side.x, i);
        lines[0] += fmt::format("{:>9}", i == 0 ? words("explain.look_up.column", "column"_a = column) : column);
    }
    for (size_t j = 0; j < 4; ++j) {
        std::string line = fmt::format("{:<9}", label(side.y, j));
        for (size_t i = 0; i < 4; ++i) {
            const TapTrace& tap = side.trace->taps[j * 4 + i];
            line += tap.in_bounds ? cell(tap.value, 9, words) : fmt::format("{:>9}", ".");
            has_outside = has_outside || !tap.in_bounds;
        }
        lines.push_back(line);
    }
    if (has_outside) lines.push_back(words("explain.look_up.point"));
    return lines;
}

/// A number as a factor: "3", "(-3)".
std::string factor(double value, const Words& words) {
    return value < 0 ? fmt::format("({})", pencil(value, words)) : pencil(value, words);
}

/// "0.51*1 - 0.08*2 + ..."
std::string weighted(const std::vector<double>& weights, const std::vector<double>& values, const Words& words) {
    std::string text = weights[0] < 0 ? "-" : "";
    for (size_t k = 0; k < weights.size(); ++k) {
        if (k > 0) text += weights[k] < 0 ? " - " : " + ";
        text += pencil(std::fabs(weights[k]), words) + "*" + factor(values[k], words);
    }
    return text;
}

Lines cubic_sum_lines(const Trace& trace, const Words& words) {
    Lines lines;
    for (size_t j = 0; j < 4; ++j) {
        std::vector<double> values;
        for (size_t i = 0; i < 4; ++i) values.push_back(trace.taps[j * 4 + i].value);
        lines.push_back(fmt::format("r{} = {}", j, weighted(trace.x.weights, values, words)));
        lines.push_back(fmt::format("   = {}", pencil(trace.row_sums[j], words)));
    }
    lines.push_back(fmt::format("output = {}", weighted(trace.y.weights, trace.row_sums, words)));
    return lines;
}

/// A tap's weight from the fractions: south and east taps weigh by it, north and west ones by what it leaves of 1.
std::string tap_weight_line(const Trace& trace, size_t k, const Words& words) {
    const auto along = [&](const AxisTrace& axis, bool by_fraction) {
        const std::string fraction = pencil(axis.fraction, words);
        return by_fraction ? fraction : fmt::format("(1 - {})", fraction);
    };
    return fmt::format("{} = {} * {} = {}", trace.taps[k].name, along(trace.y, k / 2 == 1), along(trace.x, k % 2 == 1),
                       pencil(trace.taps[k].weight, words));
}

}  // namespace

std::string pencil(double value, const Words& words) {
    if (value == 0) return "0";
    constexpr double kPrintedWhole = 1e15;  // whole numbers have all of their digits up to here
    const bool is_whole = value == std::nearbyint(value) && std::abs(value) < kPrintedWhole;
    return is_whole ? fmt::format("{:.0f}", value) : words.number(display(value));
}

Lines unnormalise_lines(const SideFacts& side, const Words& words) {
    return both_axes(side, [&](const AxisFacts& axis) -> Lines {
        const auto formula = [&](const std::string& g, const std::string& size) {
            return side.align_corners ? fmt::format("({} + 1) / 2 * ({} - 1)", g, size)
                                      : fmt::format("(({} + 1) * {} - 1) / 2", g, size);
        };
        return {fmt::format("{} = {}", axis.letter,
                            formula(fmt::format("g{}", axis.letter), std::string(axis.size_letter))),
                fmt::format("  = {} = {}",
                            formula(exact(axis.trace->grid, side.trace->arithmetic), std::to_string(axis.trace->size)),
                            pencil(axis.trace->unnormalized, words))};
    });
}

Lines padding_lines(const SideFacts& side, const Words& words) {
    Lines lines = both_axes(
        side, [&](const AxisFacts& axis) -> Lines { return {padding_line(axis, side.align_corners, words)}; });
    if (side.is_nan_in_pytorch) lines.push_back(words("explain.padding.pytorch"));
    return lines;
}

Lines neighbour_lines(const SideFacts& side, const Words& words) {
    return both_axes(
        side, [&](const AxisFacts& axis) { return axis_neighbour_lines(axis, side.trace->options.mode, words); });
}

Lines weight_lines(const SideFacts& side, const Words& words) {
    Lines lines;
    switch (side.trace->options.mode) {
        case gs::Mode::nearest: return {words("formula.weights.nearest")};
        case gs::Mode::bicubic:
            lines = both_axes(side, [&](const AxisFacts& axis) { return cubic_axis_lines(axis, words); });
            break;
        case gs::Mode::bilinear:
            for (size_t k = 0; k < side.taps.size(); ++k) lines.push_back(tap_weight_line(*side.trace, k, words));
    }
    lines.push_back(words("explain.weights.sum", "sum"_a = pencil(side.sum_of_weights, words)));
    return lines;
}

Lines look_up_lines(const SideFacts& side, const Words& words) {
    if (side.trace->options.mode == gs::Mode::bicubic) return cubic_table(side, words);
    Lines lines;
    for (size_t k = 0; k < side.taps.size(); ++k)
        lines.push_back((side.taps.size() == 1 ? "" : side.trace->taps[k].name + "  ") + tap_value(side, k, words));
    return lines;
}

Lines sum_lines(const SideFacts& side, const Words& words) {
    const Trace& trace = *side.trace;
    Lines lines;
    switch (trace.options.mode) {
        case gs::Mode::nearest: lines = {words("explain.add_up.itself")}; break;
        case gs::Mode::bicubic: lines = cubic_sum_lines(trace, words); break;
        case gs::Mode::bilinear:
            for (const TapTrace& tap : trace.taps)
                lines.push_back(fmt::format("{} {}  {} * {} = {}", lines.empty() ? " " : "+", tap.name,
                                            pencil(tap.weight, words), factor(tap.value, words),
                                            pencil(tap.product, words)));
    }
    lines.push_back("= " + words.number(display(trace.output)));
    lines.push_back(words("explain.add_up.exactly", "value"_a = exact(trace.output, trace.arithmetic),
                          "bits"_a = hex_bits(trace.output, trace.arithmetic)));
    lines.push_back(words.either(side.is_bit_equal, "explain.add_up.equal", "explain.add_up.not_equal"));
    return lines;
}

}  // namespace viz
