// SPDX-License-Identifier: MIT
#include "viz/ui/theme.h"

#include <imgui.h>

#include <algorithm>

#include "viz/canvas/palette.h"

namespace viz {
namespace {

ImVec4 color(Color c) {
    return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255,
            static_cast<float>(c.a) / 255};
}

}  // namespace

void apply_theme(Theme theme, float unit) {
    const Palette& p = palette(theme);
    ImGuiStyle style;
    style.WindowRounding = style.PopupRounding = 8;
    style.FrameRounding = 6;
    style.FrameBorderSize = 1;
    style.WindowPadding = {14, 12};
    style.FramePadding = {10, 6};
    style.ItemSpacing = {8, 6};
    style.ScaleAllSizes(unit);
    style.FrameBorderSize = style.PopupBorderSize = 1;
    // ImGui asks for at least one unit, also in a tiny window.
    style.WindowMinSize = {std::max(1.0f, style.WindowMinSize.x), std::max(1.0f, style.WindowMinSize.y)};

    const Color hovered = mix(p.card, p.chip, 0.8f);
    ImVec4* colors = style.Colors;
    colors[ImGuiCol_Text] = color(p.ink);
    colors[ImGuiCol_TextDisabled] = color(p.muted);
    colors[ImGuiCol_TextSelectedBg] = color(mix(p.card, p.side[0], 0.4f));
    colors[ImGuiCol_WindowBg] = colors[ImGuiCol_PopupBg] = color(p.card);
    colors[ImGuiCol_Border] = color(p.faint);
    colors[ImGuiCol_FrameBg] = colors[ImGuiCol_Button] = color(p.card);
    colors[ImGuiCol_FrameBgHovered] = colors[ImGuiCol_ButtonHovered] = color(hovered);
    colors[ImGuiCol_FrameBgActive] = colors[ImGuiCol_ButtonActive] = color(p.chip);
    colors[ImGuiCol_Header] = color(p.chip);
    colors[ImGuiCol_HeaderHovered] = color(hovered);
    colors[ImGuiCol_HeaderActive] = color(p.chip);
    colors[ImGuiCol_CheckMark] = color(p.side[0]);
    colors[ImGuiCol_NavHighlight] = color(p.side[0]);
    colors[ImGuiCol_Separator] = color(p.card_line);
    colors[ImGuiCol_TableBorderLight] = color(p.card_line);
    ImGui::GetStyle() = style;
}

}  // namespace viz
