// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <imgui.h>

#include <algorithm>
#include <variant>

#include "viz/document/expression.h"
#include "viz/document/format.h"
#include "viz/document/scene.h"
#include "viz/text/words.h"
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

/// The text, or as much of its beginning as is at most `width` wide and an ellipsis.
std::string shortened(std::string_view text, float width) {
    const auto width_of = [](std::string_view part) {
        return ImGui::CalcTextSize(part.data(), part.data() + part.size()).x;
    };
    if (width_of(text) <= width) return std::string(text);
    std::string shown(text);
    while (!shown.empty() && width_of(shown + "…") > width) {
        // A whole letter, whose bytes after the first begin with the bits 10.
        while (shown.size() > 1 && (static_cast<unsigned char>(shown.back()) & 0xC0) == 0x80) shown.pop_back();
        shown.pop_back();
    }
    return shown + "…";
}

/// A combo box that says what it sets, the word muted and the value in ink, with a small chevron. True while its list
/// is open; the caller then ends it.
bool begin_combo(const PanelContext& context, const char* id, std::string_view what, std::string_view value) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 corner = ImGui::GetCursorScreenPos(), padding = ImGui::GetStyle().FramePadding;
    const float width = ImGui::CalcItemWidth(), height = ImGui::GetFrameHeight(), unit = context.unit;
    // A list stands below its box, never over it: a long one scrolls.
    const float room = context.layout.page.bottom() * unit - (corner.y + height) - 8 * unit;
    ImGui::SetNextWindowSizeConstraints({0, 0}, {FLT_MAX, std::max(room, height)});
    const bool is_open = ImGui::BeginCombo(id, "", ImGuiComboFlags_HeightLargest | ImGuiComboFlags_NoArrowButton);

    ImVec2 at{corner.x + padding.x, corner.y + padding.y};
    const float right = corner.x + width - 22 * unit;
    list.PushClipRect(corner, {right, corner.y + height}, true);
    if (!what.empty()) {
        list.AddText(at, ImGui::GetColorU32(ImGuiCol_TextDisabled), what.data(), what.data() + what.size());
        at.x += ImGui::CalcTextSize(what.data(), what.data() + what.size()).x + 7 * unit;
    }
    const std::string shown = shortened(value, right - at.x);
    list.AddText(at, ImGui::GetColorU32(ImGuiCol_Text), shown.data(), shown.data() + shown.size());
    list.PopClipRect();
    const ImVec2 tip{corner.x + width - 13 * unit, corner.y + height / 2 + 2.5f * unit};
    for (const float side : {-1.0f, 1.0f})
        list.AddLine({tip.x + side * 4.5f * unit, tip.y - 5 * unit}, tip, ImGui::GetColorU32(ImGuiCol_TextDisabled),
                     1.6f * unit);
    if (is_open && context.app.closes_list()) ImGui::CloseCurrentPopup();
    return is_open;
}

template <class Value>
std::string shown_name(const Words&, Value value) {
    return std::string(name(value));
}
std::string shown_name(const Words& words, Theme theme) {
    constexpr std::array<PlainText, kThemes.size()> names{"theme.light", "theme.dark", "theme.projector",
                                                          "theme.print"};
    return words(names[static_cast<size_t>(theme)]);
}

/// Offers the choices; returns the one that was clicked, or nothing.
template <class Choices, class Value>
std::optional<Value> choose(const PanelContext& context, const char* id, std::string_view what, const Choices& choices,
                            Value current) {
    std::optional<Value> chosen;
    const Words words = words_of(context.app.state());
    if (!begin_combo(context, id, what, shown_name(words, current))) return chosen;
    for (const Value choice : choices) {
        if (ImGui::Selectable(shown_name(words, choice).c_str(), choice == current)) chosen = choice;
    }
    ImGui::EndCombo();
    return chosen;
}

void scene_combo(const PanelContext& context) {
    App& app = context.app;
    if (!begin_combo(context, "##scene", "", shown_title(app.state()))) return;
    for (const auto& [scene_name, scene] : builtin_scenes()) {
        if (!ImGui::Selectable(scene.title.c_str(), scene.title == app.state().title)) continue;
        State next = scene;
        // A scene says what is looked at; how, and by what it is computed, stays.
        next.look = app.state().look;
        next.look.shades = scene.look.shades;
        next.walk = app.state().walk;
        next.sampling.device = app.state().sampling.device;
        app.change(next);
    }
    ImGui::EndCombo();
}

/// CPU or CUDA; what cannot be used is greyed out and says why.
void device_combo(const PanelContext& context) {
    App& app = context.app;
    if (!begin_combo(context, "##device", words_of(app.state())("toolbar.device"), name(app.state().sampling.device)))
        return;
    for (const gs::Device device : gs::kDevices) {
        const std::string reason = gs::unavailable_reason(device);
        const std::string label = std::string(name(device)) + (reason.empty() ? "" : ": " + reason);
        ImGui::BeginDisabled(!reason.empty());
        if (ImGui::Selectable(label.c_str(), device == app.state().sampling.device)) {
            State next = app.state();
            next.sampling.device = device;
            app.change(next);
        }
        ImGui::EndDisabled();
    }
    ImGui::EndCombo();
}

