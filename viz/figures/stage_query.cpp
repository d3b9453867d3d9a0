// SPDX-License-Identifier: MIT
// The query points: all of the grid, the one that is looked at with its cross lines, and where padding moves it.
#include <fmt/format.h>

#include "core/sample_math.h"
#include "viz/figures/parts.h"
#include "viz/model/format.h"

namespace viz {
namespace {

/// More points than this are drawn as dots; more still are thinned out evenly.
constexpr int64_t kMostRings = 400, kMostDots = 4000;

Vec2 grid_point(const Model& model, int64_t h, int64_t w) {
    const int64_t n = model.state().query.n;
    return {static_cast<float>(value_at(model.grid(), n, h, w, 0)),
            static_cast<float>(value_at(model.grid(), n, h, w, 1))};
}

void draw_grid_points(const Stage& stage) {
    const Model& model = stage.figure.model;
    const int64_t count = model.rows() * model.columns();
    const int64_t stride = std::max<int64_t>(1, count / kMostDots);
    const float radius = (count > kMostRings ? 1.8f : 4.5f) * stage.figure.layout.line;
    for (int64_t k = 0; k < count; k += stride) {
        const Vec2 at = stage.view.screen_from_grid(grid_point(model, k / model.columns(), k % model.columns()));
        if (!stage.view.picture().inset(-radius).contains(at)) continue;
        stage.figure.canvas.disc(at, radius, rgb(0xFFFFFF));
        stage.figure.canvas.ring(at, radius, rgb(0x3C4650), 1.5f * stage.figure.layout.line);
    }
}

void draw_ghost(const Stage& stage) {
    const Target& hover = stage.figure.hover;
    if (hover.kind != Target::Kind::cell) return;
    const Vec2 at = stage.view.screen_from_grid(grid_point(stage.figure.model, hover.h, hover.w));
    const Rect picture = stage.view.picture();
    const Color color = faded(stage.figure.colors.query, 0.6f);
    dashed_line(stage.figure.canvas, {at.x, picture.y}, {at.x, picture.bottom()}, color, 2, 5);
    dashed_line(stage.figure.canvas, {picture.x, at.y}, {picture.right(), at.y}, color, 2, 5);
    stage.figure.canvas.ring(at, 9, stage.figure.colors.query, 2.5f);
}

/// The point of the picture that is nearest to `at`: there the query is drawn when it lies outside, with an arrow.
Vec2 clamped(Rect picture, Vec2 at) {
    const auto within = [](float value, float low, float high) {
        return value >= low ? std::min(value, high) : low;  // NaN goes to the low end
    };
    return {within(at.x, picture.x, picture.right()), within(at.y, picture.y, picture.bottom())};
}

/// The grid value on its two rulers.
void draw_tags(const Stage& stage, Vec2 at) {
    const Figure& figure = stage.figure;
    const Rect picture = stage.view.picture();
    const Color color = figure.colors.query;
    const float tag_height = figure.layout.type.number * 1.6f;
    const auto [x, y] = figure.model.query_grid();
    const TextStyle style = figure.style(Face::mono_bold, figure.layout.type.number, figure.colors.on(color));
    // A tag stays on its card, however long its number is.
    const Rect card = stage.layout.card.inset(4);
    const float half = tag_size(style, tag_text(x)).x / 2;
    const float x_middle = std::clamp(at.x, card.x + half, card.right() - half);
    tag(figure.canvas, {x_middle, picture.y - 3 - tag_height / 2}, tag_text(x), style, color);
    TextStyle y_style = style;
    const float room = picture.x - 4 - card.x;
    y_style.size *= std::min(1.0f, room / tag_size(style, tag_text(y)).x);
    tag(figure.canvas, {picture.x - 4 - tag_size(y_style, tag_text(y)).x / 2, at.y}, tag_text(y), y_style, color);
}

/// Where True lands and where False does: the half pixel that everything is about.
void draw_shift(const Stage& stage) {
    if (stage.side.align_corners) return;
    const Trace& other = stage.figure.model.side(true).trace;
    for (const Trace* trace : {&other, &stage.side.trace}) {
        if (!gs::is_usable(trace->x.unnormalized) || !gs::is_usable(trace->y.unnormalized)) return;
    }
    const Vec2 from = stage.view.screen_from_pixel(other.x.unnormalized, other.y.unnormalized), to = stage.landing();
    const Color color = stage.figure.colors.side[0];
    const float line = stage.figure.layout.line, gap = 7 * line, total = length(to - from);
    const Opacity opacity(stage.figure.canvas, stage.figure.opacity(kCompare));
    stage.figure.canvas.disc(from, 4.5f * line, rgb(0xFFFFFF));
    stage.figure.canvas.ring(from, 4.5f * line, color, 2.5f * line);
    if (total > gap + 4)
        arrow(stage.figure.canvas, from, to - (to - from) * (gap / total), color, 2.5f * line, 10 * line);
}

/// From where the grid value lands to where padding lets it read.
void draw_padding_move(const Stage& stage, Vec2 at) {
    const bool moved = stage.side.trace.x.padded != stage.side.trace.x.unnormalized ||
                       stage.side.trace.y.padded != stage.side.trace.y.unnormalized;
    if (!moved || stage.figure.state.padding == gs::Padding::zeros) return;
    const Opacity opacity(stage.figure.canvas, stage.figure.opacity(kPadding));
    const float line = stage.figure.stroke(kPadding, 2);
    const Vec2 to = clamped(stage.view.picture(), stage.padded());
    dashed_line(stage.figure.canvas, at, to, stage.figure.colors.query, line, 4);
    if (to != stage.padded()) return;
    stage.figure.canvas.disc(to, 6 * stage.figure.layout.line, stage.figure.colors.card);
    stage.figure.canvas.ring(to, 6 * stage.figure.layout.line, stage.figure.colors.query, line * 1.2f);
}

}  // namespace

std::string tag_text(double grid) {
    return typeset(fmt::format("{:.4g}", grid));
}

void draw_cross(const Stage& stage) {
    const Rect picture = stage.view.picture();
    const Vec2 at = clamped(picture, stage.landing());
    const float width = stage.figure.stroke(kQuery, 2);
    stage.figure.canvas.line({at.x, picture.y - 4}, {at.x, picture.bottom()}, stage.figure.colors.query, width);
    stage.figure.canvas.line({picture.x - 4, at.y}, {picture.right(), at.y}, stage.figure.colors.query, width);
}

void draw_query(const Stage& stage) {
    const Figure& figure = stage.figure;
    const Rect picture = stage.view.picture();
    const float line = figure.layout.line;
    const Vec2 landing = stage.landing(), at = clamped(picture, landing);
    {
        const Clip clip(figure.canvas, picture.inset(-8 * line));
        draw_grid_points(stage);
        draw_ghost(stage);
    }
    draw_tags(stage, at);
    {
        const Clip clip(figure.canvas, picture.inset(-8 * line));
        draw_shift(stage);
        draw_padding_move(stage, at);
    }
    if (!gs::is_usable(landing.x) || !gs::is_usable(landing.y)) return;  // nowhere to point to
    const bool is_outside = !picture.inset(-0.5f).contains(landing);
    if (is_outside) {
        const Vec2 inward = picture.centre() - at;
        arrow(figure.canvas, at + inward * (26 * line / std::max(1.0f, length(inward))), at, figure.colors.query,
              4 * line, 14 * line);
    } else {
        figure.canvas.disc(at, 7 * line, rgb(0xFFFFFF));
        figure.canvas.disc(at, 5 * line, figure.colors.query);
    }
}

}  // namespace viz
