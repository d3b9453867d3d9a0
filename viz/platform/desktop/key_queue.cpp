// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/key_queue.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

namespace viz {

#if IMGUI_VERSION_NUM < 18700

namespace {

void set_modifiers(bool has_control, bool has_shift, bool has_alt) {
    ImGuiIO& io = ImGui::GetIO();
    io.KeyCtrl = has_control;
    io.KeyShift = has_shift;
    io.KeyAlt = has_alt;
}

}  // namespace

void KeyQueue::push(int key, int modifiers) {
    // What letters and digits write comes to ImGui by another way, all that there is in one frame: these need not wait.
    const bool writes = key < GLFW_KEY_ESCAPE && (modifiers & GLFW_MOD_CONTROL) == 0;
    const bool is_modifier = key >= GLFW_KEY_LEFT_SHIFT;  // comes along with the others
    if (key >= 0 && !writes && !is_modifier) pressed_.push_back({key, modifiers});
}

void KeyQueue::begin_frame() {
    if (pressed_.empty()) return;
    ImGuiIO& io = ImGui::GetIO();
    for (const Press& press : pressed_) {
        io.KeysDown[press.key] = false;
        shown_.push_back(press.key);
    }
    const auto [key, modifiers] = pressed_.front();
    // A key that was down in the last frame must be seen up before it can be seen pressed again.
    if (io.KeysDownDuration[key] >= 0) return;
    io.KeysDown[key] = true;
    set_modifiers((modifiers & GLFW_MOD_CONTROL) != 0, (modifiers & GLFW_MOD_SHIFT) != 0,
                  (modifiers & GLFW_MOD_ALT) != 0);
    pressed_.pop_front();
}

void KeyQueue::end_frame(GLFWwindow* window) {
    if (shown_.empty()) return;
    const auto is_down = [&](int key) { return glfwGetKey(window, key) == GLFW_PRESS; };
    for (const int key : shown_) ImGui::GetIO().KeysDown[key] = is_down(key);
    shown_.clear();
    set_modifiers(is_down(GLFW_KEY_LEFT_CONTROL) || is_down(GLFW_KEY_RIGHT_CONTROL),
                  is_down(GLFW_KEY_LEFT_SHIFT) || is_down(GLFW_KEY_RIGHT_SHIFT),
                  is_down(GLFW_KEY_LEFT_ALT) || is_down(GLFW_KEY_RIGHT_ALT));
}

#else

void KeyQueue::push(int, int) {
}
void KeyQueue::begin_frame() {
}
void KeyQueue::end_frame(GLFWwindow*) {
}

#endif

}  // namespace viz
