// SPDX-License-Identifier: MIT
#include "viz/ui/canvas_imgui.h"

namespace viz {

// Paths are used throughout, because AddLine and AddRect shift their points by half a pixel.

void ImguiCanvas::push_clip(Rect rect) {
    list_.PushClipRect(place({rect.x, rect.y}), place({rect.right(), rect.bottom()}), true);
}

void ImguiCanvas::pop_clip() {
    list_.PopClipRect();
}

void ImguiCanvas::draw_line(Vec2 from, Vec2 to, Color color, float width) {
    list_.PathLineTo(place(from));
    list_.PathLineTo(place(to));
    list_.PathStroke(packed(color), 0, width * unit_);
}

void ImguiCanvas::draw_fill(Rect rect, Color color, float radius) {
    list_.AddRectFilled(place({rect.x, rect.y}), place({rect.right(), rect.bottom()}), packed(color), radius * unit_);
}

void ImguiCanvas::draw_frame(Rect rect, Color color, float width, float radius) {
    list_.PathRect(place({rect.x, rect.y}), place({rect.right(), rect.bottom()}), radius * unit_);
    list_.PathStroke(packed(color), ImDrawFlags_Closed, width * unit_);
}

void ImguiCanvas::draw_polygon(std::span<const Vec2> points, Color color) {
    // ImGui's smooth edges need the points clockwise on the screen.
    float twice_area = 0;
    for (size_t k = 0; k < points.size(); ++k) {
        const Vec2 a = points[k], b = points[(k + 1) % points.size()];
        twice_area += a.x * b.y - b.x * a.y;
    }
    for (size_t k = 0; k < points.size(); ++k)
        list_.PathLineTo(place(points[twice_area >= 0 ? k : points.size() - 1 - k]));
    list_.PathFillConvex(packed(color));
}

void ImguiCanvas::draw_disc(Vec2 centre, float radius, Color color) {
    list_.AddCircleFilled(place(centre), radius * unit_, packed(color));
}

void ImguiCanvas::draw_ring(Vec2 centre, float radius, Color color, float width) {
    list_.AddCircle(place(centre), radius * unit_, packed(color), 0, width * unit_);
}

void ImguiCanvas::draw_text(Vec2 baseline_start, std::string_view utf8, const TextStyle& style) {
    // In pixels from here on: lines of text stand on whole ones, letters on quarters of them.
    const float size = style.size * unit_ * pixel_ratio_;
    const ImVec2 start = place(baseline_start);
    const float baseline = std::round(start.y * pixel_ratio_);
    float pen = start.x * pixel_ratio_;
    const auto position = [&](float x, int y) {
        return ImVec2{x / pixel_ratio_, (baseline + static_cast<float>(y)) / pixel_ratio_};
    };
    list_.PushTextureID(glyphs_.texture);
    for (const uint32_t point : code_points(utf8)) {
        const float quarters = std::round(pen * GlyphAtlas::kPhases);
        const float whole = std::floor(quarters / GlyphAtlas::kPhases);
        const auto& glyph =
            glyphs_.find(style.face, size, point, static_cast<int>(quarters - whole * GlyphAtlas::kPhases));
        if (glyph.width > 0) {
            const float left = whole + static_cast<float>(glyph.left);
            constexpr float kTexel = 1.0f / GlyphAtlas::kSize;
            const auto x = static_cast<float>(glyph.x), y = static_cast<float>(glyph.y);
            const auto width = static_cast<float>(glyph.width), height = static_cast<float>(glyph.height);
            list_.PrimReserve(6, 4);
            list_.PrimRectUV(position(left, glyph.top), position(left + width, glyph.top + glyph.height),
                             {x * kTexel, y * kTexel}, {(x + width) * kTexel, (y + height) * kTexel},
                             packed(style.color));
        }
        pen += advance(style.face, point) * size;
    }
    list_.PopTextureID();
}

}  // namespace viz
