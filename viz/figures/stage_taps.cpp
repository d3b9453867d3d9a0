// SPDX-License-Identifier: MIT
// The pixels that take part: boxed, tinted and named, their weights drawn as areas.
#include <fmt/format.h>

#include "viz/figures/parts.h"
#include "viz/model/format.h"

namespace viz {
namespace {

bool is_bilinear(const Stage& stage) {
    return stage.side.trace.options.mode == gs::Mode::bilinear;
}

Rect tap_rect(const Stage& stage, const TapTrace& tap) {
    return stage.view.cell_rect(tap.unpadded_x, tap.unpadded_y);
}

/// The block of all taps.
Rect block_rect(const Stage& stage) {
    const Rect first = tap_rect(stage, stage.side.trace.taps.front()),
               last = tap_rect(stage, stage.side.trace.taps.back());
    return {first.x, first.y, last.right() - first.x, last.bottom() - first.y};
}

/// The area that stands for a tap's weight: what the one-pixel box around the query covers of it (bilinear), or a
/// square of that area in its middle (bicubic). Nearest needs none.
Rect area_of(const Stage& stage, const TapTrace& tap) {
    const Rect rect = tap_rect(stage, tap);
    if (is_bilinear(stage)) {
        const Vec2 query = stage.padded();
        const float cell = stage.view.cell;
        return intersection(rect, {query.x - cell / 2, query.y - cell / 2, cell, cell});
    }
    const float side = static_cast<float>(std::sqrt(std::min(1.0, std::abs(tap.weight)))) * stage.view.cell;
    return {rect.centre().x - side / 2, rect.centre().y - side / 2, side, side};
}

void fill_area(const Stage& stage, Rect area, Color color, size_t tap, bool is_hovered) {
    Canvas& canvas = stage.figure.canvas;
    if (!stage.figure.colors.hatches_taps) {
        canvas.fill(area, faded(color, is_hovered ? 0.95f : 0.72f));
        return;
    }
    canvas.fill(area, faded(stage.figure.colors.card, 0.85f));
    hatch(canvas, area, color, 4, is_hovered ? 2.0f : 1.2f, tap_hatch(tap));
}

void draw_areas(const Stage& stage) {
    const Trace& trace = stage.side.trace;
    if (trace.options.mode == gs::Mode::nearest) return;
    const Opacity opacity(stage.figure.canvas, stage.figure.opacity(kWeights));
    for (size_t k = 0; k < trace.taps.size(); ++k) {
        const Rect area = area_of(stage, trace.taps[k]);
        if (intersection(area, stage.view.picture()).is_empty()) continue;
        fill_area(stage, area, tap_color(stage.figure, trace, k), k, stage.figure.is_hovered(static_cast<int>(k)));
    }
    if (!is_bilinear(stage)) return;
    const Vec2 query = stage.padded();
    const float cell = stage.view.cell;
    dashed_frame(stage.figure.canvas, {query.x - cell / 2, query.y - cell / 2, cell, cell}, stage.figure.colors.query,
                 stage.figure.stroke(kWeights, 1.6f), 4);
}

void draw_boxes(const Stage& stage) {
    const Trace& trace = stage.side.trace;
    const Figure& figure = stage.figure;
    const Opacity opacity(figure.canvas, figure.opacity(kNeighbours));
    const float width = figure.stroke(kNeighbours, 2.5f);
    for (size_t k = 0; k < trace.taps.size(); ++k) {
        const Rect rect = tap_rect(stage, trace.taps[k]);
        const Color color = tap_color(figure, trace, k);
        const bool is_hovered = figure.is_hovered(static_cast<int>(k));
        if (trace.options.mode != gs::Mode::bicubic) {
            figure.canvas.fill(rect, faded(color, is_hovered ? 0.4f : 0.16f));
            figure.canvas.frame(rect.inset(1.5f + width / 2), color, width);
        }
        if (is_hovered) figure.canvas.frame(rect.inset(2), figure.colors.ink, 3.5f * figure.layout.line);
        figure.hit(intersection(rect, stage.view.picture()), {.kind = Target::Kind::tap, .index = static_cast<int>(k)});
    }
    figure.canvas.frame(block_rect(stage), figure.colors.ink, figure.stroke(kNeighbours, 2.2f), 1);
}

constexpr float kSmallestName = 7;  ///< names that would be smaller are left out: tints tell the taps apart too

/// While the values are looked up, a frame around each.
void frame_value(const Stage& stage, Vec2 centre, std::string_view text, float size) {
    const Figure& figure = stage.figure;
    if (figure.phase(kLookUp) != Phase::now) return;
    const float width = text_width(Face::semibold, size, text), height = size * 0.9f;
    const Rect rect{centre.x - width / 2, centre.y - height / 2, width, height};
    figure.canvas.frame(rect.inset(-0.12f * size), figure.colors.ink, figure.stroke(kLookUp, 1.2f), 3);
}

/// In the outer corner of its cell, away from the query: the value, and below or above it the name.
void draw_corner_texts(const Stage& stage, size_t k, float value_size) {
    const TapTrace& tap = stage.side.trace.taps[k];
    const Figure& figure = stage.figure;
    const Rect rect = tap_rect(stage, tap).inset(stage.view.cell * 0.1f);
    const bool is_right = k % 2 == 1, is_lower = k / 2 == 1;
    const float x = is_right ? rect.right() : rect.x, name_size = value_size * 0.62f;
    const float value_y = is_lower ? rect.bottom() - value_size * 0.38f : rect.y + value_size * 0.38f;
    const float name_y = value_y + (is_lower ? -1 : 1) * value_size * 1.0f;
    const Anchor anchor = is_right ? Anchor::right : Anchor::left;
    const Color ink = figure.colors.ink;
    {
        const Opacity opacity(figure.canvas, std::max(figure.opacity(kLookUp), tap.in_bounds ? 1.0f : 0.0f));
        const std::string value = typeset(value_text(tap.value));
        figure.canvas.text({x, value_y}, value, figure.style(Face::semibold, value_size, ink), anchor);
        const float half = text_width(Face::semibold, value_size, value) / 2;
        frame_value(stage, {is_right ? x - half : x + half, value_y}, value, value_size);
    }
    if (name_size < kSmallestName) return;
    const Opacity opacity(figure.canvas, figure.opacity(kNeighbours));
    figure.canvas.text({x, name_y}, tap.name, figure.style(Face::semibold, name_size, ink), anchor);
}

/// A text on a ground of its own, so that areas and lines behind it do not disturb.
void draw_on_ground(const Stage& stage, Vec2 at, const std::string& text, const TextStyle& style) {
    const float width = text_width(style.face, style.size, text);
    stage.figure.canvas.fill({at.x - width / 2 - 1, at.y - style.size * 0.48f, width + 2, style.size * 0.96f},
                             faded(stage.figure.colors.card, 0.93f), 2);
    stage.figure.canvas.text(at, text, style, Anchor::middle);
}

void draw_bicubic_texts(const Stage& stage, const TapTrace& tap, float value_size) {
    const Figure& figure = stage.figure;
    const Rect rect = tap_rect(stage, tap);
    const Vec2 value_at{rect.centre().x, rect.y + rect.h * 0.2f};
    const std::string value = typeset(value_text(tap.value));
    draw_on_ground(stage, value_at, value, figure.style(Face::semibold, value_size, figure.colors.ink));
    frame_value(stage, value_at, value, value_size);
    const Opacity opacity(figure.canvas, figure.opacity(kWeights));
    const std::string weight = typeset(fmt::format("{:+.3f}", tap.weight));
    const float size = fitting_size(Face::mono, value_size * 0.85f, weight, rect.w * 0.92f);
    draw_on_ground(stage, {rect.centre().x, rect.y + rect.h * 0.82f}, weight,
                   figure.style(Face::mono, size, figure.colors.ink));
}

void draw_texts(const Stage& stage) {
    const Trace& trace = stage.side.trace;
    float widest = 0;
    for (const TapTrace& tap : trace.taps)
        widest = std::max(widest, text_width(Face::semibold, 1, typeset(value_text(tap.value))));
    const float cell = stage.view.cell;
    const float size = std::min({(stage.figure.layout.value + 0.04f) * cell, 0.8f * cell / widest, 40.0f});
    constexpr float kSmallestType = 7;
    if (size < kSmallestType) return;
    for (size_t k = 0; k < trace.taps.size(); ++k) {
        switch (trace.options.mode) {
            case gs::Mode::bilinear: draw_corner_texts(stage, k, size); break;
            case gs::Mode::bicubic: draw_bicubic_texts(stage, trace.taps[k], std::min(size, 0.27f * cell)); break;
            case gs::Mode::nearest: {
                const Rect rect = tap_rect(stage, trace.taps[k]);
                const Vec2 at{rect.centre().x, rect.y + rect.h * 0.24f};
                const std::string value = typeset(value_text(trace.taps[k].value));
                draw_on_ground(stage, at, value, stage.figure.style(Face::semibold, size, stage.figure.colors.ink));
                frame_value(stage, at, value, size);
            }
        }
    }
}

/// Nearest: from the query to the centre that it rounds to.
void draw_rounding(const Stage& stage) {
    if (stage.side.trace.options.mode != gs::Mode::nearest) return;
    const Opacity opacity(stage.figure.canvas, stage.figure.opacity(kNeighbours));
    const Vec2 centre = tap_rect(stage, stage.side.trace.taps.front()).centre();
    arrow(stage.figure.canvas, stage.padded(), centre, stage.figure.colors.ink, stage.figure.stroke(kNeighbours, 2), 9);
}

}  // namespace

Color tap_color(const Figure& figure, const Trace& trace, size_t tap) {
    if (trace.options.mode == gs::Mode::bicubic)
        return trace.taps[tap].weight < 0 ? figure.colors.negative : figure.colors.positive;
    return figure.colors.tap[trace.options.mode == gs::Mode::nearest ? 1 : tap];
}

std::string weight_text(double weight) {
    constexpr double kShownAsZero = 0.00005;
    const bool is_tiny = weight != 0 && std::abs(weight) < kShownAsZero;
    return typeset(is_tiny ? fmt::format("{:.1e}", weight) : fmt::format("{:.4f}", weight));
}

void draw_taps(const Stage& stage) {
    const Clip clip(stage.figure.canvas, stage.view.picture());
    draw_boxes(stage);
    draw_areas(stage);
}

void draw_tap_texts(const Stage& stage) {
    const Clip clip(stage.figure.canvas, stage.view.picture());
    draw_rounding(stage);
    draw_texts(stage);
}

}  // namespace viz
