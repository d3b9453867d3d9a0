// SPDX-License-Identifier: MIT
#include "viz/text/narration.h"

#include <fmt/core.h>

#include <array>
#include <cmath>

#include "core/visible.h"
#include "viz/document/format.h"
#include "viz/text/step_formulas.h"

namespace viz {
namespace {

constexpr size_t kMostNoteBytes = 300;  // more would be too small to be read

std::string number(double value) {
    return in_digits(value, 5);
}

std::string pair(double x, double y) {
    return "(" + number(x) + ", " + number(y) + ")";
}

/// "True: ..." and "False: ...".
template <class Words>
std::vector<std::string> for_both(const Model& model, Words&& words) {
    std::vector<std::string> lines;
    for (const Side& side : model.sides())
        lines.push_back((side.align_corners ? "True:  " : "False:  ") + words(side.trace));
    return lines;
}

Narration narrate_query(const Model& model) {
    const auto [x, y] = model.query_grid();
    const Query& query = model.state().query;
    const std::string origin =
        query.is_cell ? fmt::format("grid[{}, {}, {}] = ", query.n, query.h, query.w) : "The query is the grid value ";
    return {"Read the query",
            {origin + pair(x, y) + ". x comes first and runs to the right.",
             "Grid values run from −1 to 1 across the image, whatever its size.",
             "Both conventions get the same number. What it means is what differs."}};
}

Narration narrate_unnormalize(const Model& model) {
    Narration narration{"Unnormalise: from −1 … 1 to pixels", for_both(model, [](const Trace& trace) {
                            return unnormalize_formula(trace.x, trace.options.align_corners, "x", 5) +
                                   ",   y = " + number(trace.y.unnormalized);
                        })};
    narration.lines.push_back("An integer is the centre of a pixel; pixel i reaches from i − ½ to i + ½.");
    return narration;
}

/// Where a position inside the image lies among the pixel centres.
std::string place_words(const Trace& trace) {
    const bool is_on_column = trace.x.unnormalized == std::floor(trace.x.unnormalized),
               is_on_row = trace.y.unnormalized == std::floor(trace.y.unnormalized);
    if (is_on_column && is_on_row) return "is exactly the centre of a pixel";
    if (is_on_column) return "lies between the centres of two pixels of a column";
    if (is_on_row) return "lies between the centres of two pixels of a row";
    return "lies between the pixel centres";
}

std::string padding_words(const Trace& trace) {
    const std::string from = pair(trace.x.unnormalized, trace.y.unnormalized),
                      to = pair(trace.x.padded, trace.y.padded);
    const auto is = [&](gs::PaddingEffect effect) { return trace.x.effect == effect || trace.y.effect == effect; };
    if (is(gs::PaddingEffect::replaced)) {
        const std::string words = trace.options.padding == gs::Padding::zeros
                                      ? "not a usable position: out of bounds, the result is 0"
                                      : "not a usable position: it reads " + to;
        return words + (trace.is_nan_in_pytorch ? " (PyTorch's CPU gives nan)" : "");
    }
    if (!is(gs::PaddingEffect::outside) && !is(gs::PaddingEffect::clamped) && !is(gs::PaddingEffect::reflected))
        return from + " " + place_words(trace) + ": nothing to do";
    if (trace.options.padding == gs::Padding::zeros) return from + " stays; pixels outside the image count as 0";
    if (trace.options.mode == gs::Mode::bicubic) return from + " stays; each tap outside is moved on its own";
    return from + (is(gs::PaddingEffect::clamped) ? " is clamped to " : " is mirrored to ") + to;
}

Narration narrate_padding(const Model& model) {
    Narration narration{fmt::format("Padding: {}", gs::name(model.state().sampling.padding)),
                        for_both(model, padding_words)};
    switch (model.state().sampling.padding) {
        case gs::Padding::zeros:
            narration.lines.push_back("The ring around the image shows what lies outside: zeros.");
            break;
        case gs::Padding::border:
            narration.lines.push_back("The ring shows what lies outside: the nearest pixel of the rim.");
            break;
        case gs::Padding::reflection:
            narration.lines.push_back(
                "Mirror lines: through the centres of the end pixels (True), along the edges (False).");
    }
    return narration;
}

/// The columns and rows that are read, in words.
std::string neighbour_words(const Trace& trace) {
    if (is_nowhere(trace)) return "none: the position is out of bounds";
    const TapTrace &first = trace.taps.front(), &last = trace.taps.back();
    switch (trace.options.mode) {
        case gs::Mode::nearest:
            return typeset(fmt::format("{} rounds to column {:.0f}, row {:.0f}", pair(trace.x.padded, trace.y.padded),
                                       trace.x.base, trace.y.base));
        case gs::Mode::bicubic:
            return typeset(fmt::format("columns {} to {}, rows {} to {}", first.unpadded_x, last.unpadded_x,
                                       first.unpadded_y, last.unpadded_y));
        case gs::Mode::bilinear: break;
    }
    return typeset(fmt::format("floor(x) = {:.0f}, floor(y) = {:.0f}: columns {} and {}, rows {} and {}", trace.x.base,
                               trace.y.base, first.x, last.x, first.y, last.y));
}

Narration narrate_neighbours(const Model& model) {
    Narration narration{"The four neighbours", for_both(model, neighbour_words)};
    switch (model.state().sampling.mode) {
        case gs::Mode::nearest:
            narration.title = "The nearest pixel";
            narration.lines.push_back("Halves go to the even neighbour: 0.5 to 0, 1.5 to 2, 2.5 to 2.");
            break;
        case gs::Mode::bicubic:
            narration.title = "The sixteen neighbours";
            narration.lines.push_back(
                "One before the pixel on the left, one after the pixel on the right, likewise in y.");
            break;
        case gs::Mode::bilinear:
            narration.lines.push_back("Rounding down gives the north-west pixel (NW); NE, SW and SE follow.");
    }
    return narration;
}

Narration narrate_weights(const Model& model) {
    const Trace &a = model.side(true).trace, &b = model.side(false).trace;
    switch (model.state().sampling.mode) {
        case gs::Mode::nearest:
            return {"The weight",
                    {"There is one pixel, so its weight is 1.",
                     "Nothing is mixed: that is why nearest keeps labels intact."}};
        case gs::Mode::bicubic:
            return {"Sixteen signed weights",
                    {"A tap's weight is its column's times its row's; each four add up to 1.",
                     "Squares show them as areas. Negative ones sharpen, and let results overshoot.",
                     fmt::format("Cubic convolution, A = −0.75, at {} (True) and {} (False).",
                                 pair(a.x.fraction, a.y.fraction), pair(b.x.fraction, b.y.fraction))}};
        case gs::Mode::bilinear: break;
    }
    const auto product = [](const Trace& trace) {
        return typeset(
            fmt::format("{:.4f} × {:.4f} = {:.4f}", trace.x.weights[1], trace.y.weights[0], trace.taps[1].weight));
    };
    return {"Weights are areas",
            {"The one-pixel box around the query covers parts of four pixels.",
             "Each covered area is that pixel's weight; together they make 1.",
             "NE  True: " + product(a) + "    False: " + product(b)}};
}

/// A value, or that it is not read.
std::string look_up_words(const Trace& trace, const TapTrace& tap) {
    if (is_unread(trace, tap)) return "not read";
    return number(tap.value) + (tap.in_bounds ? "" : " (outside)");
}

/// What there is to know about pixels beyond the rim.
std::string rim_words(const Model& model) {
    for (const Side& side : model.sides()) {
        for (const TapTrace& tap : side.trace.taps) {
            if (is_unread(side.trace, tap)) return "A tap beyond the rim has weight 0 and is not read.";
        }
    }
    return model.channels() > 1 ? "Every channel uses the same pixels and the same weights."
                                : "A pixel outside the image, where padding leaves one, counts as 0.";
}

Narration narrate_look_up(const Model& model) {
    const auto values = [](const Trace& trace) {
        std::string text;
        const size_t shown = std::min<size_t>(trace.taps.size(), 4);
        for (size_t k = 0; k < shown; ++k) text += (k > 0 ? ",  " : "") + look_up_words(trace, trace.taps[k]);
        return text + (shown < trace.taps.size() ? ", …" : "");
    };
    return {"Look up the values", [&] {
                std::vector<std::string> lines = for_both(model, values);
                lines.push_back(rim_words(model));
                return lines;
            }()};
}

Narration narrate_add_up(const Model& model) {
    const auto sum = [](const Trace& trace) {
        std::string text;
        if (trace.options.mode == gs::Mode::bicubic) {
            for (size_t j = 0; j < trace.row_sums.size(); ++j)
                text += (j > 0 ? ",  " : "row sums ") + number(trace.row_sums[j]);
            return text + ";  together " + typeset(display(trace.output));
        } else {
            for (size_t k = 0; k < trace.taps.size(); ++k) text += (k > 0 ? " + " : "") + number(trace.taps[k].product);
        }
        return text + " = " + typeset(display(trace.output));
    };
    Narration narration{"Multiply and add up", for_both(model, sum)};
    narration.lines.push_back(model.state().sampling.mode == gs::Mode::bicubic
                                  ? "First each row along x, then the row sums along y, each with its row's weight."
                                  : "In this order: it is the order of the batch kernel, so every bit agrees.");
    return narration;
}

Narration narrate_compare(const Model& model) {
    const Trace &a = model.side(true).trace, &b = model.side(false).trace;
    const double dx = b.x.unnormalized - a.x.unnormalized, dy = b.y.unnormalized - a.y.unnormalized;
    Narration narration{"Same grid value, two places", {}};
    narration.lines.push_back(fmt::format("True gives {}, False gives {}: a difference of {}.",
                                          typeset(display(a.output)), typeset(display(b.output)),
                                          number(rounded(a.output - b.output, a.arithmetic))));
    narration.lines.push_back(std::isfinite(dx) && std::isfinite(dy)
                                  ? typeset(fmt::format("From True to False the position moves ({:+.5g}, {:+.5g}) px: "
                                                        "half the grid value.",
                                                        dx, dy))
                                  : "Such a grid value has no position; the padding rule says what is read." +
                                        std::string(a.is_nan_in_pytorch ? " PyTorch's CPU gives nan." : ""));
    narration.lines.push_back(model.state().note.empty()
                                  ? "Nothing at the centre, half a pixel at the rim, for every image size."
                                  : gs::visible(model.state().note, kMostNoteBytes));
    return narration;
}

}  // namespace

std::string_view step_name(int step) {
    constexpr std::array<std::string_view, kSteps> names{"query",   "unnormalise", "padding", "neighbours",
                                                         "weights", "look up",     "add up",  "compare"};
    return names[static_cast<size_t>(step - 1)];
}

Narration narrate(const Model& model) {
    constexpr std::array steps{narrate_query,   narrate_unnormalize, narrate_padding, narrate_neighbours,
                               narrate_weights, narrate_look_up,     narrate_add_up,  narrate_compare};
    return steps[static_cast<size_t>(model.state().walk.step - 1)](model);
}

}  // namespace viz
