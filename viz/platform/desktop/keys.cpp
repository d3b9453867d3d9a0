// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/keys.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace viz {
namespace {

Key key_of(int code) {
    if (code >= GLFW_KEY_A && code <= GLFW_KEY_Z)
        return static_cast<Key>(static_cast<int>(Key::a) + (code - GLFW_KEY_A));
    switch (code) {
        case GLFW_KEY_RIGHT: return Key::right;
        case GLFW_KEY_LEFT: return Key::left;
        case GLFW_KEY_DOWN: return Key::down;
        case GLFW_KEY_UP: return Key::up;
        case GLFW_KEY_PAGE_DOWN: return Key::page_down;
        case GLFW_KEY_PAGE_UP: return Key::page_up;
        case GLFW_KEY_HOME: return Key::home;
        case GLFW_KEY_END: return Key::end;
        case GLFW_KEY_SPACE: return Key::space;
        case GLFW_KEY_TAB: return Key::tab;
        case GLFW_KEY_ENTER: return Key::enter;
        case GLFW_KEY_ESCAPE: return Key::escape;
        case GLFW_KEY_EQUAL: return Key::equal;
        case GLFW_KEY_MINUS: return Key::minus;
        case GLFW_KEY_SLASH: return Key::slash;
        case GLFW_KEY_KP_ADD: return Key::keypad_add;
        case GLFW_KEY_KP_SUBTRACT: return Key::keypad_subtract;
        case GLFW_KEY_F1: return Key::f1;
        case GLFW_KEY_F5: return Key::f5;
        default: return Key::none;
    }
}

}  // namespace

KeyPress key_press(int code, int modifiers) {
    return {key_of(code), (modifiers & GLFW_MOD_SHIFT) != 0, (modifiers & GLFW_MOD_CONTROL) != 0,
            (modifiers & GLFW_MOD_ALT) != 0};
}

}  // namespace viz
