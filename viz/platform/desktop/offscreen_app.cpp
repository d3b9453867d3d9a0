// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/offscreen_app.h"

#include <glad/gl.h>
#include <imgui.h>
#include <unistd.h>

#include <chrono>

#include "viz/platform/app_renderer.h"
#include "viz/platform/desktop/desktop_host.h"
#include "viz/platform/desktop/offscreen.h"
#include "viz/platform/framebuffer.h"

namespace viz {
namespace {

class ImguiContext {
public:
    ImguiContext() : context_(ImGui::CreateContext()) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {kDesignSize.x, kDesignSize.y};
        io.DeltaTime = 1.0f / 60;
    }
    ~ImguiContext() { ImGui::DestroyContext(context_); }
    ImguiContext(const ImguiContext&) = delete;
    ImguiContext& operator=(const ImguiContext&) = delete;

private:
    ImGuiContext* context_;
};

}  // namespace

struct OffscreenApp::Parts {
    Parts(const State& state, const Files& files) : app(state, files, host) {}

    OffscreenContext opengl;
    Framebuffer framebuffer{static_cast<int>(kDesignSize.x), static_cast<int>(kDesignSize.y)};
    ImguiContext imgui;
    DesktopHost host;
    App app;
    AppRenderer renderer{app};
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }
};

OffscreenApp::OffscreenApp(const State& state, const Files& files) : parts_(std::make_unique<Parts>(state, files)) {
}

OffscreenApp::~OffscreenApp() = default;

App& OffscreenApp::app() {
    return parts_->app;
}

void OffscreenApp::point(Vec2 at) {
    ImGui::GetIO().MousePos = {at.x, at.y};
}

void OffscreenApp::hold(bool is_down) {
    ImGui::GetIO().MouseDown[ImGuiMouseButton_Left] = is_down;
}

void OffscreenApp::frame() {
    parts_->renderer.draw(parts_->seconds());
    glFinish();
}

void OffscreenApp::wait() {
    const double seconds = app().next_wake().value_or(0) - parts_->seconds();
    if (seconds > 0) usleep(static_cast<useconds_t>(seconds * 1e6));
}

void OffscreenApp::settle() {
    constexpr int kFramesAfterEvent = 3;  // as a window draws
    for (int due = kFramesAfterEvent; due > 0; --due) {
        wait();
        frame();
        if (app().next_wake()) due = kFramesAfterEvent;
    }
}

}  // namespace viz
