// SPDX-License-Identifier: MIT
// The normalised rulers along the top and the left: -1 .. 1 as this convention lays them out.
#include <fmt/core.h>

#include <cmath>

#include "viz/document/format.h"
#include "viz/parts/parts.h"

namespace viz {
namespace {

/// The two directions differ only in which coordinate they use.
struct Axis {
    bool is_x;

    float along(Vec2 v) const { return is_x ? v.x : v.y; }
    Vec2 at(float along_value, float across) const {
        return is_x ? Vec2{along_value, across} : Vec2{across, along_value};
    }
};

float screen_from_grid(const Stage& stage, Axis axis, float grid) {
    return axis.along(stage.view.screen_from_grid(axis.at(grid, grid)));
}

/// The distance of two ticks: 1, 1/2, 1/5, 1/10, ... as fine as keeps labels apart.
struct TickStep {
    double value;
    int decimals;
};

TickStep tick_step(const Stage& stage, Axis axis) {
    const float unit = std::abs(screen_from_grid(stage, axis, 1) - screen_from_grid(stage, axis, 0));
    const float size = stage.figure.layout.type.label;
    TickStep best{1, 0};
    constexpr int kMostDecimals = 6;  // what float32 holds between -1 and 1
    for (int decimals = 1; decimals <= kMostDecimals; ++decimals) {
        const float room = size * (0.62f * static_cast<float>(decimals) + 2.9f);
        for (const int part : {5, 2, 1}) {
            const double step = part * std::pow(10, -decimals);
            if (static_cast<float>(step) * unit < room) return best;
            best = {step, decimals};
        }
    }
    return best;
}

/// A text, unless the query's tag would lie on it.
void draw_label(const Stage& stage, Vec2 at, std::string_view text, const TextStyle& style, Anchor anchor) {
    const float width = text_width(style.face, style.size, text);
    const float middle = anchor == Anchor::middle ? at.x : anchor == Anchor::left ? at.x + width / 2 : at.x - width / 2;
    if (!is_under_tag(stage, {middle, at.y}, width, style.size)) stage.figure.canvas.text(at, text, style, anchor);
}

/// "x" and "y" past the ruler's end, where it is in the picture: the first number of a grid value runs to the right,
/// the second one down.
void draw_name(const Stage& stage, Axis axis, float end, float across) {
    const float size = stage.figure.layout.type.label;
    const TextStyle style = stage.figure.style(Face::semibold, size, stage.text_color());
    draw_label(stage, axis.is_x ? Vec2{end + size, across} : Vec2{across + 5, end + size * 1.4f},
               axis.is_x ? "x →" : "y ↓", style, axis.is_x ? Anchor::left : Anchor::right);
}

constexpr float kFromPicture = 9;  ///< the ruler's line; the query's tag lies over it

void draw_tick(const Stage& stage, Axis axis, float at, const std::string& label) {
    const Figure& figure = stage.figure;
    const Rect picture = stage.view.picture();
    const float across = (axis.is_x ? picture.y : picture.x) - kFromPicture, half = 4;
    figure.canvas.line(axis.at(at, across - half), axis.at(at, across + half), stage.line_color(),
                       2 * figure.layout.line);
    TextStyle style = figure.style(Face::semibold, figure.layout.type.label, stage.text_color());
    if (axis.is_x) {
        draw_label(stage, {at, across - half - 2 - style.size * 0.5f}, label, style, Anchor::middle);
        return;
    }
    const float right = across - half - 3;
    style.size = fitting_size(style.face, style.size, label, right - stage.layout.card.x - 3);
    draw_label(stage, {right, at}, label, style, Anchor::right);
}

/// From an end of the ruler into the picture: what -1 and 1 stand for.
void draw_end(const Stage& stage, Axis axis, float at) {
    const Rect picture = stage.view.picture(), image = stage.view.image_rect();
    const float inset = stage.side.align_corners ? stage.view.cell / 2 : 0;
    const float start = (axis.is_x ? picture.y : picture.x) - kFromPicture;
    const float end = std::max((axis.is_x ? image.y : image.x) + inset, axis.is_x ? picture.y : picture.x);
    dashed_line(stage.figure.canvas, axis.at(at, start + 6), axis.at(at, end), faded(stage.line_color(), 0.75f),
                1.2f * stage.figure.layout.line, 3);
}

void draw_ruler(const Stage& stage, Axis axis) {
    const Figure& figure = stage.figure;
    const Rect picture = stage.view.picture();
    const float low = axis.is_x ? picture.x : picture.y, high = axis.is_x ? picture.right() : picture.bottom();
    const float across = (axis.is_x ? picture.y : picture.x) - kFromPicture;
    const float first = screen_from_grid(stage, axis, -1), last = screen_from_grid(stage, axis, 1);
    const float from = std::max(low, first), to = std::min(high, last);
    if (to > from)
        figure.canvas.line(axis.at(from, across), axis.at(to, across), stage.line_color(), 2 * figure.layout.line);
    if (last < high) draw_name(stage, axis, to, across);
    const auto is_seen = [&](float at) { return at >= low - 0.5f && at <= high + 0.5f; };
    if (first == last) {  // on a one-pixel axis under True the whole ruler is one point
        if (is_seen(first)) draw_tick(stage, axis, first, "−1 … 1");
        if (is_seen(first)) draw_end(stage, axis, first);
        return;
    }
    const auto [step, decimals] = tick_step(stage, axis);
    const double unit = (last - first) / 2.0, middle = (last + first) / 2.0;
    const auto begin = static_cast<int64_t>(std::ceil(std::max(-1.0, (low - 0.5 - middle) / unit) / step - 1e-6));
    const auto end = static_cast<int64_t>(std::floor(std::min(1.0, (high + 0.5 - middle) / unit) / step + 1e-6));
    for (int64_t k = begin; k <= end; ++k) {
        const double grid = static_cast<double>(k) * step;
        const float at = screen_from_grid(stage, axis, static_cast<float>(grid));
        if (is_seen(at))
            draw_tick(stage, axis, at, stage.figure.number_text(fmt::format("{:.{}g}", grid, decimals + 1)));
    }
    for (const float at : {first, last}) {
        if (is_seen(at)) draw_end(stage, axis, at);
    }
}

}  // namespace

void draw_rulers(const Stage& stage) {
    if (stage.figure.layout.is_hall) return;  // the two tags say where the query is; ticks would be too many words
    draw_ruler(stage, {true});
    draw_ruler(stage, {false});
}

}  // namespace viz
