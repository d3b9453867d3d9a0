// SPDX-License-Identifier: MIT
// A stage's panel: its head, and the order in which its parts lie over one another.
#include <fmt/core.h>

#include "viz/document/format.h"
#include "viz/parts/parts.h"

namespace viz {
namespace {

/// Where -1 and 1 are, in a picture: a solid frame around a centre, or a dashed frame alone.
void draw_icon(const Stage& stage, Rect box) {
    Canvas& canvas = stage.figure.canvas;
    const float width = 2 * stage.figure.layout.line;
    if (stage.side.align_corners) {
        canvas.frame(box, stage.line_color(), width, 3);
        canvas.disc(box.centre(), box.w / 6, stage.line_color());
    } else {
        dashed_frame(canvas, box, stage.line_color(), width, box.w / 7);
    }
}

void draw_head(const Stage& stage) {
    const Figure& figure = stage.figure;
    const TypeSizes& type = figure.layout.type;
    const Rect head = stage.layout.head;
    const float middle = head.centre().y, icon = type.head;
    draw_icon(stage, {head.x + 4, middle - icon / 2, icon, icon});

    float x = head.x + icon + 16;
    const std::string_view call = "align_corners = ";
    figure.canvas.text({x, middle}, call, figure.style(Face::regular, type.head, figure.colors.ink));
    x += text_width(Face::regular, type.head, call);
    const std::string_view value = stage.side.align_corners ? "True" : "False";
    figure.canvas.text({x, middle}, value, figure.style(Face::semibold, type.head, stage.text_color()));
    x += text_width(Face::semibold, type.head, value) + 16;

    const std::string meaning = stage.side.align_corners ? "−1 and 1 are the centres of the corner pixels"
                                                         : "−1 and 1 are the outer edges of the image";
    const TextStyle style = figure.style(Face::regular, type.label + 1, figure.colors.muted);
    if (x + text_width(style.face, style.size, meaning) < head.right())
        figure.canvas.text({head.right() - 4, middle}, meaning, style, Anchor::right);
}

}  // namespace

void draw_stage(const Stage& stage) {
    const Figure& figure = stage.figure;
    figure.canvas.fill(stage.layout.card, figure.colors.card, 8);
    figure.canvas.frame(stage.layout.card, figure.colors.card_line, 1, 8);
    figure.hit(stage.view.picture(), {.kind = Target::Kind::stage, .index = stage.index});

    draw_head(stage);
    draw_pixels(stage);
    draw_rulers(stage);
    draw_taps(stage);
    draw_cross(stage);
    draw_values(stage);
    draw_tap_texts(stage);
    draw_query(stage);
    draw_column(stage);
    draw_strip(stage);
    draw_hovered_pixel(stage);
}

}  // namespace viz
