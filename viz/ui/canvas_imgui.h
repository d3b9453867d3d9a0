// SPDX-License-Identifier: MIT
// A canvas on an ImDrawList: the window, and, drawn off screen, the PNG.
#pragma once

#include <imgui.h>

#include "viz/canvas/canvas.h"
#include "viz/ui/glyphs.h"
#include "viz/ui/textures.h"

namespace viz {

class ImguiCanvas : public Canvas {
public:
    /// Design unit (0, 0) is at `origin`; a unit takes `unit` ImGui units, and one of these takes `pixel_ratio` pixels.
    /// As long as this lives, nothing else is drawn with ImGui.
    ImguiCanvas(ImDrawList& list, GlyphAtlas& glyphs, Textures& textures, ImVec2 origin, float unit, float pixel_ratio);
    ~ImguiCanvas() override;
    ImguiCanvas(const ImguiCanvas&) = delete;
    ImguiCanvas& operator=(const ImguiCanvas&) = delete;

    float resolution() const override { return unit_ * pixel_ratio_; }

    void push_clip(Rect rect) override;
    void pop_clip() override;

protected:
    void draw_line(Vec2 from, Vec2 to, Color color, float width) override;
    void draw_fill(Rect rect, Color color, float radius) override;
    void draw_frame(Rect rect, Color color, float width, float radius) override;
    void draw_polygon(std::span<const Vec2> points, Color color) override;
    void draw_disc(Vec2 centre, float radius, Color color) override;
    void draw_ring(Vec2 centre, float radius, Color color, float width) override;
    void draw_points(std::span<const Vec2> centres, const PointStyle& style) override;
    void draw_image(Rect to, const ImagePtr& image, Rect from) override;
    void draw_text(Vec2 baseline_start, std::string_view utf8, const TextStyle& style) override;

private:
    ImVec2 place(Vec2 point) const { return {origin_.x + point.x * unit_, origin_.y + point.y * unit_}; }

    ImDrawList& list_;
    GlyphAtlas& glyphs_;
    Textures& textures_;
    ImVec2 origin_;
    float unit_, pixel_ratio_;
    ImVec2 white_before_;
    ImDrawListFlags flags_before_;
};

/// The colour as ImGui packs it.
inline ImU32 packed(Color color) {
    return IM_COL32(color.r, color.g, color.b, color.a);
}

}  // namespace viz
