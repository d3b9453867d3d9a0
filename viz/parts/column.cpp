// SPDX-License-Identifier: MIT
// Beside the picture: the weights as numbers, the position in pixels, the shift between the conventions.
#include <fmt/core.h>

#include "viz/document/format.h"
#include "viz/parts/parts.h"

namespace viz {
namespace {

/// Writes rows downwards.
class Rows {
public:
    explicit Rows(const Stage& stage) : stage_(stage), rest_(stage.layout.column) { rest_.cut_left(8); }

    /// The heading of what a step brings; it stands out while the step is on.
    void title(std::string_view text, int step) {
        const bool is_now = stage_.figure.phase(step) == Phase::now;
        const Palette& colors = stage_.figure.colors;
        stage_.figure.canvas.text(
            {rest_.x, middle(20)}, text,
            stage_.figure.style(is_now ? Face::semibold : Face::regular, stage_.figure.layout.type.label,
                                is_now ? colors.ink : colors.muted));
    }
    /// A name to the left, `indent` in, and a number to the right; returns the row.
    Rect row(std::string_view name, std::string_view number, Color color, float height = 20, float indent = 0) {
        const Rect row{rest_.x - 4, rest_.y, rest_.w + 4, height};
        const float y = middle(height);
        stage_.figure.canvas.text({rest_.x + indent, y}, name,
                                  stage_.figure.style(Face::semibold, stage_.figure.layout.type.label, color));
        const TextStyle label = stage_.figure.label(color);
        const float taken = indent + text_width(Face::semibold, label.size, name) + 4;
        TextStyle style = stage_.figure.number(color);
        style.size = fitting_size(style.face, style.size, number, rest_.w - taken);
        stage_.figure.canvas.text({rest_.right(), y}, number, style, Anchor::right);
        return row;
    }
    /// A row with a tap's tint in front.
    Rect tinted_row(Color tint, size_t tap, std::string_view name, std::string_view number) {
        const Rect swatch{rest_.x, rest_.y + 4, 12, 12};
        stage_.figure.canvas.fill(
            swatch, stage_.figure.colors.hatches_taps ? stage_.figure.colors.card : faded(tint, 0.75f), 2);
        if (stage_.figure.colors.hatches_taps) hatch(stage_.figure.canvas, swatch, tint, 4, 1.2f, tap_hatch(tap));
        stage_.figure.canvas.frame(swatch, tint, 1.2f, 2);
        return row(name, number, stage_.figure.colors.ink, 20, 17);
    }
    void rule() {
        stage_.figure.canvas.line({rest_.x, rest_.y + 3}, {rest_.right(), rest_.y + 3}, stage_.figure.colors.faint, 1);
        rest_.cut_top(6);
    }
    void gap(float height = 12) { rest_.cut_top(height); }

private:
    float middle(float height) { return rest_.cut_top(height).centre().y; }

