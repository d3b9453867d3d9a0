// SPDX-License-Identifier: MIT
// The input: pixels with their values, the padding around them, the pixel numbers.
#include "viz/parts/parts.h"
#include "viz/parts/value_texts.h"

namespace viz {
namespace {

constexpr float kSmallestDotted = 18;  ///< centres of smaller pixels are not marked
constexpr float kValueHeight = 0.22f;  ///< how far below its upper edge a pixel has its value, as a part of it
constexpr float kPaddingOpacity = 0.45f;

/// Above the centre, where the dot is and where query points lie. In the ring, of which a part may be seen, in the
/// middle of that.
Vec2 value_place(const TensorView& view, const Cell& cell, float size) {
    const Rect rect = view.cell_rect(cell.x, cell.y), visible = view.visible_rect(cell);
    return cell.is_inside ? Vec2{rect.centre().x, rect.y + std::max(rect.h * kValueHeight, 0.7f * size)}
                          : visible.centre();
}

void draw_value(const Stage& stage, const TensorView& view, const Cell& cell, const ValueTexts& texts) {
    const Palette& colors = stage.figure.colors;
    const Rect visible = view.visible_rect(cell);
    const Color ground = view.ground_of(cell), ink = colors.on(ground);
    const std::string text = texts.text(cell.value);
    const float size = cell.is_inside ? texts.size() : std::min(texts.size() * 0.9f, visible.h * 0.75f);
    const float width = text_width(Face::regular, size, text);
    const Vec2 at = value_place(view, cell, size);
    if (size < kSmallestValue || width > visible.w || std::abs(at.y - visible.centre().y) > visible.h / 2) return;
    if (!cell.is_inside && is_under_tag(stage, at, width, size)) return;
    // A line or a ring that runs behind a number is interrupted.
    stage.figure.canvas.fill(
        intersection({at.x - width / 2 - 2, at.y - size * 0.5f, width + 4, size}, visible.inset(0.5f)), ground);
    stage.figure.canvas.text(at, text, stage.figure.style(Face::regular, size, cell.is_inside ? ink : colors.muted),
                             Anchor::middle);
}

bool is_tap(const Stage& stage, const Cell& cell) {
    if (!stage.figure.knows(kNeighbours)) return false;
    for (const TapTrace& tap : stage.side.trace.taps) {
        if (tap.unpadded_x == cell.x && tap.unpadded_y == cell.y) return true;
    }
    return false;
}

/// Hairlines between the pixels, and a stronger frame around the image; the pixels' centres as dots.
void draw_lines(const Stage& stage, const TensorView& view) {
    Canvas& canvas = stage.figure.canvas;
    const Rect image = intersection(stage.view.image_rect(), stage.view.picture());
    const float cell = stage.view.cell;
    if (!view.is_image()) {
        const Color line = faded(stage.figure.colors.faint, 0.8f);
        const Rect first = stage.view.cell_rect(stage.view.window.first_column(), stage.view.window.first_row());
        for (float x = first.x + cell; x < image.right() - 1; x += cell) {
            if (x > image.x + 1) canvas.line({x, image.y}, {x, image.bottom()}, line, 1);
        }
        for (float y = first.y + cell; y < image.bottom() - 1; y += cell) {
            if (y > image.y + 1) canvas.line({image.x, y}, {image.right(), y}, line, 1);
        }
    }
    canvas.frame(stage.view.image_rect(), stage.figure.colors.muted, 1.5f * stage.figure.layout.line);
}

void draw_centres(const Stage& stage, const TensorView& view) {
    if (stage.view.cell < kSmallestDotted) return;
    view.for_each_cell([&](const Cell& cell) {
        if (!cell.is_inside) return;
        const Color ink = stage.figure.colors.on(view.ground_of(cell));
        const Rect rect = view.cell_rect(cell.x, cell.y);
        stage.figure.canvas.disc(rect.centre(), std::max(1.5f, rect.w / 40), faded(ink, 0.45f));
    });
}

/// The lines that reflection mirrors about: through the centres of the end pixels, or along the edges.
void draw_mirrors(const Stage& stage) {
    if (stage.figure.state.sampling.padding != gs::Padding::reflection) return;
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

/// 1, 2, 5, 10, 20, ...: the first that is at least so many.
int64_t stride_of(float least) {
    for (int64_t power = 1;; power *= 10) {
        for (const int64_t digit : {1, 2, 5}) {
            if (static_cast<float>(power * digit) >= least) return power * digit;
        }
    }
}

/// The first multiple of the stride from `first` on that is not negative.
int64_t multiple_from(int64_t first, int64_t stride) {
    return (std::max<int64_t>(first, 0) + stride - 1) / stride * stride;
}

/// Column numbers below the picture, row numbers to its right.
void draw_numbers(const Stage& stage) {
    const Figure& figure = stage.figure;
    const PixelWindow& window = stage.view.window;
    const Rect picture = stage.view.picture();
    const TextStyle style = figure.style(Face::mono, figure.layout.type.label, figure.colors.muted);
    const float widest = text_width(style.face, style.size, std::to_string(stage.view.width - 1));
    const auto is_seen = [&](float middle, float low, float high) { return middle > low && middle < high; };
    const int64_t column_stride = stride_of((widest + 6) / stage.view.cell);
    const int64_t end_x = std::min(window.last_column(), stage.view.width);
    for (int64_t x = multiple_from(window.first_column(), column_stride); x < end_x; x += column_stride) {
        const Vec2 at{stage.view.cell_rect(x, 0).centre().x, picture.bottom() + style.size * 0.8f};
        if (is_seen(at.x, picture.x, picture.right())) figure.canvas.text(at, std::to_string(x), style, Anchor::middle);
    }
    const int64_t row_stride = stride_of(style.size * 1.2f / stage.view.cell);
    const Rect column = stage.layout.column;
    const float room = (column.is_empty() ? stage.layout.card.right() : column.x + 6) - picture.right() - 6;
    const int64_t end_y = std::min(window.last_row(), stage.view.height);
    TextStyle fitted = style;  // one size for all
    fitted.size = fitting_size(style.face, style.size, std::to_string(end_y - 1), room);
    for (int64_t y = multiple_from(window.first_row(), row_stride); y < end_y; y += row_stride) {
        const Vec2 at{picture.right() + 4, stage.view.cell_rect(0, y).centre().y};
        if (is_seen(at.y, picture.y, picture.bottom())) figure.canvas.text(at, std::to_string(y), fitted);
    }
}

}  // namespace

ColourScale shades(const Figure& figure) {
    return {colour_map(kShades), figure.colors, figure.model.shade_range()};
}

TensorView input_view(const Stage& stage) {
    const Figure& figure = stage.figure;
    TensorView view{.canvas = figure.canvas,
                    .tiles = figure.cache.tiles(),
                    .colors = figure.colors,
                    .plane = stage.plane,
                    .colours = stage.colours,
                    .window = stage.view.window,
                    .origin = stage.view.origin,
                    .cell = {stage.view.cell, stage.view.cell},
                    .around = {},
                    .line = figure.layout.line};
    if (figure.knows(kPadding))
        view.around = {figure.state.sampling.padding, stage.side.align_corners, figure.colors.card, kPaddingOpacity};
    return view;
}

void draw_pixels(const Stage& stage) {
    draw_numbers(stage);
    const Clip clip(stage.figure.canvas, stage.view.picture());
    const TensorView view = input_view(stage);
    if (view.is_image())
        view.draw_image();
    else
        view.for_each_cell([&](const Cell& cell) { view.draw_ground(cell); });
    draw_lines(stage, view);
    draw_centres(stage, view);
    if (!stage.figure.knows(kPadding)) return;
    draw_mirrors(stage);
    if (stage.figure.phase(kPadding) == Phase::now)
        stage.figure.canvas.frame(stage.view.picture().inset(1.5f), stage.figure.colors.ink,
                                  3 * stage.figure.layout.line);
}

void draw_values(const Stage& stage) {
    const Layout& layout = stage.figure.layout;
    const float cell = stage.view.cell;
    if (cell < 2 * kSmallestValue) return;
    const TensorView view = input_view(stage);
    constexpr float kLargestValue = 32;
    const float least = layout.type.least_value;
    const float largest = std::min(std::max(layout.value * cell, std::min(least, 0.45f * cell)), kLargestValue);
    const ValueTexts texts =
        view.value_texts({Face::regular, 0.92f * cell, largest, least, kSmallestValue, layout.fewest_digits});
    if (texts.size() == 0) return;
    const Clip clip(stage.figure.canvas, stage.view.picture());
    view.for_each_cell([&](const Cell& shown) {
        if (!is_tap(stage, shown))
            draw_value(stage, view, shown, texts);  // draw_taps makes room for more than the value
    });
}

}  // namespace viz
