// SPDX-License-Identifier: MIT
#include "viz/parts/terms.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "viz/document/format.h"
#include "viz/parts/value_texts.h"

namespace viz {
namespace {

/// One summand. For bicubic a summand is a whole row of taps.
struct Term {
    std::string text;
    Color tint;
    Target target;  ///< the tap, or the row of taps, that it stands for
};

/// How many digits the numbers of a term have.
struct Digits {
    int value, weight;
};

constexpr Digits kTermDigits[] = {{4, 4}, {3, 4}, {3, 3}, {2, 3}, {2, 2}};

std::string tap_term(const Stage& stage, size_t k, TermKind kind, Digits digits) {
    const Figure& figure = stage.figure;
    const TapTrace& tap = stage.side.trace.taps[k];
    const bool is_unread = stage.facts().taps[k] == TapCase::unread;
    const std::string value =
        is_unread ? figure.words("tap.unread") : figure.number_text(value_text(tap.value, digits.value));
    const std::string weight = figure.words.number(weight_text(tap.weight, digits.weight));
    if (stage.side.trace.options.mode == gs::Mode::nearest) return value;
    switch (kind) {
        case TermKind::weight: return tap.name + " " + weight;
        case TermKind::value: return tap.name + " " + value;
        case TermKind::product: break;
    }
    return is_unread ? value + " × 0" : value + " × " + weight;
}

std::vector<Term> terms_of(const Stage& stage, TermKind kind, Digits digits) {
    const Figure& figure = stage.figure;
    const Trace& trace = stage.side.trace;
    std::vector<Term> terms;
    if (trace.options.mode == gs::Mode::bicubic) {
        for (size_t j = 0; j < trace.row_sums.size(); ++j) {
            const double weight = trace.y.weights[j];
            terms.push_back({figure.words.number(weight_text(weight, digits.weight)) + " × " +
                                 figure.number_text(value_text(trace.row_sums[j], digits.value + 1)),
                             weight < 0 ? figure.colors.negative : figure.colors.positive,
                             {.kind = Target::Kind::row, .index = static_cast<int>(j)}});
        }
        return terms;
    }
    for (size_t k = 0; k < trace.taps.size(); ++k)
        terms.push_back({tap_term(stage, k, kind, digits),
                         tap_color(figure, trace, k),
                         {.kind = Target::Kind::tap, .index = static_cast<int>(k)}});
    return terms;
}

/// Chips with signs between them, in rows of `per_row`.
class Chips {
public:
    Chips(const Stage& stage, Rect area, std::vector<Term> terms, TermKind kind)
        : stage_(stage), area_(area), terms_(std::move(terms)), kind_(kind) {}

    /// The size of type in which `per_row` terms fit side by side.
    float size_for(size_t per_row, float largest) const {
        float widest = 0;
        for (size_t first = 0; first < terms_.size(); first += per_row) {
            float width = 0;
            for (size_t k = first; k < std::min(first + per_row, terms_.size()); ++k)
                width += text_width(Face::mono, 1, terms_[k].text) + kPadding + kBetween;
            widest = std::max(widest, width);
        }
        return widest > 0 ? std::min(largest, area_.w / widest) : largest;
    }

    void draw(size_t per_row, float size, float row_height) const {
        const size_t rows = (terms_.size() + per_row - 1) / per_row;
        float y = area_.centre().y - row_height * static_cast<float>(rows - 1) / 2;
        for (size_t first = 0; first < terms_.size(); first += per_row, y += row_height) {
            float x = area_.x;
            for (size_t k = first; k < std::min(first + per_row, terms_.size()); ++k) {
                x = draw_chip(terms_[k], {x, y}, size);
                stage_.figure.canvas.text({x + (kBetween - 0.6f) * size / 2, y}, sign_after(k),
                                          stage_.figure.style(Face::mono, size, stage_.figure.colors.muted));
                x += kBetween * size;
            }
        }
    }

private:
    std::string_view sign_after(size_t k) const {
        const bool is_last = k + 1 == terms_.size();
        if (kind_ == TermKind::value) return "";
        return !is_last ? "+" : kind_ == TermKind::product ? "=" : "= 1";
    }

    float draw_chip(const Term& term, Vec2 at, float size) const {
        const Figure& figure = stage_.figure;
        const float width = text_width(Face::mono, size, term.text) + kPadding * size;
        const Rect chip{at.x, at.y - size * 0.78f, width, size * 1.56f};
        const bool is_hovered = term.target.kind == Target::Kind::row ? figure.is_row_hovered(term.target.index)
                                                                      : figure.is_hovered(term.target.index);
        const bool is_print = figure.colors.hatches_taps;
        figure.canvas.fill(chip, is_print ? figure.colors.card : faded(term.tint, is_hovered ? 0.75f : 0.38f), 4);
        figure.canvas.frame(chip, is_hovered ? figure.colors.ink : term.tint, is_hovered ? 2.5f : 1.2f, 4);
        figure.canvas.text(chip.centre(), term.text, figure.style(Face::mono, size, figure.colors.ink), Anchor::middle);
        figure.hit(chip, term.target);
        return chip.right();
    }

    static constexpr float kPadding = 0.7f, kBetween = 1.3f;  // of the type size

    const Stage& stage_;
    Rect area_;
    std::vector<Term> terms_;
    TermKind kind_;
};

}  // namespace

void draw_terms(const Stage& stage, Rect area, TermKind kind) {
    const TypeSizes& type = stage.figure.layout.type;
    const bool is_hall = stage.figure.layout.is_hall;
    const size_t per_row = is_hall ? 2 : 4;
    const float least = is_hall ? type.number : kLeastDeskType;
    for (const Digits digits : kTermDigits) {
        const Chips chips(stage, area, terms_of(stage, kind, digits), kind);
        const float size = chips.size_for(per_row, type.number);
        const bool is_last = digits.weight == kTermDigits[std::size(kTermDigits) - 1].weight;
        if (size < least && !is_last) continue;
        return chips.draw(per_row, size, size * 1.6f);
    }
}

}  // namespace viz
