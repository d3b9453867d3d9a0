// SPDX-License-Identifier: MIT
// The query points: all of the grid, the one that is looked at with its cross lines, and where padding moves it.
#include <fmt/core.h>

#include <cmath>
#include <vector>

#include "core/sample_math.h"
#include "viz/document/format.h"
#include "viz/parts/parts.h"

namespace viz {
namespace {

/// More points than this are drawn as dots, and thinned out to one for each square of so many units, or up to twice as
/// many.
constexpr int64_t kMostRings = 400;
constexpr float kDotDistance = 8;

Vec2 grid_point(const Model& model, int64_t h, int64_t w) {
    const int64_t n = model.state().query.n;
    return {static_cast<float>(value_at(model.grid(), n, h, w, 0)),
            static_cast<float>(value_at(model.grid(), n, h, w, 1))};
}

/// Below the digits of the pixels, which stay readable (draw_values comes later).
void draw_grid_points(const Stage& stage) {
    const Figure& figure = stage.figure;
    const Model& model = figure.model;
    const PixelWindow& window = stage.view.window;
    const bool is_many = model.rows() * model.columns() > kMostRings;
    const float line = figure.layout.line;
    const float radius = std::min((is_many ? 1.8f : 4.5f) * line, 0.07f * stage.view.cell);
    const float side = is_many ? std::exp2(std::ceil(std::log2(kDotDistance * line / stage.view.cell))) : 0;
    // In pixels, whose integers are centres. Points that reach into the picture from outside are drawn, too.
    const float reach = radius / stage.view.cell, left = window.left - 0.5f - reach, top = window.top - 0.5f - reach;
    const PixelArea area{left, top, left + window.columns + 2 * reach, top + window.rows + 2 * reach};
    std::vector<Vec2> points;
    for (const Position at : figure.cache.points(model, stage.side.align_corners, area, side)) {
        const Vec2 point = stage.view.screen_from_pixel(Vec2{at.x, at.y});
        if (stage.view.picture().inset(-radius).contains(point)) points.push_back(point);
    }
    const Clip clip(figure.canvas, stage.view.picture().inset(-8 * line));
    figure.canvas.points(points, {radius, rgb(0xFFFFFF), rgb(0x3C4650), 1.5f * line});
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

TextStyle tag_style(const Stage& stage) {
    const Figure& figure = stage.figure;
    return figure.style(Face::mono_bold, figure.layout.type.number, figure.colors.on(figure.colors.query));
}

/// The style in which the tag is at most so wide.
TextStyle fitted_tag(TextStyle style, std::string_view text, float width) {
    style.size *= std::min(1.0f, width / tag_size(style, text).x);
    return style;
}

/// The grid value on its two rulers.
void draw_tags(const Stage& stage) {
    const auto grid = stage.figure.model.query_grid();
    const std::array<Rect, 2> tags = query_tags(stage);
    for (size_t axis = 0; axis < 2; ++axis)
        tag(stage.figure.canvas, tags[axis].centre(), tag_text(grid[axis]),
            fitted_tag(tag_style(stage), tag_text(grid[axis]), tags[axis].w), stage.figure.colors.query);
}

/// Where True lands and where False does: the half pixel that everything is about.
void draw_shift(const Stage& stage) {
    if (stage.side.align_corners || !stage.figure.knows(kCompare)) return;
    const Trace& other = stage.figure.model.side(true).trace;
    for (const Trace* trace : {&other, &stage.side.trace}) {
        if (!gs::is_usable(trace->x.unnormalized) || !gs::is_usable(trace->y.unnormalized)) return;
    }
    const Vec2 from = stage.view.screen_from_pixel(other.x.unnormalized, other.y.unnormalized), to = stage.landing();
    const Color color = stage.figure.colors.side[0];
    const float line = stage.figure.layout.line, gap = 7 * line, total = length(to - from);
    stage.figure.canvas.disc(from, 4.5f * line, rgb(0xFFFFFF));
    stage.figure.canvas.ring(from, 4.5f * line, color, 2.5f * line);
    if (total > gap + 4)
        arrow(stage.figure.canvas, from, to - (to - from) * (gap / total), color, 2.5f * line, 10 * line);
}

/// A dashed bow with a head at its end, bent to the right of its way.
void draw_bow(Canvas& canvas, Vec2 from, Vec2 to, Color color, float width) {
    const Vec2 way = to - from;
    const float total = length(way);
    if (total < 1) return;
    const Vec2 across{-way.y / total, way.x / total};
    const Vec2 middle = (from + to) * 0.5f + across * std::min(0.5f * total, 44.0f);
    const auto at = [&](float t) {  // a quadratic Bezier curve
        return from * ((1 - t) * (1 - t)) + middle * (2 * t * (1 - t)) + to * (t * t);
    };
    constexpr int kPieces = 24;  // every other one is drawn
    for (int k = 0; k + 1 < kPieces - 1; k += 2)
        canvas.line(at(static_cast<float>(k) / kPieces), at(static_cast<float>(k + 1) / kPieces), color, width);
    arrow(canvas, at(1 - 2.0f / kPieces), to, color, width, 5 * width);
}

/// From where the grid value lands to where padding lets it read: beside the cross line, on which the way itself lies.
void draw_padding_move(const Stage& stage, Vec2 at) {
    const bool moved = stage.side.trace.x.padded != stage.side.trace.x.unnormalized ||
                       stage.side.trace.y.padded != stage.side.trace.y.unnormalized;
    if (!moved || stage.figure.state.sampling.padding == gs::Padding::zeros || !stage.figure.knows(kPadding)) return;
    const Figure& figure = stage.figure;
    const float line = figure.stroke(kPadding, 2.4f);
    const Vec2 to = clamped(stage.view.picture(), stage.padded());
    if (to == stage.padded()) {
        figure.canvas.disc(to, 6 * figure.layout.line, figure.colors.card);
        figure.canvas.ring(to, 6 * figure.layout.line, figure.colors.query, line);
    }
    draw_bow(figure.canvas, at, to, figure.colors.ink, line);
}

}  // namespace

std::string tag_text(double grid) {
    return typeset(fmt::format("{:.4g}", grid));
}

std::array<Rect, 2> query_tags(const Stage& stage) {
    if (!stage.figure.knows(kUnnormalize)) return {};
    const Rect picture = stage.view.picture();
    const Vec2 at = clamped(picture, stage.landing());
    const auto [x, y] = stage.figure.model.query_grid();
    // A tag stays on its card, however long its number is, and lies over the ruler and the ring, but on no pixel.
    const Rect card = stage.layout.card.inset(3);
    const TextStyle style = tag_style(stage);
    const float ring = std::clamp(stage.view.image_rect().x - picture.x, 2.0f, 20.0f);
    const Vec2 x_size = tag_size(style, tag_text(x)),
               y_size = tag_size(fitted_tag(style, tag_text(y), picture.x + ring - 2 - card.x), tag_text(y));
    const float x_middle = std::clamp(at.x, card.x + x_size.x / 2, card.right() - x_size.x / 2);
    const float y_left = std::max(picture.x - 3 - y_size.x, card.x);
    const float y_middle = std::clamp(at.y, picture.y + y_size.y / 2, card.bottom() - y_size.y / 2);
    return {Rect{x_middle - x_size.x / 2, picture.y - 2 - x_size.y, x_size.x, x_size.y},
            Rect{y_left, y_middle - y_size.y / 2, y_size.x, y_size.y}};
}

bool is_under_tag(const Stage& stage, Vec2 centre, float width, float height) {
    const Rect place{centre.x - width / 2, centre.y - height / 2, width, height};
    for (const Rect& tag : query_tags(stage)) {
        if (!intersection(place, tag).is_empty()) return true;
    }
    return false;
}

void draw_cross(const Stage& stage) {
    if (!stage.figure.knows(kUnnormalize)) return;
    draw_grid_points(stage);
    const Rect picture = stage.view.picture();
    const Vec2 at = clamped(picture, stage.landing());
    const float width = stage.figure.stroke(kUnnormalize, 2);
    // NaN is nowhere, so no line.
    if (!std::isnan(stage.landing().x))
        stage.figure.canvas.line({at.x, picture.y - 4}, {at.x, picture.bottom()}, stage.figure.colors.query, width);
    if (!std::isnan(stage.landing().y))
        stage.figure.canvas.line({picture.x - 4, at.y}, {picture.right(), at.y}, stage.figure.colors.query, width);
}

void draw_query(const Stage& stage) {
    const Figure& figure = stage.figure;
    if (!figure.knows(kUnnormalize)) return;
    const Rect picture = stage.view.picture();
    const float line = figure.layout.line;
    const Vec2 landing = stage.landing(), at = clamped(picture, landing);
    {
        const Clip clip(figure.canvas, picture.inset(-8 * line));
        draw_ghost(stage);
    }
    draw_tags(stage);
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
