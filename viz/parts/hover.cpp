// SPDX-License-Identifier: MIT
// What the pointer is on, in full: the exact value of a pixel, whatever the picture had to round it to.
#include <fmt/core.h>

#include "viz/document/format.h"
#include "viz/parts/parts.h"

namespace viz {
namespace {

/// "input[0, 0, 2, 3] = 0.12345679"; outside the image what padding makes of the place.
std::string pixel_words(const Stage& stage, const Cell& cell) {
    const Figure& figure = stage.figure;
    if (cell.is_zero_padding) return figure.words("hover.zero");
    const std::string value =
        fmt::format("input[{}, {}, {}, {}] = {}", figure.state.query.n, figure.state.view.channel, cell.source_y,
                    cell.source_x, typeset(exact(cell.value, figure.model.arithmetic())));
    return cell.is_inside ? value : figure.words("hover.outside", "value"_a = value);
}

}  // namespace

void draw_hovered_pixel(const Stage& stage) {
    const Figure& figure = stage.figure;
    if (!figure.pixel) return;
    const PixelPlace hover = *figure.pixel;
    const Rect cell = stage.view.visible_rect(hover.w, hover.h), picture = stage.view.picture();
    if (cell.is_empty()) return;
    const TensorView view = input_view(stage);
    if (!view.around && !view.is_inside(hover.w, hover.h)) return;
    figure.canvas.frame(cell.inset(1), figure.colors.ink, 2 * figure.layout.line);

    const std::string words = pixel_words(stage, view.cell_at(hover.w, hover.h));
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