void channel_combo(const PanelContext& context) {
    App& app = context.app;
    if (!begin_combo(context, "##channel", words_of(app.state())("toolbar.channel"),
                     std::to_string(app.state().view.channel)))
        return;
    for (int64_t channel = 0; channel < app.model().channels(); ++channel) {
        if (!ImGui::Selectable(std::to_string(channel).c_str(), channel == app.state().view.channel)) continue;
        State next = app.state();
        next.view.channel = channel;
        app.change(next);
    }
    ImGui::EndCombo();
}

/// The x and y of the query. What is typed counts when Enter or Tab is pressed or the field is left.
void query_fields(const PanelContext& context, Row& row) {
    App& app = context.app;
    const auto [x, y] = app.model().query_grid();
    const gs::Dtype arithmetic = app.model().arithmetic();
    for (const bool is_x : {true, false}) {
        row.next(0);
        ImGui::AlignTextToFramePadding();
        ImGui::TextUnformatted(is_x ? "x" : "y");
        row.next(104);
        const WithType type(context.app.fonts(), Type::number);
        Draft& draft = app.drafts()[is_x ? 0 : 1];
        if (!draw_field(is_x ? "##x" : "##y", draft, exact(is_x ? x : y, arithmetic), app.state().look.theme,
                        context.unit))
            continue;
        const auto read = read_expression(draft.text);
        if (const auto* const reason = std::get_if<std::string>(&read)) {
            refuse(draft);
            app.say(MessageKind::typed, std::string(is_x ? "x: " : "y: ") + *reason);
            continue;
        }
        draft = {};
        State next = app.state();
        next.query = app.document().loaded().free_query();
        (is_x ? next.query.x : next.query.y) = shortest(std::get<double>(read), arithmetic);
        app.change(next);
    }
}

void draw_controls(const PanelContext& context) {
    App& app = context.app;
    const State state = app.state();
    const bool has_channels = app.model().channels() > 1;
    Row row(context);
    const auto set = [&](auto part, auto member, auto chosen) {
        if (!chosen) return;
        State next = app.state();
        next.*part.*member = *chosen;
        app.change(next);
    };
    row.next(has_channels ? 204 : 320);
    scene_combo(context);
    row.next(0);
    draw_facts(context);
    row.next(136);
    set(&State::sampling, &Sampling::mode,
        choose(context, "##mode", words_of(state)("toolbar.mode"), gs::kModes, state.sampling.mode));
    row.next(166);
    set(&State::sampling, &Sampling::padding,
        choose(context, "##padding", words_of(state)("toolbar.padding"), gs::kPaddings, state.sampling.padding));
    if (has_channels) {
        row.next(110);
        channel_combo(context);
    }
    query_fields(context, row);
    row.next(122);
    device_combo(context);
    row.next(100);
    set(&State::look, &Look::theme, choose(context, "##theme", "", kThemes, state.look.theme));
    row.next(0);
    draw_export(context);
    row.next(0);
    if (ImGui::Button("?")) app.toggle_help();
}

constexpr ImGuiWindowFlags kPlain = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoScrollWithMouse |
                                    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                    ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoBackground;

/// For a projector: what can be done there, at the right end of the header.
void draw_hall_bar(const PanelContext& context) {
    App& app = context.app;
    const Rect bar = context.layout.header;
    const float unit = context.unit;
    app.drafts() = {};  // there are no fields
    const WithType type(app.fonts(), Type::hall);
    // A message takes the place of the scene's name for as long as it stands.
    if (app.message().empty() && app.loading_words().empty()) {
        constexpr float kButtons = 510;
        const std::string title = shortened(shown_title(app.state()), (bar.w - kButtons) * unit);
        ImGui::GetBackgroundDrawList()->AddText({(bar.x + 16) * unit, bar.centre().y * unit - ImGui::GetFontSize() / 2},
                                                ImGui::GetColorU32(ImGuiCol_Text), title.c_str());
    }
    ImGui::SetNextWindowPos({bar.right() * unit, bar.centre().y * unit}, ImGuiCond_Always, {1, 0.5f});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12 * unit, 2 * unit});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {12 * unit, 5 * unit});
    if (ImGui::Begin("toolbar", nullptr, kPlain | ImGuiWindowFlags_AlwaysAutoResize)) {
        Row row(context);
        row.next(0);
        draw_facts(context);
        row.next(0);
        draw_export(context);
        row.next(0);
        if (ImGui::Button("?")) app.toggle_help();
        row.next(0);
        if (ImGui::Button(words_of(app.state())("toolbar.leave").c_str())) app.leave_projector();
    }
    ImGui::End();
    ImGui::PopStyleVar(3);
}

void draw_desk_bar(const PanelContext& context) {
    const Rect header = context.layout.header;
    ImGui::SetNextWindowPos({header.x * context.unit, header.y * context.unit});
    ImGui::SetNextWindowSize({header.w * context.unit, header.h * context.unit});
    const WithType type(context.app.fonts(), Type::body);
    const float above = (header.h * context.unit - ImGui::GetFrameHeight()) / 2;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12 * context.unit, std::max(0.0f, above)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    const bool is_open = ImGui::Begin("toolbar", nullptr, kPlain);
    ImGui::PopStyleVar(2);
    if (is_open) draw_controls(context);
    ImGui::End();
}

}  // namespace

void draw_toolbar(const PanelContext& context) {
    if (context.layout.is_hall)
        draw_hall_bar(context);
    else
        draw_desk_bar(context);
}

}  // namespace viz
