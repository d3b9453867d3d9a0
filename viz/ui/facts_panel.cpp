// SPDX-License-Identifier: MIT
// What was found in the input and in the grid: sizes, types, values, and what was converted or guessed.
#include <imgui.h>

#include <utility>

#include "viz/text/fact_lines.h"
#include "viz/text/words.h"
#include "viz/ui/panels.h"

namespace viz {
namespace {

void draw_lines(const PanelContext& context, const char* id, const std::string& heading,
                const std::vector<FactLine>& lines) {
    const float em = ImGui::GetFontSize(), width = (context.layout.is_hall ? 24 : 34) * em;
    {
        const WithType type(context.app.fonts(), context.layout.is_hall ? Type::hall : Type::title);
        ImGui::TextUnformatted(heading.c_str());
    }
    if (!ImGui::BeginTable(id, 2)) return;
    ImGui::TableSetupColumn("label", ImGuiTableColumnFlags_WidthFixed, 6 * em);
    ImGui::TableSetupColumn("text", ImGuiTableColumnFlags_WidthFixed, width);
    for (const auto& [label, text] : lines) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ImGui::TextDisabled("%s", label.c_str());
        ImGui::TableNextColumn();
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
        ImGui::TextUnformatted(text.c_str());
        ImGui::PopTextWrapPos();
    }
    ImGui::EndTable();
}

}  // namespace

void draw_facts(const PanelContext& context) {
    App& app = context.app;
    if (ImGui::Button("i")) app.wants_facts() = true;
    const bool is_at_the_right = context.layout.is_hall;
    const ImVec2 corner{is_at_the_right ? ImGui::GetItemRectMax().x : ImGui::GetItemRectMin().x,
                        ImGui::GetItemRectMax().y + 2 * context.unit};
    if (std::exchange(app.wants_facts(), false)) ImGui::OpenPopup("facts");
    // Below the button and flush with it, inside the window.
    ImGui::SetNextWindowPos(corner, ImGuiCond_Always, {is_at_the_right ? 1.0f : 0.0f, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {16 * context.unit, 14 * context.unit});
    if (ImGui::BeginPopup("facts")) {
        if (app.closes_list()) ImGui::CloseCurrentPopup();
        const Words words = words_of(app.state());
        draw_lines(context, "input", words("facts.input"), input_fact_lines(app.model()));
        ImGui::Dummy({0, 4 * context.unit});
        draw_lines(context, "grid", words("facts.grid"), grid_fact_lines(app.model()));
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
}

}  // namespace viz
