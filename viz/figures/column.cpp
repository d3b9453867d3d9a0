// SPDX-License-Identifier: MIT
// Beside the picture: the weights as numbers, the position in pixels, the shift between the conventions.
#include <fmt/format.h>

#include "viz/figures/parts.h"
#include "viz/model/format.h"

namespace viz {
namespace {

/// Writes rows downwards.
class Rows {
public:
    explicit Rows(const Stage& stage) : stage_(stage), rest_(stage.layout.column) { rest_.cut_left(10); }

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
    Rect row(std::string_view name, std::string_view number, Color color, float height = 22, float indent = 0) {
        const Rect row{rest_.x - 4, rest_.y, rest_.w + 4, height};
        const float y = middle(height);
        stage_.figure.canvas.text({rest_.x + indent, y}, name,
                                  stage_.figure.style(Face::semibold, stage_.figure.layout.type.label, color));
        stage_.figure.canvas.text({rest_.right(), y}, number, stage_.figure.number(color), Anchor::right);
        return row;
    }
    /// A row with a tap's tint in front.
    Rect tinted_row(Color tint, size_t tap, std::string_view name, std::string_view number) {
        const Rect swatch{rest_.x, rest_.y + 4, 14, 14};
        stage_.figure.canvas.fill(
            swatch, stage_.figure.colors.hatches_taps ? stage_.figure.colors.card : faded(tint, 0.75f), 2);
        if (stage_.figure.colors.hatches_taps) hatch(stage_.figure.canvas, swatch, tint, 4, 1.2f, tap_hatch(tap));
        stage_.figure.canvas.frame(swatch, tint, 1.2f, 2);
        return row(name, number, stage_.figure.colors.ink, 22, 20);
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

void draw_bilinear_weights(const Stage& stage, Rows& rows) {
    const Trace& trace = stage.side.trace;
    rows.title("weight = area", kWeights);
    double sum = 0;
    for (size_t k = 0; k < trace.taps.size(); ++k) {
        const TapTrace& tap = trace.taps[k];
        const Rect row = rows.tinted_row(tap_color(stage.figure, trace, k), k, tap.name, weight_text(tap.weight));
        if (stage.figure.is_hovered(static_cast<int>(k))) stage.figure.canvas.frame(row, stage.figure.colors.ink, 2, 4);
        stage.figure.hit(row, {.kind = Target::Kind::tap, .index = static_cast<int>(k)});
        sum += tap.weight;
    }
    rows.rule();
    rows.row("sum", weight_text(rounded(sum, trace.arithmetic)), stage.figure.colors.muted);
}

void draw_nearest_weights(const Stage& stage, Rows& rows) {
    const Trace& trace = stage.side.trace;
    rows.title("nearest pixel", kNeighbours);
    const auto index = [&](const AxisTrace& axis) {
        const bool is_none = axis.effect == gs::PaddingEffect::replaced && trace.options.padding == gs::Padding::zeros;
        constexpr double kMostDigits = 1e5;  // there is room for no more
        return is_none ? "none"
                       : typeset(std::abs(axis.base) < kMostDigits ? fmt::format("{:.0f}", axis.base)
                                                                   : fmt::format("{:.3g}", axis.base));
    };
    rows.row("column", index(trace.x), stage.figure.colors.ink);
    rows.row("row", index(trace.y), stage.figure.colors.ink);
    rows.row("weight", "1", stage.figure.colors.ink);
}

void draw_bicubic_weights(const Stage& stage, Rows& rows) {
    for (const bool is_x : {true, false}) {
        if (!is_x) rows.gap(8);
        const AxisTrace& axis = is_x ? stage.side.trace.x : stage.side.trace.y;
        rows.title(is_x ? "weights along x" : "weights along y", kWeights);
        for (size_t k = 0; k < axis.weights.size(); ++k) {
            constexpr std::array steps{"−1", "0", "+1", "+2"};
            const double weight = axis.weights[k];
            rows.row(steps[k], typeset(fmt::format("{:+.4f}", weight)),
                     weight < 0 ? mix(stage.figure.colors.negative, stage.figure.colors.ink, 0.45f)
                                : stage.figure.colors.ink,
                     17);
        }
    }
}

void draw_weights(const Stage& stage, Rows& rows) {
    const Opacity opacity(stage.figure.canvas, stage.figure.opacity(kWeights));
    switch (stage.side.trace.options.mode) {
        case gs::Mode::bilinear: return draw_bilinear_weights(stage, rows);
        case gs::Mode::nearest: return draw_nearest_weights(stage, rows);
        case gs::Mode::bicubic: return draw_bicubic_weights(stage, rows);
    }
}

std::string position_text(double value) {
    return typeset(display(value));
}

void draw_position(const Stage& stage, Rows& rows) {
    const Trace& trace = stage.side.trace;
    const bool is_moved = trace.x.padded != trace.x.unnormalized || trace.y.padded != trace.y.unnormalized;
    const Color color = stage.figure.colors.query;
    {
        const Opacity opacity(stage.figure.canvas, stage.figure.opacity(kUnnormalize));
        rows.title("pixel position", kUnnormalize);
        rows.row("x", position_text(trace.x.unnormalized), color);
        rows.row("y", position_text(trace.y.unnormalized), color);
    }
    if (!is_moved || trace.options.padding == gs::Padding::zeros) return;
    const Opacity opacity(stage.figure.canvas, stage.figure.opacity(kPadding));
    rows.title("after padding", kPadding);
    rows.row("x", position_text(trace.x.padded), color);
    rows.row("y", position_text(trace.y.padded), color);
}

void draw_shift(const Stage& stage, Rows& rows) {
    if (stage.side.align_corners || stage.side.trace.options.mode == gs::Mode::bicubic) return;
    const Trace &from = stage.figure.model.side(true).trace, &to = stage.side.trace;
    const double x = rounded(to.x.unnormalized - from.x.unnormalized, to.arithmetic),
                 y = rounded(to.y.unnormalized - from.y.unnormalized, to.arithmetic);
    if (!std::isfinite(x) || !std::isfinite(y)) return;
    const Opacity opacity(stage.figure.canvas, stage.figure.opacity(kCompare));
    rows.title("shift from True", kCompare);
    const Color color = stage.figure.colors.side_text[0];
    rows.row("x", typeset(fmt::format("{:+.5g}", x)), color);
    rows.row("y", typeset(fmt::format("{:+.5g}", y)), color);
}

}  // namespace

void draw_column(const Stage& stage) {
    if (stage.layout.column.is_empty()) return;
    Rows rows(stage);
    draw_position(stage, rows);
    rows.gap();
    draw_weights(stage, rows);
    rows.gap();
    draw_shift(stage, rows);
}

}  // namespace viz
