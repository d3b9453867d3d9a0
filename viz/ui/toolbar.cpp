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

/// Sets the type for widgets until the scope ends.
class Type {
public:
    Type(const PanelContext& context, Face face, float size)
        : font_(context.app.fonts().find(face, size * context.unit * context.pixel_ratio)) {
        if (font_ == nullptr) return;
        font_->Scale = 1 / context.pixel_ratio;
        ImGui::PushFont(font_);
    }
    ~Type() {
        if (font_ != nullptr) ImGui::PopFont();
    }
    Type(const Type&) = delete;
    Type& operator=(const Type&) = delete;

private:
    ImFont* font_;
};

/// Widgets from left to right, each `width` design units wide.
class Row {
public:
    explicit Row(const PanelContext& context) : context_(context) {}

    void next(float width) {
        if (!is_first_) ImGui::SameLine(0, 8 * context_.unit);
        is_first_ = false;
        ImGui::SetNextItemWidth(width * context_.unit);
    }

private:
    const PanelContext& context_;
    bool is_first_ = true;
};

/// A combo box that says what it sets: "mode  bilinear". Returns the choice that was clicked, or nothing.
template <class Choices, class Value>
std::optional<Value> choose(const char* id, std::string_view what, const Choices& choices, Value current) {
    std::optional<Value> chosen;
    const std::string preview = fmt::format("{}  {}", what, name(current));
    if (!ImGui::BeginCombo(id, preview.c_str(), ImGuiComboFlags_HeightLarge)) return chosen;
    for (const Value choice : choices) {
        if (ImGui::Selectable(std::string(name(choice)).c_str(), choice == current)) chosen = choice;
    }
    ImGui::EndCombo();
    return chosen;
}

void scene_combo(App& app) {
    if (!ImGui::BeginCombo("##scene", app.state().title.c_str(), ImGuiComboFlags_HeightLargest)) return;
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
void device_combo(App& app) {
    if (!ImGui::BeginCombo("##device", fmt::format("device  {}", name(app.state().device)).c_str())) return;
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

void channel_combo(App& app) {
    if (!ImGui::BeginCombo("##channel", fmt::format("channel  {}", app.state().channel).c_str())) return;
    for (int64_t channel = 0; channel < app.model().input().size(1); ++channel) {
        if (!ImGui::Selectable(std::to_string(channel).c_str(), channel == app.state().channel)) continue;
        State next = app.state();
        next.channel = channel;
        app.change(next);
    }
    ImGui::EndCombo();
}

/// A float with a letter in front. What is typed counts when Enter is pressed or the field is left.
std::optional<float> float_field(const char* id, float value) {
    char text[32];
    const std::string shown = exact(value);
    text[shown.copy(text, sizeof(text) - 1)] = '\0';
    ImGui::InputText(id, text, sizeof(text), ImGuiInputTextFlags_AutoSelectAll);
    if (!ImGui::IsItemDeactivatedAfterEdit()) return std::nullopt;
    const char* start = text[0] == '+' ? text + 1 : text;
    float typed = 0;
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
        row.next(98);
        const Type type(context, Face::mono, 14);
        const std::optional<float> typed = float_field(is_x ? "##x" : "##y", is_x ? x : y);
        if (!typed) continue;
        State next = app.state();
        next.query = {.n = next.query.n, .x = is_x ? *typed : x, .y = is_x ? y : *typed};
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
    const bool has_channels = app.model().input().size(1) > 1;
    Row row(context);
    const auto set = [&](auto member, auto chosen) {
        if (!chosen) return;
        State next = app.state();
        next.*member = *chosen;
        app.change(next);
    };
    if (!has_channels) {
        row.next(0);
        const Type type(context, Face::semibold, 19);
        ImGui::AlignTextToFramePadding();
        ImGui::TextUnformatted("gridscope");
    }
    row.next(232);
    scene_combo(app);
    row.next(152);
    set(&State::mode, choose("##mode", "mode", gs::kModes, state.mode));
    row.next(178);
    set(&State::padding, choose("##padding", "padding", gs::kPaddings, state.padding));
    if (has_channels) {
        row.next(126);
        channel_combo(app);
    }
    query_fields(context, row);
    row.next(130);
    device_combo(app);
    row.next(118);
    set(&State::theme, choose("##theme", "", kThemes, state.theme));
    row.next(0);
    export_button(app);
    row.next(0);
    if (ImGui::Button("?")) app.toggle_help();
}

}  // namespace

void draw_toolbar(const PanelContext& context) {
    const Rect header = context.layout.header;
    if (header.is_empty()) return;
    ImGui::SetNextWindowPos({header.x * context.unit, header.y * context.unit});
    ImGui::SetNextWindowSize({header.w * context.unit, header.h * context.unit});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12 * context.unit, 9 * context.unit});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    const Type type(context, Face::regular, 15);
    if (ImGui::Begin("toolbar", nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground |
                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus)) {
        ImGui::PopStyleVar(2);
        draw_controls(context);
    } else {
        ImGui::PopStyleVar(2);
    }
    ImGui::End();
}

void draw_help(const PanelContext& context) {
    const Rect page = context.layout.page;
    const Type type(context, Face::regular, 16);
    ImGui::SetNextWindowPos({page.centre().x * context.unit, page.centre().y * context.unit}, ImGuiCond_Always,
                            {0.5f, 0.5f});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {28 * context.unit, 22 * context.unit});
    if (ImGui::Begin("help", nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove)) {
        {
            const Type heading(context, Face::semibold, 20);
            ImGui::TextUnformatted("Mouse and keys");
        }
        ImGui::Spacing();
        if (ImGui::BeginTable("keys", 2)) {
            ImGui::TableSetupColumn("keys", ImGuiTableColumnFlags_WidthFixed, 150 * context.unit);
            ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthFixed, 330 * context.unit);
            const auto line = [&](std::string_view keys, std::string_view what) {
                ImGui::TableNextRow();
                ImGui::TableNextColumn();
                {
                    const Type bold(context, Face::semibold, 15);
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
