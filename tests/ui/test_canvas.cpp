// SPDX-License-Identifier: MIT
// What the canvas hands to ImGui: few draw calls, and as many vertices as there are.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/ui/screen.h"
#include "viz/ui/canvas_imgui.h"

namespace viz {
namespace {

ImTextureID texture(int name) {
    return texture_id(static_cast<unsigned>(name));
}

TEST(ImguiCanvas, ShapesAndTextsOfAFigureShareOneTexture) {
    constexpr int kGlyphs = 1, kWidgets = 2;
    Screen screen;
    screen.app().glyphs().texture = texture(kGlyphs);
    ImGui::GetIO().Fonts->SetTexID(texture(kWidgets));
    screen.frame();
    const ImDrawList& figure = *ImGui::GetBackgroundDrawList();
    for (const ImDrawCmd& command : figure.CmdBuffer) EXPECT_EQ(command.TextureId, texture(kGlyphs));
    // One for each part that is clipped, and one between each two; there were 281 of them.
    EXPECT_LT(figure.CmdBuffer.Size, 30);
}

/// An ImGui frame for a renderer that draws with offsets into the vertices, as that of OpenGL 3.3 does.
class Frame {
public:
    Frame() : context_(ImGui::CreateContext()) {
        ImGui::SetCurrentContext(context_);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {1280, 800};
        io.DeltaTime = 1.0f / 60;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
        io.Fonts->Build();
        ImGui::NewFrame();
    }
    ~Frame() {
        ImGui::EndFrame();
        ImGui::DestroyContext(context_);
    }
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

private:
    ImGuiContext* context_;
};

/// The longest edge of all triangles of a list.
float longest_edge(const ImDrawList& list) {
    float longest = 0;
    for (const ImDrawCmd& command : list.CmdBuffer) {
        const auto corner = [&](unsigned at) {
            const ImDrawIdx index = list.IdxBuffer[static_cast<int>(command.IdxOffset + at)];
            return list.VtxBuffer[static_cast<int>(command.VtxOffset + index)].pos;
        };
        for (unsigned first = 0; first < command.ElemCount; first += 3) {
            for (unsigned k = 0; k < 3; ++k) {
                const ImVec2 a = corner(first + k), b = corner(first + (k + 1) % 3);
                longest = std::max(longest, std::hypot(a.x - b.x, a.y - b.y));
            }
        }
    }
    return longest;
}

TEST(ImguiCanvas, MoreVerticesThanAnIndexCountsStayWhereTheyBelong) {
    constexpr int kMostIndexed = 1 << 16, kPointSize = 12,
                  kLineLength = 30;  // units; a wrong index leaps over hundreds
    const Frame frame;
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    {
        GlyphAtlas glyphs;
        Textures images;
        ImguiCanvas canvas(list, glyphs, images, {0, 0}, 1, 1);
        std::vector<Vec2> centres;
        for (int y = 0; y < 80; ++y) {
            for (int x = 0; x < 128; ++x) centres.push_back({static_cast<float>(10 * x), static_cast<float>(10 * y)});
        }
        canvas.points(centres, {.radius = 4, .disc = {255, 0, 0, 255}, .ring = {0, 0, 255, 255}, .ring_width = 1});
        const int of_points = list.VtxBuffer.Size;
        EXPECT_GT(of_points, 2 * kMostIndexed);
        EXPECT_LT(longest_edge(list), kPointSize);
        for (const Vec2 at : centres) canvas.line(at, at + Vec2{20, 0}, {0, 0, 0, 255}, 1);
        for (const Vec2 at : centres) canvas.fill({at.x, at.y, 9, 9}, {0, 0, 0, 255}, 3);
        canvas.text({100, 100}, "and a text", {.face = Face::regular, .size = 14, .color = {0, 0, 0, 255}});
        EXPECT_GT(list.VtxBuffer.Size - of_points, 2 * kMostIndexed);
    }
    EXPECT_LT(longest_edge(list), kLineLength);
}

}  // namespace
}  // namespace viz
