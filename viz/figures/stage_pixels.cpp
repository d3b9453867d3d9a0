// SPDX-License-Identifier: MIT
// The input: pixels with their values, the padding around them, the pixel numbers.
#include <fmt/format.h>

#include "core/sample_math.h"
#include "viz/figures/parts.h"
#include "viz/model/format.h"

namespace viz {
namespace {

constexpr float kSmallestType = 8.5f;  ///< values that would be smaller are left out
constexpr float kPaddingOpacity = 0.45f;

/// What a cell of the window holds.
struct Cell {
    int64_t x, y;  ///< its place; outside the image in the padding
    bool is_inside;
    bool is_zero_padding;  ///< outside, and read as 0
    double value;
};

Cell cell_at(const Stage& stage, int64_t x, int64_t y) {
    const Model& model = stage.figure.model;
    const State& state = stage.figure.state;
    Cell cell{x, y, x >= 0 && x < model.width() && y >= 0 && y < model.height(), false, 0};
    // The padding is what the core would read for a tap that lies there.
    const auto read = [&](int64_t at, int64_t size) {
        return static_cast<int64_t>(
            gs::pad(static_cast<float>(at), size, state.padding, stage.side.align_corners).value);
    };
    const int64_t source_x = cell.is_inside ? x : read(x, model.width());
    const int64_t source_y = cell.is_inside ? y : read(y, model.height());
    cell.is_zero_padding = !cell.is_inside && state.padding == gs::Padding::zeros;
    if (!cell.is_zero_padding) cell.value = value_at(model.input(), state.query.n, state.channel, source_y, source_x);
    return cell;
}

template <class Visitor>
void for_each_cell(const Stage& stage, Visitor&& visit) {
    const PixelWindow& window = stage.view.window;
    for (int64_t y = window.top; y < window.top + window.rows; ++y) {
        for (int64_t x = window.left; x < window.left + window.columns; ++x) visit(cell_at(stage, x, y));
    }
}

/// One type size for all values of the window, so that none looks more important than another; 0 when too small.
float value_size(const Stage& stage) {
    float widest = 0;
    for_each_cell(stage, [&](const Cell& cell) {
        widest = std::max(widest, text_width(Face::regular, 1, typeset(value_text(cell.value))));
    });
    const float cell = stage.view.cell;
    const float size = std::min({stage.figure.layout.value * cell, widest > 0 ? 0.84f * cell / widest : cell, 34.0f});
    return size >= kSmallestType ? size : 0;
}

void draw_ground(const Stage& stage, const Cell& cell) {
    Canvas& canvas = stage.figure.canvas;
    const Palette& colors = stage.figure.colors;
    const Rect rect = stage.view.cell_rect(cell.x, cell.y);
    if (cell.is_zero_padding) {
        canvas.fill(rect, mix(colors.card, colors.ground, 0.6f));
        hatch(canvas, rect, faded(colors.faint, 0.55f), 7, stage.figure.layout.line);
        return;
    }
    const Color color = shade(colors, cell.value, stage.figure.model.shade_range());
    canvas.fill(rect, cell.is_inside ? color : mix(colors.card, color, kPaddingOpacity));
}

void draw_value(const Stage& stage, const Cell& cell, float size) {
    const Palette& colors = stage.figure.colors;
    const Rect rect = stage.view.cell_rect(cell.x, cell.y);
    const Color shown = shade(colors, cell.value, stage.figure.model.shade_range());
    const Color ink = cell.is_inside ? colors.on(shown) : colors.muted;
    // Above the centre, where the dot is and where query points lie. A line that runs behind a number is interrupted.
    const Vec2 at{rect.centre().x, rect.y + rect.h * 0.23f};
    const float width = text_width(Face::regular, size, typeset(value_text(cell.value)));
    const Color ground = cell.is_inside ? shown : mix(colors.card, shown, kPaddingOpacity);
    if (!cell.is_zero_padding)
        stage.figure.canvas.fill({at.x - width / 2 - 2, at.y - size * 0.5f, width + 4, size}, ground);
    stage.figure.canvas.text(at, typeset(value_text(cell.value)),
                             stage.figure.style(Face::regular, cell.is_inside ? size : size * 0.9f, ink),
                             Anchor::middle);
    if (cell.is_inside) stage.figure.canvas.disc(rect.centre(), std::max(1.5f, rect.w / 32), faded(ink, 0.45f));
}

bool is_tap(const Stage& stage, const Cell& cell) {
    for (const TapTrace& tap : stage.side.trace.taps) {
        if (tap.unpadded_x == cell.x && tap.unpadded_y == cell.y) return true;
    }
    return false;
}

/// Hairlines between the pixels, and a stronger frame around the image.
void draw_lines(const Stage& stage) {
    Canvas& canvas = stage.figure.canvas;
    const Rect image = intersection(stage.view.image_rect(), stage.view.picture());
    const float cell = stage.view.cell;
    if (cell >= 6) {
        const Color line = faded(stage.figure.colors.faint, 0.8f);
        for (float x = image.x + cell; x < image.right() - 1; x += cell)
            canvas.line({x, image.y}, {x, image.bottom()}, line, 1);
        for (float y = image.y + cell; y < image.bottom() - 1; y += cell)
            canvas.line({image.x, y}, {image.right(), y}, line, 1);
    }
    canvas.frame(stage.view.image_rect(), stage.figure.colors.muted, 1.5f * stage.figure.layout.line);
}

/// The lines that reflection mirrors about: through the centres of the end pixels, or along the edges.
void draw_mirrors(const Stage& stage) {
    if (stage.figure.state.padding != gs::Padding::reflection) return;
    Canvas& canvas = stage.figure.canvas;
    const float inset = stage.side.align_corners ? stage.view.cell / 2 : 0;
    const Rect mirror = stage.view.image_rect().inset(inset), picture = stage.view.picture();
    const Color color = stage.line_color();
    const float width = 2 * stage.figure.layout.line;
    for (const float x : {mirror.x, mirror.right()})
        dashed_line(canvas, {x, picture.y}, {x, picture.bottom()}, color, width, 6);
    for (const float y : {mirror.y, mirror.bottom()})
        dashed_line(canvas, {picture.x, y}, {picture.right(), y}, color, width, 6);
}

/// Column numbers below the picture, row numbers to its right.
void draw_numbers(const Stage& stage) {
    const Figure& figure = stage.figure;
    const PixelWindow& window = stage.view.window;
    const Rect picture = stage.view.picture();
    const TextStyle style = figure.style(Face::mono, figure.layout.type.label, figure.colors.muted);
    const float widest = text_width(style.face, style.size, std::to_string(stage.view.width - 1));
    const auto stride = static_cast<int64_t>(std::ceil((widest + 6) / stage.view.cell));
    const int64_t end_x = std::min(window.left + window.columns, stage.view.width);
    for (int64_t x = std::max<int64_t>(window.left, 0); x < end_x; ++x) {
        const Vec2 at{stage.view.cell_rect(x, 0).centre().x, picture.bottom() + style.size * 0.85f};
        if (x % stride == 0) figure.canvas.text(at, std::to_string(x), style, Anchor::middle);
    }
    const Rect column = stage.layout.column;
    const float room = (column.is_empty() ? stage.layout.card.right() : column.x) - picture.right() - 8;
    const int64_t end_y = std::min(window.top + window.rows, stage.view.height);
    for (int64_t y = std::max<int64_t>(window.top, 0); y < end_y; ++y) {
        TextStyle fitted = style;
        fitted.size = fitting_size(style.face, style.size, std::to_string(y), room);
        const Vec2 at{picture.right() + 6, stage.view.cell_rect(0, y).centre().y};
        if (y % stride == 0) figure.canvas.text(at, std::to_string(y), fitted);
    }
}

}  // namespace

std::string value_text(double value) {
    // Whole numbers in full, as far as there is room; they are what ramps and label maps hold.
    return fmt::format("{:.{}g}", value, std::abs(value) >= 1000 ? 6 : 4);
}

Color shade(const Palette& colors, double value, Range range) {
    if (!std::isfinite(value)) return rgb(0x000000);
    const double span = range.high - range.low;
    return mix(colors.shade_low, colors.shade_high,
               span > 0 ? static_cast<float>(std::clamp((value - range.low) / span, 0.0, 1.0)) : 0.5f);
}

void draw_pixels(const Stage& stage) {
    draw_numbers(stage);
    const Clip clip(stage.figure.canvas, stage.view.picture());
    for_each_cell(stage, [&](const Cell& cell) {
        const Opacity opacity(stage.figure.canvas, cell.is_inside ? 1 : stage.figure.opacity(kPadding));
        draw_ground(stage, cell);
    });
    draw_lines(stage);
    const Opacity opacity(stage.figure.canvas, stage.figure.opacity(kPadding));
    draw_mirrors(stage);
    if (stage.figure.phase(kPadding) == Phase::now)
        stage.figure.canvas.frame(stage.view.picture().inset(1.5f), stage.figure.colors.ink,
                                  3 * stage.figure.layout.line);
}

void draw_values(const Stage& stage) {
    const float size = value_size(stage);
    if (size == 0) return;
    const Clip clip(stage.figure.canvas, stage.view.picture());
    for_each_cell(stage, [&](const Cell& cell) {
        if (is_tap(stage, cell)) return;  // draw_taps makes room for more than the value
        const Opacity opacity(stage.figure.canvas, cell.is_inside ? 1 : stage.figure.opacity(kPadding));
        draw_value(stage, cell, size);
    });
}

}  // namespace viz
