// SPDX-License-Identifier: MIT
#include "viz/ui/export_panel.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "viz/canvas/palette.h"
#include "viz/text/words.h"
#include "viz/ui/canvas_imgui.h"
#include "viz/ui/panels.h"

namespace viz {
namespace {

std::string format_words(const Words& words, PictureFormat format) {
    switch (format) {
        case PictureFormat::large_png: return words("export.png_large");
        case PictureFormat::svg: return "SVG";
        case PictureFormat::png: break;
    }
    return words("export.png");
}

bool is_enter_pressed() {
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false) ||
           ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_KeyPadEnter), false);
}

/// A text with a word in front. True when Enter was pressed in it.
bool draw_text(const char* id, const std::string& word, std::string& text, float start, float width) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(word.c_str());
    ImGui::SameLine(start);
    ImGui::SetNextItemWidth(width);
    ImGui::InputText(id, &text, ImGuiInputTextFlags_AutoSelectAll);
    return ImGui::IsItemDeactivated() && is_enter_pressed();
}

void draw_panel(const PanelContext& context, ExportPanel& panel) {
    App& app = context.app;
    const Words words = words_of(app.state());
    const float unit = context.unit, em = ImGui::GetFontSize();
    const float start = ImGui::GetStyle().WindowPadding.x + 4.5f * em, width = 26 * em;
    {
        const WithType heading(app.fonts(), context.layout.is_hall ? Type::hall : Type::title);
        ImGui::TextUnformatted(words("export").c_str());
    }
    bool saves = draw_text("##folder", words("export.folder"), panel.folder, start, width);
    saves = draw_text("##name", words("export.name"), panel.name, start, width) || saves;
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(words("export.format").c_str());
    bool is_first = true;
    for (const PictureFormat format : kPictureFormats) {
        is_first ? ImGui::SameLine(start) : ImGui::SameLine();
        is_first = false;
        if (ImGui::RadioButton(format_words(words, format).c_str(), panel.format == format)) panel.format = format;
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
    saves = ImGui::Button(words("export.save").c_str()) || saves || (!ImGui::IsAnyItemActive() && is_enter_pressed());
    ImGui::SameLine();
    ImGui::TextDisabled("%s", words("export.safe").c_str());
    if (saves && app.save_from_panel()) ImGui::CloseCurrentPopup();
}

}  // namespace

void draw_export(const PanelContext& context) {
    App& app = context.app;
    ExportPanel& panel = app.export_panel();
    if (ImGui::Button(words_of(app.state())("toolbar.export").c_str())) app.ask_where_to_save(panel.format);
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
