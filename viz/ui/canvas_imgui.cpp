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
    const float size = style.size * unit_;
    const ImFont* font = fonts_.find(style.face, size * pixel_ratio_);
    if (font == nullptr) return;
    // The texture holds the glyphs in pixels. Lines of text start on whole pixels, which keeps them sharp.
    const float scale = 1 / pixel_ratio_;
    const auto snapped = [&](float value) { return std::round(value * pixel_ratio_) / pixel_ratio_; };
    const ImVec2 start = place(baseline_start);
    const float top = snapped(start.y) - std::round(font->Ascent) * scale;
    float x = snapped(start.x);
    for (const uint32_t point : code_points(utf8)) {
        const ImFontGlyph* glyph = font->FindGlyph(static_cast<ImWchar>(point > 0xFFFF ? 0xFFFD : point));
        if (glyph != nullptr && glyph->Visible != 0) {
            list_.PrimReserve(6, 4);
            list_.PrimRectUV({x + glyph->X0 * scale, top + glyph->Y0 * scale},
                             {x + glyph->X1 * scale, top + glyph->Y1 * scale}, {glyph->U0, glyph->V0},
                             {glyph->U1, glyph->V1}, packed(style.color));
        }
        x += advance(style.face, point) * size;
    }
}

}  // namespace viz
