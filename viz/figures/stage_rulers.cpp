// SPDX-License-Identifier: MIT
// The normalised rulers along the top and the left: -1 .. 1 as this convention lays them out.
#include <fmt/format.h>

#include <array>

#include "viz/figures/parts.h"
#include "viz/model/format.h"

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

/// The finest of the usual steps that keeps labels apart.
float tick_step(const Stage& stage, Axis axis) {
    const float unit = std::abs(screen_from_grid(stage, axis, 1) - screen_from_grid(stage, axis, 0));
    const float room = stage.figure.layout.type.label * (axis.is_x ? 3.2f : 1.9f);
    for (const float step : {0.01f, 0.02f, 0.05f, 0.1f, 0.2f, 0.5f}) {
        if (step * unit >= room) return step;
    }
    return 1;
}

/// "x" and "y" past the ruler's end, where it is in the picture: the first number of a grid value runs to the right,
/// the second one down.
void draw_name(const Stage& stage, Axis axis, float end, float across) {
    const float size = stage.figure.layout.type.label;
    const TextStyle style = stage.figure.style(Face::semibold, size, stage.text_color());
    stage.figure.canvas.text(axis.at(end + size * (axis.is_x ? 2.0f : 1.4f), across), axis.is_x ? "x →" : "y ↓", style,
                             Anchor::middle);
}

void draw_ruler(const Stage& stage, Axis axis) {
    const Figure& figure = stage.figure;
    const Rect picture = stage.view.picture();
    const float low = axis.is_x ? picture.x : picture.y, high = axis.is_x ? picture.right() : picture.bottom();
    // From the picture outwards: the query's tag, the line with its ticks, the labels.
    const float tag_room =
        axis.is_x ? figure.layout.type.number * 1.6f + 11
                  : text_width(Face::mono_bold, figure.layout.type.number, "−0.7143") + figure.layout.type.number;
    const float across = (axis.is_x ? picture.y : picture.x) - tag_room;
    const float width = 2 * figure.layout.line;

    const float from = std::max(low, screen_from_grid(stage, axis, -1)),
                to = std::min(high, screen_from_grid(stage, axis, 1));
    if (to > from) figure.canvas.line(axis.at(from, across), axis.at(to, across), stage.line_color(), width);
    if (to < high) draw_name(stage, axis, to, across);
    // On a one-pixel axis under True the whole ruler is one point.
    const bool is_point = screen_from_grid(stage, axis, -1) == screen_from_grid(stage, axis, 1);
    const float step = tick_step(stage, axis);
    const int last = is_point ? 0 : static_cast<int>(std::lround(1 / step));
    for (int k = -last; k <= last; ++k) {
        const float grid = static_cast<float>(k) * step, at = screen_from_grid(stage, axis, grid);
        if (at < low - 0.5f || at > high + 0.5f) continue;
        figure.canvas.line(axis.at(at, across - 5), axis.at(at, across + 5), stage.line_color(), width);
        const std::string label = is_point ? "−1 … 1" : typeset(fmt::format("{:.3g}", grid));
        const TextStyle style = figure.style(Face::semibold, figure.layout.type.label, stage.text_color());
        if (axis.is_x)
            figure.canvas.text({at, across - 6 - style.size * 0.6f}, label, style, Anchor::middle);
        else
            figure.canvas.text({across - 10, at}, label, style, Anchor::right);
        // From the ends of the ruler into the picture: what -1 and 1 stand for.
        if (std::abs(k) == last) {
            const Rect image = stage.view.image_rect();
            const float inset = stage.side.align_corners ? stage.view.cell / 2 : 0;
            const float end = std::max((axis.is_x ? image.y : image.x) + inset, axis.is_x ? picture.y : picture.x);
            dashed_line(figure.canvas, axis.at(at, across + 6), axis.at(at, end), faded(stage.line_color(), 0.75f),
                        1.2f * figure.layout.line, 3);
        }
    }
}

}  // namespace

void draw_rulers(const Stage& stage) {
    if (stage.figure.layout.is_hall) return;  // the two tags say where the query is; ticks would be too many words
    draw_ruler(stage, {true});
    draw_ruler(stage, {false});
}

}  // namespace viz
