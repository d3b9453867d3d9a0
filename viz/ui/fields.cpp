// SPDX-License-Identifier: MIT
#include "viz/ui/fields.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "viz/canvas/palette.h"

namespace viz {

bool draw_field(const char* id, Draft& draft, const std::string& shown, Theme theme, float unit) {
    // ImGui tells that a field was left only in the frame after another one took the keyboard. By then it has forgotten
    // the text, so it must not be filled anew before it was judged.
    if (!draft.is_typed) draft.text = shown;
    const bool is_marked = draft.is_refused;
    if (is_marked) {
        const Color red = palette(theme).query;
        ImGui::PushStyleColor(ImGuiCol_Border, IM_COL32(red.r, red.g, red.b, red.a));
        ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 2 * unit);
    }
    if (draft.wants_focus) ImGui::SetKeyboardFocusHere();
    ImGui::InputText(id, &draft.text, ImGuiInputTextFlags_AutoSelectAll);
    if (is_marked) {
        ImGui::PopStyleVar();
        ImGui::PopStyleColor();
    }
    draft.has_keyboard = ImGui::IsItemActive();
    if (draft.has_keyboard) {
        draft.is_typed = true;
        draft.wants_focus = false;
    }
    if (!ImGui::IsItemDeactivated()) return false;
    const bool is_given_up = ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape));
    if (!is_given_up && draft.text != shown) return true;
    draft = {};
    return false;
}

void refuse(Draft& draft) {
    draft.is_refused = true;
    draft.wants_focus = !ImGui::IsMouseClicked(ImGuiMouseButton_Left);
}

}  // namespace viz
