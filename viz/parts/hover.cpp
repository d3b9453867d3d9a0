// SPDX-License-Identifier: MIT
// What the pointer is on, in full: the exact value of a pixel, whatever the picture had to round it to.
#include <fmt/core.h>

#include "core/sample_math.h"
#include "viz/document/format.h"
#include "viz/parts/parts.h"

namespace viz {
namespace {

/// "input[0, 0, 2, 3] = 0.12345679"; outside the image what padding makes of the place.
std::string pixel_words(const Stage& stage, int64_t h, int64_t w) {
    const Model& model = stage.figure.model;
    const State& state = stage.figure.state;
    const auto value = [&](int64_t row, int64_t column) {
        const double read = value_at(model.input(), state.query.n, state.view.channel, row, column);
        return fmt::format("input[{}, {}, {}, {}] = {}", state.query.n, state.view.channel, row, column,
                           typeset(exact(read, model.arithmetic())));
    };
    const bool is_inside = h >= 0 && h < model.height() && w >= 0 && w < model.width();
    if (is_inside) return value(h, w);
    if (state.sampling.padding == gs::Padding::zeros) return "outside: counts as 0";
    const auto padded = [&](int64_t at, int64_t size) {
        return static_cast<int64_t>(
            gs::pad(static_cast<float>(at), size, state.sampling.padding, stage.side.align_corners).value);
    };
    return "outside: " + value(padded(h, model.height()), padded(w, model.width()));
}

}  // namespace

void draw_hovered_pixel(const Stage& stage) {
    const Figure& figure = stage.figure;
    if (!figure.pixel) return;
    const PixelPlace hover = *figure.pixel;
    const Rect cell = stage.view.visible_rect(hover.w, hover.h), picture = stage.view.picture();
    if (cell.is_empty()) return;
    const bool is_inside = hover.h >= 0 && hover.h < stage.view.height && hover.w >= 0 && hover.w < stage.view.width;
    if (!is_inside && !figure.knows(kPadding)) return;
    figure.canvas.frame(cell.inset(1), figure.colors.ink, 2 * figure.layout.line);

    const std::string words = pixel_words(stage, hover.h, hover.w);
    const float largest = figure.layout.is_hall ? figure.layout.type.number : figure.layout.type.label;
    TextStyle style = figure.style(Face::mono, largest, figure.colors.chip_now_text);
    style.size = fitting_size(style.face, style.size, words, stage.layout.card.w - 40);
    const Vec2 size = tag_size(style, words);
    // On the side away from the query, which stays in view; on the other one where there is no room.
    const float above = cell.y - size.y / 2 - 5, below = cell.bottom() + size.y / 2 + 5;
    const bool is_lower = cell.centre().y > stage.padded().y;
    const bool goes_above = is_lower ? below + size.y / 2 > stage.layout.card.bottom() : above - size.y / 2 > picture.y;
    const float y = goes_above ? above : below;
    const Rect card = stage.layout.card.inset(6);
    const float x = std::clamp(cell.centre().x, card.x + size.x / 2, card.right() - size.x / 2);
    tag(figure.canvas, {x, y}, words, style, figure.colors.chip_now);
}

}  // namespace viz
