// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/glfw_window.h"

#include <glad/gl.h>
// glad comes first: it stands in for the system's GL header.
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "viz/platform/gl_version.h"

namespace viz {
namespace {

[[noreturn]] void fail() {
    const char* reason = nullptr;
    glfwGetError(&reason);
    const std::string sentence = reason != nullptr ? reason : "GLFW gives no reason";
    glfwTerminate();
    throw std::runtime_error(sentence);
}

/// How far a place is from four arrows about the origin; they reach 1 in every direction.
float distance_to_arrows(float x, float y) {
    // By symmetry one half of one arrow: along x, above it.
    x = std::abs(x);
    y = std::abs(y);
    if (y > x) std::swap(x, y);
    constexpr float kShaft = 0.09f, kHead = 0.62f, kHalfHead = 0.34f;
    const float to_shaft = std::max(y - kShaft, x - 0.9f);
    // Below the slanted edge from (1, 0) to (kHead, kHalfHead), and not before the head begins.
    const float slope = std::hypot(kHalfHead, 1 - kHead);
    const float to_head = std::max((kHalfHead * (x - 1) + (1 - kHead) * y) / slope, kHead - x);
    return std::min(to_shaft, to_head);
}

/// Black arrows with a white rim, which are seen on any ground.
GLFWcursor* make_move_pointer(float scale) {
    const int middle = static_cast<int>(std::lround(12 * scale)), size = 2 * middle + 1;
    std::vector<unsigned char> pixels(static_cast<size_t>(size) * static_cast<size_t>(size) * 4);
    const auto radius = static_cast<float>(middle);
    const float reach = radius - 2 * scale;
    for (int row = 0; row < size; ++row) {
        for (int column = 0; column < size; ++column) {
            const float away = reach * distance_to_arrows((static_cast<float>(column) - radius) / reach,
                                                          (static_cast<float>(row) - radius) / reach);
            const auto level = [](float value) {
                return static_cast<unsigned char>(std::lround(255 * std::clamp(value, 0.0f, 1.0f)));
            };
            unsigned char* const pixel = &pixels[static_cast<size_t>(row * size + column) * 4];
            pixel[0] = pixel[1] = pixel[2] = level(away + 0.5f);
            pixel[3] = level(1.5f * scale - away + 0.5f);
        }
    }
    const GLFWimage image{size, size, pixels.data()};
    return glfwCreateCursor(&image, middle, middle);
}

}  // namespace

GlfwWindow::GlfwWindow(int width, int height, const std::string& title) {
    if (glfwInit() != GLFW_TRUE) fail();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    window_ = glfwCreateWindow(width, height, title.c_str(), nullptr, nullptr);
    if (window_ == nullptr) fail();
    glfwMakeContextCurrent(window_);
    if (!load_gl(GlVersion::gl_3_3, glfwGetProcAddress)) fail();
    glfwSwapInterval(1);
    float scale = 1;
    glfwGetWindowContentScale(window_, &scale, nullptr);
    move_pointer_ = make_move_pointer(scale);
}

GlfwWindow::~GlfwWindow() {
    if (move_pointer_ != nullptr) glfwDestroyCursor(move_pointer_);
    glfwDestroyWindow(window_);
    glfwTerminate();
}

void GlfwWindow::show() {
    glfwSwapBuffers(window_);
}

void GlfwWindow::show_move_pointer() {
    // Where it could not be made, the usual arrow stays.
    glfwSetCursor(window_, move_pointer_);
}

void GlfwWindow::wait(double seconds) {
    if (seconds < 0)
        glfwWaitEvents();
    else if (seconds > 0)
        glfwWaitEventsTimeout(seconds);
    else
        glfwPollEvents();
}

}  // namespace viz
