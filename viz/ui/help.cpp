// SPDX-License-Identifier: MIT
#include <imgui.h>

#include "viz/text/words.h"
#include "viz/ui/panels.h"

namespace viz {

void draw_help(const PanelContext& context) {
    const Rect page = context.layout.page;
    const Words words = words_of(context.app.state());
    const WithType type(context.app.fonts(), Type::body);
    ImGui::SetNextWindowPos({page.centre().x * context.unit, page.centre().y * context.unit}, ImGuiCond_Always,
                            {0.5f, 0.5f});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {28 * context.unit, 22 * context.unit});
    if (ImGui::Begin("help", nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove)) {
        {
            const WithType heading(context.app.fonts(), Type::title);
            ImGui::TextUnformatted(words("help").c_str());
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
            line(words("help.drag"), words("help.drag.what"));
            line(words("help.click"), words("help.click.what"));
            line(words("help.type"), words("help.type.what"));
            line(words("help.drop"), words("help.drop.what"));
            for (const Command& command : commands()) {
                if (command.what) line(command.keys, words(*command.what));
            }
            ImGui::EndTable();
        }
    }
    ImGui::End();
    ImGui::PopStyleVar();
}

}  // namespace viz
