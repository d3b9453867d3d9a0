// SPDX-License-Identifier: MIT
#include "tests/figures/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {

void RecordingCanvas::push_clip(Rect rect) {
    clips_.push_back(clips_.empty() ? rect : intersection(clips_.back(), rect));
}

void RecordingCanvas::note(Primitive primitive) {
    primitive.is_clipped = !clips_.empty();
    if (primitive.is_clipped) primitive.clip = clips_.back();
    constexpr size_t kUsualCount = 2048;
    if (recording_.empty()) recording_.reserve(kUsualCount);
    recording_.push_back(std::move(primitive));
}

void RecordingCanvas::draw_line(Vec2 from, Vec2 to, Color color, float width) {
    note({.kind = Primitive::Kind::line, .color = color, .points = {from, to}, .width = width});
}

void RecordingCanvas::draw_fill(Rect rect, Color color, float radius) {
    note({.kind = Primitive::Kind::fill, .color = color, .rect = rect, .radius = radius});
}

void RecordingCanvas::draw_frame(Rect rect, Color color, float width, float radius) {
    note({.kind = Primitive::Kind::frame, .color = color, .rect = rect, .radius = radius, .width = width});
}

void RecordingCanvas::draw_polygon(std::span<const Vec2> points, Color color) {
    note({.kind = Primitive::Kind::polygon, .color = color, .points = {points.begin(), points.end()}});
}

void RecordingCanvas::draw_disc(Vec2 centre, float radius, Color color) {
    note({.kind = Primitive::Kind::disc, .color = color, .points = {centre}, .radius = radius});
}

void RecordingCanvas::draw_ring(Vec2 centre, float radius, Color color, float width) {
    note({.kind = Primitive::Kind::ring, .color = color, .points = {centre}, .radius = radius, .width = width});
}

void RecordingCanvas::draw_points(std::span<const Vec2> centres, const PointStyle& style) {
    note({.kind = Primitive::Kind::points,
          .color = style.disc,
          .points = {centres.begin(), centres.end()},
          .radius = style.radius,
          .width = style.ring_width});
}

void RecordingCanvas::draw_image(Rect to, const ImagePtr& image, Rect from) {
    note({.kind = Primitive::Kind::image, .rect = to, .image = image, .from = from});
}

void RecordingCanvas::draw_text(Vec2 baseline_start, std::string_view utf8, const TextStyle& style) {
    note({.kind = Primitive::Kind::text,
          .color = style.color,
          .points = {baseline_start},
          .text = std::string(utf8),
          .face = style.face,
          .size = style.size});
}

bool is_finite(const Primitive& primitive) {
    bool result = std::isfinite(primitive.radius) && std::isfinite(primitive.width) && std::isfinite(primitive.size);
    for (const Vec2 point : primitive.points) result = result && std::isfinite(point.x) && std::isfinite(point.y);
    const Rect rect = primitive.rect;
    return result && std::isfinite(rect.x) && std::isfinite(rect.y) && std::isfinite(rect.w) && std::isfinite(rect.h);
}

Rect capitals(const Primitive& text) {
    const float height = cap_height(text.face) * text.size;
    return {text.points[0].x, text.points[0].y - height, text_width(text.face, text.size, text.text), height};
}

Rect bounds(const Primitive& primitive) {
    switch (primitive.kind) {
        case Primitive::Kind::fill:
        case Primitive::Kind::image: return primitive.rect;
        case Primitive::Kind::frame: return primitive.rect.inset(-primitive.width / 2);
        case Primitive::Kind::text: {
            constexpr float kDescent = 0.22f;  // how far "p" and "y" reach below the baseline, of the type size
            Rect rect = capitals(primitive);
            rect.h += kDescent * primitive.size;
            return rect;
        }
        case Primitive::Kind::line:
        case Primitive::Kind::polygon:
        case Primitive::Kind::disc:
        case Primitive::Kind::ring:
        case Primitive::Kind::points: break;
    }
    Vec2 low = primitive.points[0], high = low;
    for (const Vec2 point : primitive.points) {
        low = {std::min(low.x, point.x), std::min(low.y, point.y)};
        high = {std::max(high.x, point.x), std::max(high.y, point.y)};
    }
    return Rect{low.x, low.y, high.x - low.x, high.y - low.y}.inset(-primitive.radius - primitive.width / 2);
}

bool is_inside(Rect inner, Rect outer, float slack) {
    return inner.x >= outer.x - slack && inner.y >= outer.y - slack && inner.right() <= outer.right() + slack &&
           inner.bottom() <= outer.bottom() + slack;
}

bool is_visible(const Primitive& primitive) {
    return primitive.color.a > 0 &&
           (!primitive.is_clipped || !intersection(bounds(primitive), primitive.clip).is_empty());
}

std::vector<size_t> visible_texts(const Recording& recording) {
    std::vector<size_t> texts;
    for (size_t k = 0; k < recording.size(); ++k) {
        if (recording[k].kind == Primitive::Kind::text && is_visible(recording[k])) texts.push_back(k);
    }
    return texts;
}

Color painted(Color over, Color ground) {
    const float t = static_cast<float>(over.a) / 255;
    Color result = mix(ground, over, t);
    result.a = 255;
    return result;
}

Color color_at(const Primitive& image, Vec2 point) {
    const Rect to = image.rect, from = image.from;
    const auto pixel = [](float place, int size) {
        return std::clamp(static_cast<int>(std::floor(place)), 0, size - 1);
    };
    return image.image->at(pixel(from.x + (point.x - to.x) * from.w / to.w, image.image->width()),
                           pixel(from.y + (point.y - to.y) * from.h / to.h, image.image->height()));
}

Color ground_at(const Recording& recording, size_t end, Vec2 point) {
    Color ground = rgb(0xFFFFFF);
    for (size_t k = 0; k < end; ++k) {
        const Primitive& primitive = recording[k];
        if (primitive.is_clipped && !primitive.clip.contains(point)) continue;
        if (primitive.kind == Primitive::Kind::image && primitive.rect.contains(point))
            ground = painted(color_at(primitive, point), ground);
        const bool covers =
            (primitive.kind == Primitive::Kind::fill && primitive.rect.contains(point)) ||
            (primitive.kind == Primitive::Kind::disc && length(point - primitive.points[0]) <= primitive.radius);
        if (covers) ground = painted(primitive.color, ground);
    }
    return ground;
}

std::string name(const Primitive& primitive) {
    constexpr const char* kinds[] = {"line", "fill", "frame", "polygon", "disc", "ring", "points", "image", "text"};
    const Rect place = bounds(primitive);
    return fmt::format("{} '{}' at x {} to {}, y {} to {}", kinds[static_cast<size_t>(primitive.kind)], primitive.text,
                       place.x, place.right(), place.y, place.bottom());
}

}  // namespace viz
