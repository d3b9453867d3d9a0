// SPDX-License-Identifier: MIT
// A window with OpenGL, by way of GLFW.
#pragma once

#include <string>

struct GLFWcursor;
struct GLFWwindow;

namespace viz {

/// GLFW and one window whose OpenGL 3.3 core context is current as long as it lives.
class GlfwWindow {
public:
    /// Throws std::runtime_error with GLFW's reason when there is no display or no OpenGL 3.3 on it.
    GlfwWindow(int width, int height, const std::string& title);
    ~GlfwWindow();
    GlfwWindow(const GlfwWindow&) = delete;
    GlfwWindow& operator=(const GlfwWindow&) = delete;

    GLFWwindow* handle() const { return window_; }

    void show();

    /// Makes the pointer four arrows, which say that what it is on can be moved.
    void show_move_pointer();

    /// Sleeps until something happens, or until `seconds` have passed when that is not negative.
    void wait(double seconds);

private:
    GLFWwindow* window_ = nullptr;
    GLFWcursor* move_pointer_ = nullptr;
};

}  // namespace viz
