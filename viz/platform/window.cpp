// SPDX-License-Identifier: MIT
#include "viz/platform/window.h"

#include <glad/gl.h>
// glad comes first: it stands in for the system's GL header.
#include <GLFW/glfw3.h>

#include <stdexcept>

namespace viz {
namespace {

[[noreturn]] void fail() {
    const char* reason = nullptr;
    glfwGetError(&reason);
    const std::string sentence = reason != nullptr ? reason : "GLFW gives no reason";
    glfwTerminate();
    throw std::runtime_error(sentence);
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
    if (gladLoadGL(glfwGetProcAddress) == 0) fail();
    glfwSwapInterval(1);
}

GlfwWindow::~GlfwWindow() {
    glfwDestroyWindow(window_);
    glfwTerminate();
}

void GlfwWindow::clear(float red, float green, float blue) {
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    glViewport(0, 0, width, height);
    glClearColor(red, green, blue, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

void GlfwWindow::show() {
    glfwSwapBuffers(window_);
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
