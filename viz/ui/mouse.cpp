// SPDX-License-Identifier: MIT
// What the App does with the mouse: whatever is on the page is the page's.
#include <imgui.h>

#include "viz/ui/app.h"
#include "viz/ui/commands.h"

namespace viz {

const Page& App::page() const {
    return viz::page(state().walk.page);
}

void App::press(Vec2 pointer) {
    message_ = {};
    forget_refusals();
    if (const auto next = page().click(hits_, pointer, document_.loaded())) return change(*next);
    const auto grip = page().grip(hits_, pointer, document_.loaded());
    if (!grip) return;
    drag_ = Drag{*grip};
    if (grip->is_far) drag(pointer);
}

void App::drag(Vec2 pointer) {
    // What cannot be followed ends the drag; what was reached by then can be undone like any drag.
    const bool is_followed = document_.drag(page().drag(drag_->grip, pointer, document_.loaded()), drag_->step);
    follow();
    if (!is_followed) drag_.reset();
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
    if (io.MouseWheel != 0 && page().can_zoom(hover_)) zoom(*this, io.MouseWheel < 0 ? 1 : -1);
}

void App::show_pointer(Vec2 pointer) const {
    switch (page().pointer(hits_, pointer, document_.loaded())) {
        case PointerShape::arrow: return;
        case PointerShape::hand: return ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        case PointerShape::move: return ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    }
}

}  // namespace viz
