// SPDX-License-Identifier: MIT
// The weighted sum, written out under its picture in the order in which the core adds it.
#include <fmt/format.h>

#include <vector>

#include "viz/figures/parts.h"
#include "viz/model/format.h"

namespace viz {
namespace {

constexpr float kRowHeight = 2.0f;  ///< of two rows of terms, in sizes of their type

/// One summand. For bicubic a summand is a whole row of taps.
struct Term {
    std::string text;
    Color tint;
    Target target;  ///< the tap, or the row of taps, that it stands for
};

std::vector<Term> terms_of(const Stage& stage) {
    const Trace& trace = stage.side.trace;
    std::vector<Term> terms;
    if (trace.options.mode == gs::Mode::bicubic) {
        for (size_t j = 0; j < trace.row_sums.size(); ++j) {
            const double weight = trace.y.weights[j];
            terms.push_back({typeset(fmt::format("{:.4f} × {:.5g}", weight, trace.row_sums[j])),
                             weight < 0 ? stage.figure.colors.negative : stage.figure.colors.positive,
                             {.kind = Target::Kind::row, .index = static_cast<int>(j)}});
        }
        return terms;
    }
    for (size_t k = 0; k < trace.taps.size(); ++k) {
        const TapTrace& tap = trace.taps[k];
        const bool is_only = trace.options.mode == gs::Mode::nearest;
        terms.push_back({typeset(value_text(tap.value)) + (is_only ? "" : " × " + weight_text(tap.weight)),
                         tap_color(stage.figure, trace, k),
                         {.kind = Target::Kind::tap, .index = static_cast<int>(k)}});
    }
    return terms;
}

/// Chips with plus signs between them, in `rows` rows; returns where the last one ends.
class TermRow {
public:
    TermRow(const Stage& stage, Rect area, const std::vector<Term>& terms)
        : stage_(stage), area_(area), terms_(terms) {}

    /// The size of type in which `per_row` terms fit side by side.
    float size_for(size_t per_row, float largest) const {
        float widest = 0;
        for (size_t first = 0; first < terms_.size(); first += per_row) {
            float width = 0;
            for (size_t k = first; k < std::min(first + per_row, terms_.size()); ++k)
                width += text_width(Face::mono, 1, terms_[k].text) + kPadding + kBetween;
            widest = std::max(widest, width);
        }
        return std::min(largest, area_.w / widest);
    }

    void draw(size_t per_row, float size, float row_height) {
        const size_t rows = (terms_.size() + per_row - 1) / per_row;
        float y = area_.centre().y - row_height * static_cast<float>(rows - 1) / 2;
        for (size_t first = 0; first < terms_.size(); first += per_row, y += row_height) {
            float x = area_.x;
            for (size_t k = first; k < std::min(first + per_row, terms_.size()); ++k) {
                x = draw_chip(terms_[k], {x, y}, size);
                stage_.figure.canvas.text({x + kBetween * size / 2, y}, k + 1 < terms_.size() ? "+" : "=",
                                          stage_.figure.style(Face::mono, size, stage_.figure.colors.muted),
                                          Anchor::middle);
                x += kBetween * size;
            }
        }
    }

private:
    float draw_chip(const Term& term, Vec2 at, float size) {
        const Figure& figure = stage_.figure;
        const float width = text_width(Face::mono, size, term.text) + kPadding * size;
        const Rect chip{at.x, at.y - size * 0.95f, width, size * 1.9f};
        const bool is_hovered = term.target.kind == Target::Kind::row ? figure.is_row_hovered(term.target.index)
                                                                      : figure.is_hovered(term.target.index);
        const bool is_print = figure.colors.hatches_taps;
        figure.canvas.fill(chip, is_print ? figure.colors.card : faded(term.tint, is_hovered ? 0.75f : 0.38f), 4);
        figure.canvas.frame(chip, is_hovered ? figure.colors.ink : term.tint, is_hovered ? 2.5f : 1.2f, 4);
        figure.canvas.text(chip.centre(), term.text, figure.style(Face::mono, size, figure.colors.ink), Anchor::middle);
        figure.hit(chip, term.target);
        return chip.right();
    }

    static constexpr float kPadding = 0.9f, kBetween = 1.5f;  // of the type size

    const Stage& stage_;
    Rect area_;
    const std::vector<Term>& terms_;
};

}  // namespace

void draw_formula(const Stage& stage) {
    const Figure& figure = stage.figure;
    const TypeSizes& type = figure.layout.type;
    Rect area = stage.layout.formula;
    const Opacity opacity(figure.canvas, figure.opacity(kAddUp));
    if (figure.phase(kAddUp) == Phase::now)
        figure.canvas.frame(area.inset(-1), figure.colors.ink, 2 * figure.layout.line, 6);
    const std::string result = typeset(display(stage.side.trace.output));
    const TextStyle result_style = figure.style(Face::mono_bold, type.result, stage.text_color());
    const float result_width = text_width(result_style.face, result_style.size, result);
    figure.canvas.text({area.right() - 4, area.centre().y}, result, result_style, Anchor::right);
    area.cut_right(result_width + 16);

    const std::vector<Term> terms = terms_of(stage);
    TermRow row(stage, area, terms);
    // One row when it stays readable, else two.
    const float one_row = row.size_for(4, type.number);
    const float two_rows = row.size_for(2, std::min(type.number, area.h / 2 / kRowHeight));
    if (one_row >= two_rows)
        row.draw(4, one_row, 0);
    else
        row.draw(2, two_rows, two_rows * kRowHeight);
}

}  // namespace viz