    const Stage& stage_;
    Rect rest_;
};

/// A row for a tap, which lights up with it.
void draw_tap_row(const Stage& stage, Rows& rows, size_t k, std::string_view name, const std::string& number) {
    const Rect row = rows.tinted_row(tap_color(stage.figure, stage.side.trace, k), k, name, number);
    if (stage.figure.is_hovered(static_cast<int>(k))) stage.figure.canvas.frame(row, stage.figure.colors.ink, 2, 4);
    stage.figure.hit(row, {.kind = Target::Kind::tap, .index = static_cast<int>(k)});
}

void draw_bilinear_weights(const Stage& stage, Rows& rows) {
    const Words& words = stage.figure.words;
    rows.title(words("column.weights"), kWeights);
    const auto& taps = stage.side.trace.taps;
    for (size_t k = 0; k < taps.size(); ++k)
        draw_tap_row(stage, rows, k, taps[k].name, words.number(weight_text(taps[k].weight)));
    rows.rule();
    rows.row(words("column.sum"), words.number(weight_text(stage.facts().sum_of_weights)), stage.figure.colors.muted);
}

/// The values in full, where the picture may have had to round them.
void draw_exact_values(const Stage& stage, Rows& rows) {
    const Words& words = stage.figure.words;
    const Trace& trace = stage.side.trace;
    if (trace.options.mode == gs::Mode::bicubic || !stage.figure.knows(kLookUp) || stage.facts().is_nowhere) return;
    const auto text = [&](size_t k) {
        return stage.facts().taps[k] == TapCase::unread ? words("tap.unread")
                                                        : typeset(exact(trace.taps[k].value, trace.arithmetic));
    };
    if (trace.options.mode == gs::Mode::nearest) {
        rows.row(words("column.value"), text(0), stage.figure.colors.ink);
        return;
    }
    rows.gap();
    rows.title(words("column.exact"), kLookUp);
    // The tint and the order name the tap; the digits need the room.
    for (size_t k = 0; k < trace.taps.size(); ++k) draw_tap_row(stage, rows, k, "", text(k));
}

void draw_nearest_weights(const Stage& stage, Rows& rows) {
    const Trace& trace = stage.side.trace;
    rows.title(stage.figure.words("column.nearest"), kNeighbours);
    const auto index = [](const AxisTrace& axis) {
        constexpr double kMostDigits = 1e5;  // there is room for no more
        return typeset(std::abs(axis.base) < kMostDigits ? fmt::format("{:.0f}", axis.base)
                                                         : fmt::format("{:.3g}", axis.base));
    };
    rows.row(stage.figure.words("column.column"), index(trace.x), stage.figure.colors.ink);
    rows.row(stage.figure.words("column.row"), index(trace.y), stage.figure.colors.ink);
    rows.row(stage.figure.words("column.weight"), "1", stage.figure.colors.ink);
}

void draw_bicubic_weights(const Stage& stage, Rows& rows) {
    for (const bool is_x : {true, false}) {
        if (!is_x) rows.gap(8);
        const AxisTrace& axis = is_x ? stage.side.trace.x : stage.side.trace.y;
        rows.title(stage.figure.words.either(is_x, "column.weights_x", "column.weights_y"), kWeights);
        for (size_t k = 0; k < axis.weights.size(); ++k) {
            constexpr std::array steps{"−1", "+0", "+1", "+2"};
            const double weight = axis.weights[k];
            rows.row(steps[k], stage.figure.number_text(fmt::format("{:+.4f}", weight)),
                     weight < 0 ? mix(stage.figure.colors.negative, stage.figure.colors.ink, 0.45f)
                                : stage.figure.colors.ink,
                     17);
        }
    }
}

void draw_weights(const Stage& stage, Rows& rows) {
    const bool is_nearest = stage.side.trace.options.mode == gs::Mode::nearest;
    if (!stage.figure.knows(is_nearest ? kNeighbours : kWeights) || stage.facts().is_nowhere) return;
    rows.gap();
    switch (stage.side.trace.options.mode) {
        case gs::Mode::bilinear: return draw_bilinear_weights(stage, rows);
        case gs::Mode::nearest: return draw_nearest_weights(stage, rows);
        case gs::Mode::bicubic: return draw_bicubic_weights(stage, rows);
    }
}

void draw_position(const Stage& stage, Rows& rows) {
    const Trace& trace = stage.side.trace;
    const bool is_moved = trace.x.padded != trace.x.unnormalized || trace.y.padded != trace.y.unnormalized;
    const Color color = stage.figure.colors.query;
    if (!stage.figure.knows(kUnnormalize)) return;
    const auto position = [&](double value) { return stage.figure.number_text(display(value)); };
    rows.title(stage.figure.words("column.position"), kUnnormalize);
    rows.row("x", position(trace.x.unnormalized), color);
    rows.row("y", position(trace.y.unnormalized), color);
    if (!is_moved || trace.options.padding == gs::Padding::zeros || !stage.figure.knows(kPadding)) return;
    rows.title(stage.figure.words("column.padded"), kPadding);
    rows.row("x", position(trace.x.padded), color);
    rows.row("y", position(trace.y.padded), color);
}

void draw_shift(const Stage& stage, Rows& rows) {
    const Comparison& comparison = stage.figure.facts.comparison;
    if (stage.side.align_corners || stage.side.trace.options.mode == gs::Mode::bicubic) return;
    if (!comparison.has_positions || !stage.figure.knows(kCompare)) return;
    rows.gap();
    rows.title(stage.figure.words("column.shift"), kCompare);
    const Color color = stage.figure.colors.side_text[0];
    const auto shift = [&](double by) { return stage.figure.number_text(fmt::format("{:+.5g}", by)); };
    rows.row("x", shift(comparison.shift_x), color);
    rows.row("y", shift(comparison.shift_y), color);
}

}  // namespace

void draw_column(const Stage& stage) {
    if (stage.layout.column.is_empty()) return;
    Rows rows(stage);
    draw_position(stage, rows);
    draw_weights(stage, rows);
    draw_exact_values(stage, rows);
    draw_shift(stage, rows);
}

}  // namespace viz
