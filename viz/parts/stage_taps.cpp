// SPDX-License-Identifier: MIT
// The pixels that take part: boxed, tinted and named, their weights drawn as areas.
#include <fmt/core.h>

#include <vector>

#include "viz/document/format.h"
#include "viz/parts/parts.h"
#include "viz/parts/value_texts.h"

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
    if (trace.options.mode == gs::Mode::nearest || !stage.figure.knows(kWeights)) return;
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

constexpr float kSmallestText = 7;  ///< values and names that would be smaller are left out

/// A text on a ground of its own, so that areas and lines behind it do not disturb; while the values are looked up, a
/// frame around it.
void draw_on_ground(const Stage& stage, Vec2 at, const std::string& text, const TextStyle& style) {
    const float width = text_width(style.face, style.size, text), height = style.size * 0.96f;
    stage.figure.canvas.fill({at.x - width / 2 - 2, at.y - height / 2, width + 4, height},
                             faded(stage.figure.colors.card, 0.93f), 2);
    stage.figure.canvas.text(at, text, style, Anchor::middle);
}

void frame_value(const Stage& stage, Vec2 centre, std::string_view text, float size) {
    const Figure& figure = stage.figure;
    if (figure.phase(kLookUp) != Phase::now) return;
    const float width = text_width(Face::semibold, size, text), height = size * 0.9f;
    const Rect rect{centre.x - width / 2, centre.y - height / 2, width, height};
    figure.canvas.frame(rect.inset(-0.12f * size), figure.colors.ink, figure.stroke(kLookUp, 1.2f), 3);
}

/// What stands on a tap. Beyond the rim under border and reflection there is nothing to read: the weight is 0.
std::string tap_text(const Stage& stage, const ValueTexts& texts, const TapTrace& tap) {
    return is_unread(stage.side.trace, tap) ? stage.figure.words("tap.unread") : texts.text(tap.value);
}

/// In the outer corner of what is seen of its cell, away from the query: the value, and below or above it the name.
void draw_corner_texts(const Stage& stage, size_t k, const ValueTexts& texts) {
    const TapTrace& tap = stage.side.trace.taps[k];
    const Figure& figure = stage.figure;
    const Rect seen = stage.view.visible_rect(tap.unpadded_x, tap.unpadded_y);
    const std::string value = tap_text(stage, texts, tap);
    const float margin = std::min(stage.view.cell * 0.09f, 9.0f), room = seen.w - 2 * margin;
    if (room <= 0 || seen.h <= 0) return;
    // Of a cell that is cut off the value takes a half; the name has the room that the value leaves.
    const float value_size = std::min(fitting_size(Face::semibold, texts.size(), value, room), seen.h * 0.46f);
    const float least = figure.layout.type.least_tap;
    const float below = seen.h - 1.6f * margin - value_size;
    const float name_size = std::min(
        {std::max(0.62f * texts.size(), least), below / 0.9f, fitting_size(Face::semibold, 99, tap.name, room)});

    const bool is_right = k % 2 == 1, is_lower = k / 2 == 1;
    const float x = is_right ? seen.right() - margin : seen.x + margin;
    const float step = is_lower ? -1.0f : 1.0f, from = is_lower ? seen.bottom() : seen.y;
    const float value_y = from + step * (0.8f * margin + 0.42f * value_size);
    const auto write = [&](float y, const std::string& text, float size) {
        const float width = text_width(Face::semibold, size, text);
        const Vec2 at{is_right ? x - width / 2 : x + width / 2, y};
        // NaN and infinities are black in every theme.
        const bool is_black = tap.in_bounds && !std::isfinite(tap.value);
        if (is_black) figure.canvas.fill({at.x - width / 2 - 2, y - size / 2, width + 4, size}, kNotFinite, 2);
        figure.canvas.text(
            at, text, figure.style(Face::semibold, size, is_black ? figure.colors.on(kNotFinite) : figure.colors.ink),
            Anchor::middle);
        return at;
    };
    if (value_size >= kSmallestText) frame_value(stage, write(value_y, value, value_size), value, value_size);
    if (name_size >= kSmallestText)
        write(value_y + step * (value_size * 0.56f + name_size * 0.5f), tap.name, name_size);
}

