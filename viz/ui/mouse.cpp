// SPDX-License-Identifier: MIT
// What the App does with the mouse.
#include <imgui.h>

#include <algorithm>

#include "viz/document/format.h"
#include "viz/ui/app.h"
#include "viz/ui/commands.h"

namespace viz {
namespace {

constexpr float kGrabDistance = 18;  ///< design units: nearer than this, the query is taken where it is

}  // namespace

void App::press(Vec2 pointer) {
    message_ = {};
    forget_refusals();
    const Target target = hits_.at(pointer);
    State next = state();
    switch (target.kind) {
        case Target::Kind::step: next.walk.step = target.index; break;
        case Target::Kind::back: next.walk.step = std::max(1, next.walk.step - 1); break;
        case Target::Kind::forward: next.walk.step = std::min(kSteps, next.walk.step + 1); break;
        case Target::Kind::cell: next.query = {.is_cell = true, .n = next.query.n, .h = target.h, .w = target.w}; break;
        case Target::Kind::none:
        case Target::Kind::row: return;
        case Target::Kind::tap:
        case Target::Kind::stage: return press_stage(pointer);
    }
    change(next);
}

std::optional<size_t> App::stage_at(Vec2 pointer) const {
    for (size_t stage = 0; stage < 2; ++stage) {
        if (hits_.stages[stage].picture().contains(pointer)) return stage;
    }
    return std::nullopt;
}

Vec2 App::from_pointer_to_query(size_t stage, Vec2 pointer) const {
    const auto [x, y] = model_.query_grid();
    return hits_.stages[stage].screen_from_grid({static_cast<float>(x), static_cast<float>(y)}) - pointer;
}

void App::press_stage(Vec2 pointer) {
    const auto stage = stage_at(pointer);
    if (!stage) return;
    const Vec2 offset = from_pointer_to_query(*stage, pointer);
    const bool is_near = length(offset) <= kGrabDistance;
    drag_ = Drag{hits_.stages[*stage], is_near ? offset : Vec2{}, state()};
    // A query that is touched stays where it is, bit for bit, until the pointer moves.
    if (!is_near) drag(pointer);
}

void App::drag(Vec2 pointer) {
    const StageView& view = drag_->view;
    const Vec2 grid = view.grid_from_screen(pointer + drag_->offset);
    State next = state();
    next.query = model_.free_query();
    // Under True every grid value of a one-pixel axis lands on that pixel: dragging cannot choose one.
    if (!view.align_corners || view.width > 1) next.query.x = shortest(grid.x, gs::Dtype::float32);
    if (!view.align_corners || view.height > 1) next.query.y = shortest(grid.y, gs::Dtype::float32);
    // A query that cannot be followed ends the drag; what was reached by then can be undone like any drag.
    if (!follow_edit(next)) return drag_.reset();
    // The whole drag is one undo step: what was before it.
    if (!drag_->before || state() == *drag_->before) return;
    remember(*drag_->before);
    drag_->before.reset();
}

void App::follow_mouse(Vec2 pointer) {
    const ImGuiIO& io = ImGui::GetIO();
    if (drag_) {
        if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
            drag_.reset();
        } else if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) {
            drag(pointer);
        }
        hover_ = {};
        hover_pixel_.reset();
        if (drag_) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
        return;
    }
    is_on_cancel_ = cancel_button_.contains(pointer) && !is_list_open();
    if (is_on_cancel_) {
        hover_ = {};
        hover_pixel_.reset();
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) cancel_loading();
        return;
    }
    hover_ = io.WantCaptureMouse ? Target{} : hits_.at(pointer);
    hover_pixel_ = io.WantCaptureMouse ? std::nullopt : hits_.pixel_at(pointer);
    if (io.WantCaptureMouse) return;
    show_pointer(pointer);
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) press(pointer);
    const bool is_on_stage = hover_.kind == Target::Kind::stage || hover_.kind == Target::Kind::tap;
    if (io.MouseWheel != 0 && is_on_stage) zoom(*this, io.MouseWheel < 0 ? 1 : -1);
}

void App::show_pointer(Vec2 pointer) const {
    switch (hover_.kind) {
        case Target::Kind::none:
        case Target::Kind::row: return;
        case Target::Kind::back:
            if (state().walk.step > 1) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            return;
        case Target::Kind::forward:
            if (state().walk.step < kSteps) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            return;
        case Target::Kind::step:
        case Target::Kind::cell: return ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        case Target::Kind::tap:
        case Target::Kind::stage: break;
    }
    const auto stage = stage_at(pointer);
    if (!stage) return;
    const bool is_near = length(from_pointer_to_query(*stage, pointer)) <= kGrabDistance;
    ImGui::SetMouseCursor(is_near ? ImGuiMouseCursor_ResizeAll : ImGuiMouseCursor_Hand);
}

}  // namespace viz
