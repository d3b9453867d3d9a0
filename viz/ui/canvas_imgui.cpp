// SPDX-License-Identifier: MIT
#include "viz/ui/canvas_imgui.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace viz {
namespace {

/// A circle around a point: one of those between which its colours run.
struct Contour {
    float radius;
    ImU32 color;
};

/// The corners of the polygon that takes the place of a circle, on a circle of radius 1: as many as ImGui gives one, so
/// that no edge is farther from it than a third of a pixel.
std::vector<ImVec2> unit_circle(float radius_in_pixels) {
    constexpr float kFarthest = 0.3f, kPi = std::numbers::pi_v<float>;
    const float half_turn = std::acos(1 - std::min(kFarthest, radius_in_pixels) / radius_in_pixels);
    constexpr int kCounts[] = {4, 6, 8, 12, 16, 24, 48};
    int count = kCounts[0];
    for (const int larger : kCounts) {
        count = larger;
        if (static_cast<float>(count) * half_turn >= kPi) break;
    }
    std::vector<ImVec2> corners;
    for (int k = 0; k < count; ++k) {
        const float angle = 2 * kPi * static_cast<float>(k) / static_cast<float>(count);
        corners.emplace_back(std::cos(angle), std::sin(angle));
    }
    return corners;
}

/// The corners of triangles that fill the polygon inside the first contour and the bands between one and the next.
std::vector<ImDrawIdx> mesh_indices(int corners, int contours) {
    std::vector<ImDrawIdx> indices;
    const auto add = [&](int contour, int corner) {
        indices.push_back(static_cast<ImDrawIdx>(contour * corners + corner % corners));
    };
    for (int k = 2; k < corners; ++k) {
        for (const int corner : {0, k - 1, k}) add(0, corner);
    }
    for (int band = 0; band + 1 < contours; ++band) {
        for (int k = 0; k < corners; ++k) {
            add(band, k);
            add(band, k + 1);
            add(band + 1, k);
            add(band + 1, k);
            add(band, k + 1);
            add(band + 1, k + 1);
        }
    }
    return indices;
}

/// The same mesh around each of the centres.
template <class Place>
void add_meshes(ImDrawList& list, std::span<const Vec2> centres, const std::vector<ImVec2>& circle,
                const std::vector<Contour>& contours, const Place& place) {
    const std::vector<ImDrawIdx> indices =
        mesh_indices(static_cast<int>(circle.size()), static_cast<int>(contours.size()));
    const size_t vertices = circle.size() * contours.size();
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    const size_t most = ((size_t{1} << 16) - 1) / vertices;  // indices have 16 bits
    for (size_t begin = 0; begin < centres.size(); begin += most) {
        const size_t count = std::min(most, centres.size() - begin);
        list.PrimReserve(static_cast<int>(count * indices.size()), static_cast<int>(count * vertices));
        for (const Vec2 point : centres.subspan(begin, count)) {
            const ImVec2 centre = place(point);
            const unsigned first = list._VtxCurrentIdx;
            for (const ImDrawIdx index : indices) list.PrimWriteIdx(static_cast<ImDrawIdx>(first + index));
            for (const Contour& contour : contours) {
                for (const ImVec2 way : circle)
                    list.PrimWriteVtx({centre.x + way.x * contour.radius, centre.y + way.y * contour.radius}, white,
                                      contour.color);
            }
        }
    }
}

}  // namespace

// Shapes and texts have one texture, so that what lies over one another goes into one draw call; a few hundred of them
// took most of a frame's time where OpenGL is software. ImGui's own textured lines, of another texture, are drawn as
// shapes, which have the same pixels.
ImguiCanvas::ImguiCanvas(ImDrawList& list, GlyphAtlas& glyphs, Textures& textures, ImVec2 origin, float unit,
                         float pixel_ratio)
    : list_(list),
      glyphs_(glyphs),
      textures_(textures),
      origin_(origin),
      unit_(unit),
      pixel_ratio_(pixel_ratio),
      white_before_(ImGui::GetFontTexUvWhitePixel()),
      flags_before_(list.Flags) {
    ImGui::GetDrawListSharedData()->TexUvWhitePixel = glyphs_.white();
    list_.Flags &= ~ImDrawListFlags_AntiAliasedLinesUseTex;
    list_.PushTextureID(glyphs_.texture);
}

ImguiCanvas::~ImguiCanvas() {
    list_.PopTextureID();
    list_.Flags = flags_before_;
    ImGui::GetDrawListSharedData()->TexUvWhitePixel = white_before_;
}

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

// A disc and its ring are one mesh: the disc's colour up to half a pixel before the ring, the ring's from half a pixel
// behind its inner edge on, and nothing half a pixel behind its outer edge. Vertices are written as they are, because
// ImGui would make a path of each disc and each ring.
void ImguiCanvas::draw_points(std::span<const Vec2> centres, const PointStyle& style) {
    // Rings lie where AddCircle draws them, half a unit further in than it is told.
    const float radius = std::max(style.radius * unit_ - 0.5f, 0.0f), ring = style.ring_width * unit_ / 2,
                half = 0.5f / pixel_ratio_;
    const std::vector<ImVec2> circle = unit_circle((radius + ring) * pixel_ratio_);
    // The corners of polygons whose edges are so far apart are farther apart.
    const float per_edge = 1 / std::cos(std::numbers::pi_v<float> / static_cast<float>(circle.size()));
    const ImU32 disc_color = packed(style.disc), ring_color = packed(style.ring);
    // From the middle outwards; of a small point the disc, or what is left of it, is not seen.
    std::vector<Contour> contours;
    const auto add = [&](float distance, ImU32 color) {
        const float at = radius + distance * per_edge;
        if (at > 0) contours.push_back({at, color});
    };
    add(-ring - half, disc_color);
    add(-ring + half, ring_color);
    add(ring - half, ring_color);
    add(ring + half, ring_color & ~IM_COL32_A_MASK);
    add_meshes(list_, centres, circle, contours, [this](Vec2 centre) { return place(centre); });
}

void ImguiCanvas::draw_image(Rect to, const ImagePtr& image, Rect from) {
    const auto width = static_cast<float>(image->width()), height = static_cast<float>(image->height());
    list_.AddImage(textures_.find(image), place({to.x, to.y}), place({to.right(), to.bottom()}),
                   {from.x / width, from.y / height}, {from.right() / width, from.bottom() / height});
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
}

}  // namespace viz