/// Above the middle of the cell the value, below it the weight where there is room for it.
void draw_bicubic_texts(const Stage& stage, const TapTrace& tap, const ValueTexts& texts) {
    const Figure& figure = stage.figure;
    const Rect rect = stage.view.visible_rect(tap.unpadded_x, tap.unpadded_y);
    const std::string value = tap_text(stage, texts, tap);
    const float size = fitting_size(Face::semibold, texts.size(), value, rect.w * 0.92f);
    if (size < kSmallestText || rect.h < 1.5f * size) return;
    const Vec2 value_at{rect.centre().x, rect.y + 0.8f * size};
    draw_on_ground(stage, value_at, value, figure.style(Face::semibold, size, figure.colors.ink));
    frame_value(stage, value_at, value, size);
    if (!figure.knows(kWeights) || figure.layout.is_hall) return;  // there the numbers are below, large enough
    const std::string weight = stage.figure.number_text(fmt::format("{:+.3f}", tap.weight));
    const float weight_size = fitting_size(Face::mono, texts.size() * 0.9f, weight, rect.w * 0.92f);
    if (rect.h < 1.5f * size + 1.4f * weight_size) return;
    draw_on_ground(stage, {rect.centre().x, rect.bottom() - 0.8f * weight_size}, weight,
                   figure.style(Face::mono, weight_size, figure.colors.ink));
}

void draw_nearest_text(const Stage& stage, const ValueTexts& texts) {
    const TapTrace& tap = stage.side.trace.taps.front();
    const Rect rect = stage.view.visible_rect(tap.unpadded_x, tap.unpadded_y);
    const std::string value = tap_text(stage, texts, tap);
    const float size = fitting_size(Face::semibold, texts.size(), value, rect.w * 0.92f);
    const Vec2 at{rect.centre().x, rect.y + std::max(rect.h * 0.22f, 0.7f * size)};
    if (size < kSmallestText || rect.h < 1.3f * size) return;
    draw_on_ground(stage, at, value, stage.figure.style(Face::semibold, size, stage.figure.colors.ink));
    frame_value(stage, at, value, size);
}

void draw_texts(const Stage& stage) {
    const Trace& trace = stage.side.trace;
    const float cell = stage.view.cell, least = stage.figure.layout.type.least_tap;
    std::vector<double> values;
    for (const TapTrace& tap : trace.taps) values.push_back(tap.value);
    const bool is_bicubic = trace.options.mode == gs::Mode::bicubic;
    const float largest = std::max((is_bicubic ? 0.24f : 0.3f) * cell, std::min(least, 0.45f * cell));
    const ValueTexts texts(values, {Face::semibold, 0.84f * cell, std::min(largest, 40.0f), least, kSmallestText,
                                    stage.figure.layout.fewest_digits});
    if (texts.size() == 0) return;
    for (size_t k = 0; k < trace.taps.size(); ++k) {
        switch (trace.options.mode) {
            case gs::Mode::bilinear: draw_corner_texts(stage, k, texts); break;
            case gs::Mode::bicubic: draw_bicubic_texts(stage, trace.taps[k], texts); break;
            case gs::Mode::nearest: draw_nearest_text(stage, texts);
        }
    }
}

/// Nearest: from the query to the centre that it rounds to.
void draw_rounding(const Stage& stage) {
    if (stage.side.trace.options.mode != gs::Mode::nearest) return;
    const Vec2 centre = tap_rect(stage, stage.side.trace.taps.front()).centre();
    arrow(stage.figure.canvas, stage.padded(), centre, stage.figure.colors.ink, stage.figure.stroke(kNeighbours, 2), 9);
}

}  // namespace

Color tap_color(const Figure& figure, const Trace& trace, size_t tap) {
    if (trace.options.mode == gs::Mode::bicubic)
        return trace.taps[tap].weight < 0 ? figure.colors.negative : figure.colors.positive;
    return figure.colors.tap[trace.options.mode == gs::Mode::nearest ? 1 : tap];
}

std::string weight_text(double weight, int decimals) {
    const bool is_tiny = weight != 0 && std::abs(weight) < 0.5 * std::pow(10, -decimals);
    return typeset(is_tiny ? fmt::format("{:.{}e}", weight, decimals > 3 ? 1 : 0)
                           : fmt::format("{:.{}f}", weight, decimals));
}

void draw_taps(const Stage& stage) {
    if (!stage.figure.knows(kNeighbours)) return;
    const Clip clip(stage.figure.canvas, stage.view.picture());
    draw_boxes(stage);
    draw_areas(stage);
}

void draw_tap_texts(const Stage& stage) {
    if (!stage.figure.knows(kNeighbours)) return;
    const Clip clip(stage.figure.canvas, stage.view.picture());
    draw_rounding(stage);
    draw_texts(stage);
}

}  // namespace viz
