// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "viz/model/format.h"
#include "viz/model/scene.h"
#include "viz/ui/panels.h"

namespace viz {
namespace {

/// Widgets from left to right, each `width` design units wide.
class Row {
public:
    explicit Row(const PanelContext& context) : context_(context) {}

    void next(float width) {
        if (!is_first_) ImGui::SameLine(0, 6 * context_.unit);
        is_first_ = false;
        ImGui::SetNextItemWidth(width * context_.unit);
    }

private:
    const PanelContext& context_;
    bool is_first_ = true;
};

/// A combo box that says what it sets, the word muted and the value in ink, with a small chevron. True while its list
/// is open; the caller then ends it.
bool begin_combo(const PanelContext& context, const char* id, std::string_view what, std::string_view value) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 corner = ImGui::GetCursorScreenPos(), padding = ImGui::GetStyle().FramePadding;
    const float width = ImGui::CalcItemWidth(), height = ImGui::GetFrameHeight(), unit = context.unit;
    const bool is_open = ImGui::BeginCombo(id, "", ImGuiComboFlags_HeightLargest | ImGuiComboFlags_NoArrowButton);

    ImVec2 at{corner.x + padding.x, corner.y + padding.y};
    const float right = corner.x + width - 22 * unit;
    list.PushClipRect(corner, {right, corner.y + height}, true);
    if (!what.empty()) {
        list.AddText(at, ImGui::GetColorU32(ImGuiCol_TextDisabled), what.data(), what.data() + what.size());
        at.x += ImGui::CalcTextSize(what.data(), what.data() + what.size()).x + 7 * unit;
    }
    list.AddText(at, ImGui::GetColorU32(ImGuiCol_Text), value.data(), value.data() + value.size());
    list.PopClipRect();
    const ImVec2 tip{corner.x + width - 13 * unit, corner.y + height / 2 + 2.5f * unit};
    for (const float side : {-1.0f, 1.0f})
        list.AddLine({tip.x + side * 4.5f * unit, tip.y - 5 * unit}, tip, ImGui::GetColorU32(ImGuiCol_TextDisabled),
                     1.6f * unit);
    return is_open;
}

/// Offers the choices; returns the one that was clicked, or nothing.
template <class Choices, class Value>
std::optional<Value> choose(const PanelContext& context, const char* id, std::string_view what, const Choices& choices,
                            Value current) {
    std::optional<Value> chosen;
    if (!begin_combo(context, id, what, name(current))) return chosen;
    for (const Value choice : choices) {
        if (ImGui::Selectable(std::string(name(choice)).c_str(), choice == current)) chosen = choice;
    }
    ImGui::EndCombo();
    return chosen;
}

void scene_combo(const PanelContext& context) {
    App& app = context.app;
    if (!begin_combo(context, "##scene", "", app.state().title)) return;
    for (const auto& [scene_name, scene] : builtin_scenes()) {
        if (!ImGui::Selectable(scene.title.c_str(), scene.title == app.state().title)) continue;
        State next = scene;
        next.theme = app.state().theme;
        next.step = app.state().step;
        app.change(next);
    }
    ImGui::EndCombo();
}

/// CPU or CUDA; what cannot be used is greyed out and says why.
void device_combo(const PanelContext& context) {
    App& app = context.app;
    if (!begin_combo(context, "##device", "device", name(app.state().device))) return;
    for (const gs::Device device : gs::kDevices) {
        const std::string reason = gs::unavailable_reason(device);
        const std::string label = std::string(name(device)) + (reason.empty() ? "" : ": " + reason);
        ImGui::BeginDisabled(!reason.empty());
        if (ImGui::Selectable(label.c_str(), device == app.state().device)) {
            State next = app.state();
            next.device = device;
            app.change(next);
        }
        ImGui::EndDisabled();
    }
    ImGui::EndCombo();
}

void channel_combo(const PanelContext& context) {
    App& app = context.app;
    if (!begin_combo(context, "##channel", "channel", std::to_string(app.state().channel))) return;
    for (int64_t channel = 0; channel < app.model().channels(); ++channel) {
        if (!ImGui::Selectable(std::to_string(channel).c_str(), channel == app.state().channel)) continue;
        State next = app.state();
        next.channel = channel;
        app.change(next);
    }
    ImGui::EndCombo();
}

/// A number with a letter in front. What is typed counts when Enter is pressed or the field is left.
std::optional<double> number_field(const char* id, double value, gs::Dtype arithmetic) {
    char text[32];
    const std::string shown = exact(value, arithmetic);
    text[shown.copy(text, sizeof(text) - 1)] = '\0';
    ImGui::InputText(id, text, sizeof(text), ImGuiInputTextFlags_AutoSelectAll);
    if (!ImGui::IsItemDeactivatedAfterEdit()) return std::nullopt;
    const char* start = text[0] == '+' && text[1] != '-' ? text + 1 : text;
    double typed = 0;
    const auto [end, error] = std::from_chars(start, text + std::strlen(text), typed);
    return error == std::errc() && *end == '\0' ? std::optional(typed) : std::nullopt;
}

void query_fields(const PanelContext& context, Row& row) {
    App& app = context.app;
    const auto [x, y] = app.model().query_grid();
    for (const bool is_x : {true, false}) {
        row.next(0);
        ImGui::AlignTextToFramePadding();
        ImGui::TextUnformatted(is_x ? "x" : "y");
        row.next(104);
        const WithType type(context.app.fonts(), Type::number);
        const std::optional<double> typed = number_field(is_x ? "##x" : "##y", is_x ? x : y, app.model().arithmetic());
        if (!typed) continue;
        State next = app.state();
        next.query = app.model().free_query();
        (is_x ? next.query.x : next.query.y) = *typed;
        app.change(next);
    }
}

void export_button(App& app) {
    if (ImGui::Button("Export")) ImGui::OpenPopup("export");
    if (!ImGui::BeginPopup("export")) return;
    if (ImGui::Selectable("PNG, 1280 × 800")) app.export_picture(".png", 1);
    if (ImGui::Selectable("PNG, twice as large")) app.export_picture(".png", 2);
    if (ImGui::Selectable("SVG")) app.export_picture(".svg", 1);
    ImGui::EndPopup();
}

void draw_controls(const PanelContext& context) {
    App& app = context.app;
    const State state = app.state();
    const bool has_channels = app.model().channels() > 1;
    Row row(context);
    const auto set = [&](auto member, auto chosen) {
        if (!chosen) return;
        State next = app.state();
        next.*member = *chosen;
        app.change(next);
    };
    if (!has_channels) {
        row.next(0);
        const WithType type(context.app.fonts(), Type::title);
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - 2 * context.unit);
        ImGui::AlignTextToFramePadding();
        ImGui::TextUnformatted("gridscope");
    }
    row.next(has_channels ? 196 : 251);
    scene_combo(context);
    row.next(136);
    set(&State::mode, choose(context, "##mode", "mode", gs::kModes, state.mode));
    row.next(166);
    set(&State::padding, choose(context, "##padding", "padding", gs::kPaddings, state.padding));
    if (has_channels) {
        row.next(110);
        channel_combo(context);
    }
    query_fields(context, row);
    row.next(122);
    device_combo(context);
    row.next(100);
    set(&State::theme, choose(context, "##theme", "", kThemes, state.theme));
    row.next(0);
    export_button(app);
    row.next(0);
    if (ImGui::Button("?")) app.toggle_help();
}

}  // namespace

void draw_toolbar(const PanelContext& context) {
    const Rect header = context.layout.header;
    if (header.is_empty() || context.layout.is_hall) return;
    ImGui::SetNextWindowPos({header.x * context.unit, header.y * context.unit});
    ImGui::SetNextWindowSize({header.w * context.unit, header.h * context.unit});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12 * context.unit, 9 * context.unit});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    const WithType type(context.app.fonts(), Type::body);
    if (ImGui::Begin("toolbar", nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoMove |
                         ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                         ImGuiWindowFlags_NoBringToFrontOnFocus)) {
        ImGui::PopStyleVar(2);
        draw_controls(context);
    } else {
        ImGui::PopStyleVar(2);
    }
    ImGui::End();
}

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
            ImGui::TableSetupColumn("keys", ImGuiTableColumnFlags_WidthFixed, 140 * context.unit);
            ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthFixed, 330 * context.unit);
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
