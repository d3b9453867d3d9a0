// SPDX-License-Identifier: MIT
#include "viz/ui/report.h"

#include <imgui.h>

#include "viz/document/format.h"
#include "viz/document/json.h"
#include "viz/document/scene.h"

namespace viz {
namespace {

const char* name(Target::Kind kind) {
    switch (kind) {
        case Target::Kind::stage: return "stage";
        case Target::Kind::tap: return "tap";
        case Target::Kind::row: return "row";
        case Target::Kind::cell: return "cell";
        case Target::Kind::step: return "step";
        case Target::Kind::back: return "back";
        case Target::Kind::forward: return "forward";
        case Target::Kind::none: break;
    }
    return "none";
}

const char* name(MessageKind kind) {
    switch (kind) {
        case MessageKind::refused: return "refused";
        case MessageKind::typed: return "typed";
        case MessageKind::done: break;
    }
    return "done";
}

const char* pointer_name() {
    switch (ImGui::GetMouseCursor()) {
        case ImGuiMouseCursor_Hand: return "hand";
        case ImGuiMouseCursor_ResizeAll: return "move";
        case ImGuiMouseCursor_TextInput: return "text";
        default: return "arrow";
    }
}

Json position(Vec2 point, float unit) {
    return {point.x * unit, point.y * unit};
}

Json side_json(const App& app, size_t index, float unit) {
    const Side& side = app.model().sides()[index];
    const StageView& view = app.hits().stages[index];
    const Trace& trace = side.trace;
    const auto number = [&](double value) { return exact(value, trace.arithmetic); };
    return {{"align_corners", side.align_corners},
            {"output", number(trace.output)},
            {"is_bit_equal", side.is_bit_equal},
            {"unnormalized", {number(trace.x.unnormalized), number(trace.y.unnormalized)}},
            {"at", position(view.screen_from_pixel(trace.x.unnormalized, trace.y.unnormalized), unit)},
            {"cell", view.cell * unit}};
}

/// The cells of a map, of a large one the first few rows and columns.
void add_cells(Json& targets, const HitMap::Hit& hit, float unit) {
    constexpr int64_t kMost = 16;
    for (int64_t h = 0; h < std::min(hit.cells.rows, kMost); ++h) {
        for (int64_t w = 0; w < std::min(hit.cells.columns, kMost); ++w)
            targets.push_back({{"kind", name(hit.target.kind)},
                               {"at", position(hit.cell_rect(h, w).centre(), unit)},
                               {"cell", {h, w}}});
    }
}

}  // namespace

std::string report(const App& app, float unit) {
    const auto [x, y] = app.model().query_grid();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    Json json;
    json["size"] = {static_cast<int>(size.x), static_cast<int>(size.y)};
    json["header"] = app.hits().layout.header.bottom() * unit;
    json["scene"] = Json::parse(scene_text(app.state()));
    json["grid"] = {exact(x, app.model().arithmetic()), exact(y, app.model().arithmetic())};
    json["sides"] = {side_json(app, 0, unit), side_json(app, 1, unit)};
    json["message"] = app.message();
    json["message_kind"] = name(app.message_kind());
    json["loading"] = app.loading_words();
    json["help"] = app.is_help_open();
    json["list"] = app.is_list_open();
    json["pointer"] = pointer_name();
    // Keys belong to a text field.
    json["typing"] = app.is_typing();
    json["targets"] = Json::array();
    for (const HitMap::Hit& hit : app.hits().hits) {
        if (hit.target.kind == Target::Kind::cell)
            add_cells(json["targets"], hit, unit);
        else
            json["targets"].push_back({{"kind", name(hit.target.kind)},
                                       {"at", position(hit.rect.centre(), unit)},
                                       {"index", hit.target.index}});
    }
    return json_text(json, -1);
}

}  // namespace viz
