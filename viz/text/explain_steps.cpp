// SPDX-License-Identifier: MIT
#include "viz/text/explain_steps.h"

#include <fmt/core.h>

#include <cmath>

#include "core/sample_math.h"
#include "viz/document/format.h"

namespace viz {
namespace {

/// One axis with the words that belong to it.
struct AxisWords {
    const AxisTrace& axis;
    const char* letter;             ///< "x"
    const char* size_letter;        ///< "W"
    const char* line;               ///< "column"
    std::vector<int64_t> unpadded;  ///< its taps before the padding of taps
    std::vector<int64_t> index;     ///< its taps as they are read

    bool is_inside(size_t tap) const { return index[tap] >= 0 && index[tap] < axis.size; }
    /// NaN, an infinity or a huge position under zeros: its taps lie nowhere in particular.
    bool is_nowhere() const { return axis.effect == gs::PaddingEffect::replaced && !is_inside(0); }
};

AxisWords words_x(const Trace& trace) {
    AxisWords words{trace.x, "x", "W", "column", {}, {}};
    for (size_t i = 0; i < trace.x.weights.size(); ++i) {
        words.unpadded.push_back(trace.taps[i].unpadded_x);
        words.index.push_back(trace.taps[i].x);
    }
    return words;
}

AxisWords words_y(const Trace& trace) {
    AxisWords words{trace.y, "y", "H", "row", {}, {}};
    for (size_t j = 0; j < trace.y.weights.size(); ++j) {
        const TapTrace& first_of_row = trace.taps[j * trace.x.weights.size()];
        words.unpadded.push_back(first_of_row.unpadded_y);
        words.index.push_back(first_of_row.y);
    }
    return words;
}

/// What `lines` makes of x and then of y.
template <class AxisLines>
Lines both_axes(const Trace& trace, AxisLines&& lines) {
    Lines result = lines(words_x(trace));
    for (std::string& line : lines(words_y(trace))) result.push_back(std::move(line));
    return result;
}

/// A number in a cell of `width` columns, right-aligned, with as many of six digits as leave a space before it.
std::string cell(double value, size_t width) {
    std::string text = pencil(value);
    for (int digits = 6; text.size() >= width && digits > 1; --digits) text = fmt::format("{:.{}g}", value, digits);
    return fmt::format("{:>{}}", text, width);
}

/// Bicubic leaves the position where it is and pads its four taps.
std::string cubic_padding_line(const AxisWords& words, const std::string& place) {
    switch (words.axis.effect) {
        case gs::PaddingEffect::none: return fmt::format("{}, all four {}s are inside", place, words.line);
        case gs::PaddingEffect::outside: return fmt::format("{} stays; {}s outside count as 0", place, words.line);
        case gs::PaddingEffect::clamped: return fmt::format("{} stays; {}s are clamped, see 4", place, words.line);
        default: return fmt::format("{} stays; {}s are reflected, see 4", place, words.line);
    }
}

std::string padding_line(const AxisWords& words, const gs::Options& options) {
    const AxisTrace& axis = words.axis;
    const std::string from = pencil(axis.unnormalized), to = pencil(axis.padded);
    const int64_t last = axis.size - 1;
    const std::string place = std::string(words.letter) + ": " + from;
    if (axis.effect == gs::PaddingEffect::replaced) {
        if (words.is_nowhere()) return place + " is unusable: outside, counts as 0";
        return fmt::format("{} is unusable: reads the {} {}", place, axis.padded > 0 ? "last" : "first", words.line);
    }
    if (gs::pads_taps(options.mode)) return cubic_padding_line(words, place);
    switch (axis.effect) {
        case gs::PaddingEffect::outside:
            return fmt::format("{} is outside 0 .. {}: it stays, pixels beyond the rim count as 0", place, last);
        case gs::PaddingEffect::clamped:
            return fmt::format("{} -> {}, clamped to the {} {}", place, to, axis.padded > 0 ? "last" : "first",
                               words.line);
        case gs::PaddingEffect::reflected:
            if (options.align_corners)
                return fmt::format("{} -> {}, reflected at 0 and {}, the centres of the end pixels", place, to, last);
            return fmt::format("{} -> {}, reflected at -0.5 and {}.5, the outer edges, then clamped to 0 .. {}", place,
                               to, last, last);
        default: return fmt::format("{} is inside 0 .. {}: nothing to do", place, last);
    }
}

/// "columns 1, 2, 3, 4 (outside)", and what padding makes of them.
std::string index_line(const AxisWords& words) {
    const bool several = words.index.size() > 1;
    std::string unpadded, padded;
    for (size_t tap = 0; tap < words.index.size(); ++tap) {
        const char* comma = tap > 0 ? ", " : "";
        unpadded += fmt::format("{}{}{}", comma, words.unpadded[tap], words.is_inside(tap) ? "" : " (outside)");
        padded += fmt::format("{}{}", comma, words.index[tap]);
    }
    const std::string line = fmt::format("   {}{} {}", words.line, several ? "s" : "", unpadded);
    return words.unpadded == words.index ? line : line + ", padded: " + padded;
}

Lines axis_neighbour_lines(const AxisWords& words, gs::Mode mode) {
    const AxisTrace& axis = words.axis;
    if (words.is_nowhere()) return {fmt::format("{}: no {}, as it is outside", words.letter, words.line)};
    const std::string place = pencil(axis.padded), base = pencil(axis.base);
    if (mode == gs::Mode::nearest) {
        const bool is_tie = std::fabs(axis.fraction) == 0.5;
        return {fmt::format("{}: {} rounds to {}{}", words.letter, place, base, is_tie ? ", a tie: to even" : ""),
                index_line(words)};
    }
    return {fmt::format("{}: floor({}) = {}, fraction {}", words.letter, place, base, pencil(axis.fraction)),
            index_line(words)};
}

std::string sum_of_weights(const Trace& trace) {
    double sum = 0;
    for (const TapTrace& tap : trace.taps) sum += tap.weight;
    return fmt::format("sum = {}", pencil(rounded(sum, trace.arithmetic)));
}

Lines cubic_axis_lines(const AxisWords& words) {
    const std::vector<double>& weights = words.axis.weights;
    std::string row = "  ";
    for (const double weight : weights) row += cell(weight, 11);
    return {fmt::format("{}: t = {}", words.letter, pencil(words.axis.fraction)), row};
}

/// Where a tap is read, or that it is not.
std::string tap_value(const Trace& trace, const TapTrace& tap) {
    if (tap.in_bounds)
        return fmt::format("input[{}, {}, {}, {}] = {}", trace.n, trace.c, tap.y, tap.x, pencil(tap.value));
    if (words_x(trace).is_nowhere() || words_y(trace).is_nowhere()) return "outside, counts as 0";
    return fmt::format("row {}, column {} is outside: 0", tap.y, tap.x);
}

/// The values of a bicubic sample, a row of the image per line.
Lines cubic_table(const Trace& trace) {
    const AxisWords x = words_x(trace), y = words_y(trace);
    const auto label = [](const AxisWords& words, size_t tap) {
        return words.is_nowhere() ? std::string("outside") : fmt::format("{}", words.index[tap]);
    };
    Lines lines{fmt::format("{:<9}", "row")};
    bool has_outside = false;
    for (size_t i = 0; i < 4; ++i)
        lines[0] += fmt::format("{:>9}", i == 0 ? fmt::format("col {}", label(x, i)) : label(x, i));
    for (size_t j = 0; j < 4; ++j) {
        std::string line = fmt::format("{:<9}", label(y, j));
        for (size_t i = 0; i < 4; ++i) {
            const TapTrace& tap = trace.taps[j * 4 + i];
            line += tap.in_bounds ? cell(tap.value, 9) : fmt::format("{:>9}", ".");
            has_outside = has_outside || !tap.in_bounds;
        }
        lines.push_back(line);
    }
    if (has_outside) lines.push_back(". is outside and counts as 0");
    return lines;
}

/// A number as a factor: "3", "(-3)".
std::string factor(double value) {
    return value < 0 ? fmt::format("({})", pencil(value)) : pencil(value);
}

/// "0.51*1 - 0.08*2 + ..."
std::string weighted(const std::vector<double>& weights, const std::vector<double>& values) {
    std::string text = weights[0] < 0 ? "-" : "";
    for (size_t k = 0; k < weights.size(); ++k) {
        if (k > 0) text += weights[k] < 0 ? " - " : " + ";
        text += pencil(std::fabs(weights[k])) + "*" + factor(values[k]);
    }
    return text;
}

Lines cubic_sum_lines(const Trace& trace) {
    Lines lines;
    for (size_t j = 0; j < 4; ++j) {
        std::vector<double> values;
        for (size_t i = 0; i < 4; ++i) values.push_back(trace.taps[j * 4 + i].value);
        lines.push_back(fmt::format("r{} = {}", j, weighted(trace.x.weights, values)));
        lines.push_back(fmt::format("   = {}", pencil(trace.row_sums[j])));
    }
    lines.push_back(fmt::format("output = {}", weighted(trace.y.weights, trace.row_sums)));
    return lines;
}

}  // namespace

std::string pencil(double value) {
    if (value == 0) return "0";
    constexpr double kPrintedWhole = 1e15;  // whole numbers have all of their digits up to here
    const bool is_whole = value == std::nearbyint(value) && std::abs(value) < kPrintedWhole;
    return is_whole ? fmt::format("{:.0f}", value) : display(value);
}

Lines unnormalise_lines(const Trace& trace) {
    const bool align_corners = trace.options.align_corners;
    return both_axes(trace, [&](const AxisWords& words) -> Lines {
        const auto formula = [&](const std::string& g, const std::string& size) {
            return align_corners ? fmt::format("({} + 1) / 2 * ({} - 1)", g, size)
                                 : fmt::format("(({} + 1) * {} - 1) / 2", g, size);
        };
        return {fmt::format("{} = {}", words.letter, formula(fmt::format("g{}", words.letter), words.size_letter)),
                fmt::format("  = {} = {}",
                            formula(exact(words.axis.grid, trace.arithmetic), std::to_string(words.axis.size)),
                            pencil(words.axis.unnormalized))};
    });
}

Lines padding_lines(const Trace& trace) {
    Lines lines =
        both_axes(trace, [&](const AxisWords& words) -> Lines { return {padding_line(words, trace.options)}; });
    if (trace.is_nan_in_pytorch) lines.push_back("PyTorch's CPU code would print NaN here.");
    return lines;
}

Lines neighbour_lines(const Trace& trace) {
    return both_axes(trace, [&](const AxisWords& words) { return axis_neighbour_lines(words, trace.options.mode); });
}

Lines weight_lines(const Trace& trace) {
    Lines lines;
    switch (trace.options.mode) {
        case gs::Mode::nearest: return {"one pixel, weight 1"};
        case gs::Mode::bicubic: lines = both_axes(trace, cubic_axis_lines); break;
        case gs::Mode::bilinear:
            for (size_t k = 0; k < trace.taps.size(); ++k) {
                // South and east taps weigh by the fraction, north and west ones by what it leaves of 1.
                const auto along = [](const AxisTrace& axis, bool by_fraction) {
                    return by_fraction ? pencil(axis.fraction) : fmt::format("(1 - {})", pencil(axis.fraction));
                };
                lines.push_back(fmt::format("{} = {} * {} = {}", trace.taps[k].name, along(trace.y, k / 2 == 1),
                                            along(trace.x, k % 2 == 1), pencil(trace.taps[k].weight)));
            }
    }
    lines.push_back(sum_of_weights(trace));
    return lines;
}

Lines look_up_lines(const Trace& trace) {
    if (trace.options.mode == gs::Mode::bicubic) return cubic_table(trace);
    Lines lines;
    for (const TapTrace& tap : trace.taps)
        lines.push_back(trace.taps.size() == 1 ? tap_value(trace, tap) : tap.name + "  " + tap_value(trace, tap));
    return lines;
}

Lines sum_lines(const Trace& trace) {
    Lines lines;
    switch (trace.options.mode) {
        case gs::Mode::nearest: lines = {"the pixel itself"}; break;
        case gs::Mode::bicubic: lines = cubic_sum_lines(trace); break;
        case gs::Mode::bilinear:
            for (const TapTrace& tap : trace.taps)
                lines.push_back(fmt::format("{} {}  {} * {} = {}", lines.empty() ? " " : "+", tap.name,
                                            pencil(tap.weight), factor(tap.value), pencil(tap.product)));
    }
    lines.push_back(fmt::format("= {}", display(trace.output)));
    lines.push_back(fmt::format("exactly {}, bits {}", exact(trace.output, trace.arithmetic),
                                hex_bits(trace.output, trace.arithmetic)));
    return lines;
}

}  // namespace viz
