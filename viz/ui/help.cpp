// SPDX-License-Identifier: MIT
#include <imgui.h>

#include "viz/ui/panels.h"

namespace viz {

void draw_help(const PanelContext& context) {
    const Rect page = context.layout.page;
    const WithType type(context.app.fonts(), Type::body);
    ImGui::SetNextWindowPos({page.centre().x * context.unit, page.centre().y * context.unit}, ImGuiCond_Always,
                            {0.5f, 0.5f});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {28 * context.unit, 22 * context.unit});
    if (ImGui::Begin("help", nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove)) {
        {
            const WithType heading(context.app.fonts(), Type::title);
            ImGui::TextUnformatted("Mouse and keys");
        }
        ImGui::Spacing();
        if (ImGui::BeginTable("keys", 2)) {
            ImGui::TableSetupColumn("keys", ImGuiTableColumnFlags_WidthFixed, kHelpKeys * context.unit);
            ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthFixed, kHelpWords * context.unit);
            const auto line = [&](std::string_view keys, std::string_view what) {
                ImGui::TableNextRow();
                ImGui::TableNextColumn();
                {
                    const WithType bold(context.app.fonts(), Type::strong);
                    ImGui::TextUnformatted(keys.data(), keys.data() + keys.size());
                }
                ImGui::TableNextColumn();
                ImGui::TextUnformatted(what.data(), what.data() + what.size());
            };
            line("drag", "the query, in either picture; both follow");
            line("click", "an output cell, a step; hover: its partners");
            line("type", "a number into x or y: 0.25, 1/3, 2/7-1");
            line("drop a file", "an image, an .npy input or a scene");
            for (const Command& command : commands()) {
                if (!command.keys.empty()) line(command.keys, command.what);
            }
            ImGui::EndTable();
        }
    }
    ImGui::End();
    ImGui::PopStyleVar();
}

}  // namespace viz
