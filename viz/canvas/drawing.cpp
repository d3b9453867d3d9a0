// SPDX-License-Identifier: MIT
#include "viz/canvas/drawing.h"

#include <array>

namespace viz {
namespace {

/// Calls visit(k * step) for the multiples within [first, last). Counts them, because far out a float plus a step is
/// the same float.
template <class Visitor>
void for_each_multiple(float first, float last, float step, Visitor&& visit) {
    const float start = std::ceil(first / step) * step;
    const int count = static_cast<int>(std::ceil((last - start) / step));
    for (int k = 0; k < count; ++k) visit(start + static_cast<float>(k) * step);
}

}  // namespace

void dashed_line(Canvas& canvas, Vec2 from, Vec2 to, Color color, float width, float dash) {
    const float total = length(to - from);
    if (total <= 0) return;
    const Vec2 direction = (to - from) * (1 / total);
    for_each_multiple(0, total, 2 * dash, [&](float start) {
        canvas.line(from + direction * start, from + direction * std::min(start + dash, total), color, width);
    });
}

void dashed_frame(Canvas& canvas, Rect rect, Color color, float width, float dash) {
    const Vec2 corners[] = {
        {rect.x, rect.y}, {rect.right(), rect.y}, {rect.right(), rect.bottom()}, {rect.x, rect.bottom()}};
    for (size_t k = 0; k < 4; ++k) dashed_line(canvas, corners[k], corners[(k + 1) % 4], color, width, dash);
}

void hatch(Canvas& canvas, Rect rect, Color color, float spacing, float width, Hatch direction) {
    if (rect.is_empty()) return;
    if (direction == Hatch::level || direction == Hatch::upright) {
        const bool is_level = direction == Hatch::level;
        const float start = is_level ? rect.y : rect.x, end = is_level ? rect.bottom() : rect.right();
        for_each_multiple(start, end, spacing, [&](float at) {
            if (is_level)
                canvas.line({rect.x, at}, {rect.right(), at}, color, width);
            else
                canvas.line({at, rect.y}, {at, rect.bottom()}, color, width);
        });
        return;
    }
    // A rising line is x + y = c, a falling one x - y = c; c runs over multiples of the spacing, so that hatched
    // neighbours join.
    const float sign = direction == Hatch::rising ? 1.0f : -1.0f, step = spacing * 1.41421356f;
    const float c_first = sign > 0 ? rect.x + rect.y : rect.x - rect.bottom();
    const float c_last = sign > 0 ? rect.right() + rect.bottom() : rect.right() - rect.y;
    for_each_multiple(c_first, c_last, step, [&](float c) {
        const float x_low = sign > 0 ? c - rect.bottom() : c + rect.y,
                    x_high = sign > 0 ? c - rect.y : c + rect.bottom();
        const float from = std::max(rect.x, x_low), to = std::min(rect.right(), x_high);
        if (to > from) canvas.line({from, sign * (c - from)}, {to, sign * (c - to)}, color, width);
    });
}

void arrow(Canvas& canvas, Vec2 from, Vec2 to, Color color, float width, float head) {
    const float total = length(to - from);
    if (total < 0.5f) return;
    const Vec2 along = (to - from) * (1 / total), across{-along.y, along.x};
    const float size = std::min(head, total);
    const Vec2 base = to - along * size;
    canvas.line(from, base, color, width);
    canvas.polygon(std::array{to, base + across * (size * 0.5f), base - across * (size * 0.5f)}, color);
}

void check_mark(Canvas& canvas, Vec2 centre, float size, Color color, bool is_yes) {
    const float half = size / 2, width = size / 6;
    if (is_yes) {
        const Vec2 corner = centre + Vec2{-half * 0.25f, half * 0.75f};
        canvas.line(centre + Vec2{-half, 0}, corner, color, width);
        canvas.line(corner, centre + Vec2{half, -half * 0.75f}, color, width);
    } else {
        canvas.line(centre + Vec2{-half, -half}, centre + Vec2{half, half}, color, width);
        canvas.line(centre + Vec2{-half, half}, centre + Vec2{half, -half}, color, width);
    }
}

Vec2 tag_size(const TextStyle& style, std::string_view text) {
    return {text_width(style.face, style.size, text) + style.size * 0.9f, style.size * 1.6f};
}

Rect tag(Canvas& canvas, Vec2 centre, std::string_view text, const TextStyle& style, Color ground) {
    const Vec2 size = tag_size(style, text);
    const Rect rect{centre.x - size.x / 2, centre.y - size.y / 2, size.x, size.y};
    canvas.fill(rect, ground, 4);
    canvas.text(centre, text, style, Anchor::middle);
    return rect;
}

float fitting_size(Face face, float size, std::string_view text, float width) {
    const float needed = text_width(face, size, text);
    return needed > width && needed > 0 ? size * width / needed : size;
}

}  // namespace viz
