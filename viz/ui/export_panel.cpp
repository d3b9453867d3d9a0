// SPDX-License-Identifier: MIT
#include "viz/ui/export_panel.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "viz/canvas/palette.h"
#include "viz/ui/canvas_imgui.h"
#include "viz/ui/panels.h"

namespace viz {
namespace {

const char* words(PictureFormat format) {
    switch (format) {
        case PictureFormat::large_png: return "PNG, twice as large";
        case PictureFormat::svg: return "SVG";
        case PictureFormat::png: break;
    }
    return "PNG, 1280 × 800";
}

bool is_enter_pressed() {
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false) ||
           ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_KeyPadEnter), false);
}

/// A text with a word in front. True when Enter was pressed in it.
bool draw_text(const char* id, const char* word, std::string& text, float start, float width) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(word);
    ImGui::SameLine(start);
    ImGui::SetNextItemWidth(width);
    ImGui::InputText(id, &text, ImGuiInputTextFlags_AutoSelectAll);
    return ImGui::IsItemDeactivated() && is_enter_pressed();
}

void draw_panel(const PanelContext& context, ExportPanel& panel) {
    App& app = context.app;
    const float unit = context.unit, em = ImGui::GetFontSize();
    const float start = ImGui::GetStyle().WindowPadding.x + 4.5f * em, width = 26 * em;
    {
        const WithType heading(app.fonts(), context.layout.is_hall ? Type::hall : Type::title);
        ImGui::TextUnformatted("Save the picture");
    }
    bool saves = draw_text("##folder", "Folder", panel.folder, start, width);
    saves = draw_text("##name", "Name", panel.name, start, width) || saves;
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Format");
    bool is_first = true;
    for (const PictureFormat format : kPictureFormats) {
        is_first ? ImGui::SameLine(start) : ImGui::SameLine();
        is_first = false;
        if (ImGui::RadioButton(words(format), panel.format == format)) panel.format = format;
    }
    if (!panel.refusal.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, packed(palette(app.state().look.theme).query));
        ImGui::PushTextWrapPos(start + width);
        ImGui::TextUnformatted(panel.refusal.c_str());
        ImGui::PopTextWrapPos();
        ImGui::PopStyleColor();
    }
    ImGui::Dummy({0, 2 * unit});
    ImGui::SetCursorPosX(start);
    // Enter is enough, also where no field has the keyboard.
    saves = ImGui::Button("Save") || saves || (!ImGui::IsAnyItemActive() && is_enter_pressed());
    ImGui::SameLine();
    ImGui::TextDisabled("Esc closes this; nothing is ever overwritten");
    if (saves && app.save_from_panel()) ImGui::CloseCurrentPopup();
}

}  // namespace

void draw_export(const PanelContext& context) {
    App& app = context.app;
    ExportPanel& panel = app.export_panel();
    if (ImGui::Button("Export")) app.ask_where_to_save(panel.format);
    const ImVec2 corner{ImGui::GetItemRectMax().x, ImGui::GetItemRectMax().y + 2 * context.unit};
    if (std::exchange(panel.is_wanted, false)) ImGui::OpenPopup("export");
    // Below the button and flush with it, so that the button stays in sight and the panel inside the window.
    ImGui::SetNextWindowPos(corner, ImGuiCond_Always, {1, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {16 * context.unit, 14 * context.unit});
    if (ImGui::BeginPopup("export")) {
        if (app.closes_list()) ImGui::CloseCurrentPopup();
        draw_panel(context, panel);
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
}

}  // namespace viz
