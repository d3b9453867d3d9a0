// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "viz/document/format.h"
#include "viz/text/explain.h"
#include "viz/text/explain_python.h"
#include "viz/text/explain_steps.h"
#include "viz/text/source_words.h"

namespace viz {
namespace {

/// The page, and what is written on it.
struct Writer {
    TextPage page;
    const Model& model;
    const StepFacts& facts;
    const Words& words;
    std::vector<const SideFacts*> shown;  ///< the conventions that are explained

    void blank() { page.line(""); }
    void indented(const std::string& text) { page.line("  " + text); }
    std::string number(double value) const { return words.number(display(value)); }
    /// A line with a word in front, which all such lines leave the same room.
    void labelled(PlainText label, const std::string& text) {
        static constexpr std::array<PlainText, 6> kLabels{"explain.label.input",   "explain.label.layout",
                                                          "explain.label.grid",    "explain.label.mode",
                                                          "explain.label.numbers", "explain.label.note"};
        size_t widest = 0;
        for (const PlainText& other : kLabels) widest = std::max(widest, columns_of(words(other)));
        indented(fmt::format("{:<{}}{}", words(label), widest + 2, text));
    }
    void heading(int step, const std::string& text) {
        blank();
        page.line(fmt::format("{} {}", step, text));
    }
    /// What the conventions shown say, side by side.
    void lines(Lines (*lines_of)(const SideFacts&, const Words&)) {
        std::vector<Lines> blocks;
        for (const SideFacts* side : shown) {
            blocks.push_back(lines_of(*side, words));
            for (std::string& line : blocks.back()) line.insert(0, "  ");
        }
        page.side_by_side(blocks);
    }
};

/// One of three, by the mode.
PlainText by_mode(gs::Mode mode, PlainText bilinear, PlainText nearest, PlainText bicubic) {
    return mode == gs::Mode::bilinear ? bilinear : mode == gs::Mode::nearest ? nearest : bicubic;
}

void write_what_is_sampled(Writer& writer) {
    const Words& words = writer.words;
    const Model& model = writer.model;
    const State& state = model.state();
    writer.labelled("explain.label.input",
                    words("explain.input", "name"_a = state.sources.input, "sizes"_a = sizes_of(model.input()).text(),
                          "width"_a = model.width(), "height"_a = model.height()));
    if (const SourceFacts& facts = model.input_facts(); facts.stored_sizes.rank() > 0)
        writer.labelled("explain.label.layout",
                        words("explain.layout", "layout"_a = facts.layout, "type"_a = stored_text(words, facts),
                              "sizes"_a = facts.stored_sizes.text()));
    writer.labelled("explain.label.grid",
                    words("explain.grid", "name"_a = state.sources.grid, "sizes"_a = sizes_of(model.grid()).text()));
    writer.labelled("explain.label.mode", words("explain.mode", "mode"_a = std::string(gs::name(state.sampling.mode)),
                                                "padding"_a = std::string(gs::name(state.sampling.padding))));
    writer.labelled("explain.label.numbers",
                    words("explain.numbers", "type"_a = std::string(gs::name(model.arithmetic()))));
    for (const auto& [name, facts] :
         {std::pair(state.sources.input, model.input_facts()), std::pair(state.sources.grid, model.grid_facts())})
        for (const std::string& note : note_texts(words, facts))
            writer.labelled("explain.label.note", fmt::format("{}: {}", name, note));
}

void write_query(Writer& writer) {
    const Words& words = writer.words;
    const Query& query = writer.facts.query;
    const int64_t channel = writer.model.state().view.channel;
    const gs::Dtype arithmetic = writer.facts.arithmetic;
    writer.heading(1, words("explain.query"));
    writer.indented(query.is_cell ? words("explain.query.cell", "n"_a = query.n, "h"_a = query.h, "w"_a = query.w,
                                          "channel"_a = channel)
                                  : words("explain.query.point", "n"_a = query.n, "channel"_a = channel));
    const std::string value =
        fmt::format("({}, {})", exact(writer.facts.grid[0], arithmetic), exact(writer.facts.grid[1], arithmetic));
    writer.indented(words("explain.query.value", "value"_a = value));
}

void write_titles(Writer& writer) {
    std::vector<Lines> titles;
    for (const SideFacts* side : writer.shown) {
        const std::string title = fmt::format("align_corners={}", side->align_corners ? "True" : "False");
        titles.push_back({title, std::string(title.size(), '=')});
    }
    writer.blank();
    writer.page.side_by_side(titles);
}

void write_weights(Writer& writer) {
    const Words& words = writer.words;
    const gs::Mode mode = writer.facts.mode;
    writer.heading(
        5, words(by_mode(mode, "explain.weights.bilinear", "explain.weights.nearest", "explain.weights.bicubic")));
    if (mode == gs::Mode::bicubic) {
        writer.indented("near(d) = 1.25 d^3 - 2.25 d^2 + 1,   far(d) = -0.75 d^3 + 3.75 d^2 - 6 d + 3");
        const std::string weights = "far(1 + t), near(t), near(1 - t), far(2 - t)";
        writer.indented(words("explain.weights.cubic", "weights"_a = weights));
    }
    writer.lines(weight_lines);
}

void write_steps(Writer& writer) {
    const Words& words = writer.words;
    const gs::Mode mode = writer.facts.mode;
    writer.heading(2, words("explain.unnormalise"));
    writer.lines(unnormalise_lines);
    writer.heading(3, words("explain.padding"));
    writer.lines(padding_lines);
    writer.heading(4, words(by_mode(mode, "explain.neighbours.bilinear", "explain.neighbours.nearest",
                                    "explain.neighbours.bicubic")));
    writer.lines(neighbour_lines);
    write_weights(writer);
    writer.heading(6, words("explain.look_up"));
    writer.lines(look_up_lines);
    writer.heading(7,
                   words(by_mode(mode, "explain.add_up.bilinear", "explain.add_up.nearest", "explain.add_up.bicubic")));
    writer.lines(sum_lines);
}

void write_comparison(Writer& writer) {
    const Words& words = writer.words;
    const auto& [on, off] = writer.facts.sides;
    const Comparison& comparison = writer.facts.comparison;
    writer.heading(8, words("explain.compare"));
    writer.indented(words("explain.compare.outputs", "on"_a = writer.number(on.trace->output),
                          "off"_a = writer.number(off.trace->output),
                          "difference"_a = pencil(comparison.output, words)));
    const auto shift = [&](double by) { return words.number(fmt::format("{:+.6g}", by)); };
    if (comparison.has_positions)
        writer.indented(
            words("explain.compare.shift", "x"_a = shift(comparison.shift_x), "y"_a = shift(comparison.shift_y)));
}

}  // namespace

std::string explain_text(const Model& model, ShownConvention only_align_corners) {
    const StepFacts facts = step_facts(model);
    const Words words = words_of(model.state());
    Writer writer{{}, model, facts, words, {}};
    for (const SideFacts& side : facts.sides) {
        if (only_align_corners.value_or(side.align_corners) == side.align_corners) writer.shown.push_back(&side);
    }
    writer.page.line(words("explain"));
    writer.blank();
    write_what_is_sampled(writer);
    write_query(writer);
    write_titles(writer);
    write_steps(writer);
    if (writer.shown.size() == facts.sides.size()) write_comparison(writer);
    write_snippet(writer.page, model, only_align_corners);
    return writer.page.text();
}

}  // namespace viz
