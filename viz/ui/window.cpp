// SPDX-License-Identifier: MIT
#include "viz/ui/window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <cstdio>

#include "viz/figures/palette.h"
#include "viz/platform/coverage_texture.h"
#include "viz/platform/window.h"
#include "viz/ui/app.h"
#include "viz/ui/commands.h"
#include "viz/ui/export.h"
#include "viz/ui/report.h"

namespace viz {
namespace {

/// After an event a few more frames are drawn, until hovering, popups and fonts have settled.
constexpr int kFramesAfterEvent = 3;
/// A text cursor blinks.
constexpr double kBlinkSeconds = 0.4;

GlfwWindow open_window(const WindowOptions& options) {
    try {
        return GlfwWindow(options.width, options.height, "gridscope");
    } catch (const std::runtime_error& error) {
        throw NoDisplay(error.what());
    }
}

/// The window's loop: wait, follow the input, draw.
class Loop {
public:
    Loop(const State& state, const FileReader& read_file, const WindowOptions& options)
        : app_(state, read_file), window_(open_window(options)), reports_(options.reports) {
        app_.glyphs().texture = texture_id(texture_.id());
        ImGui::CreateContext();
        ImGui::GetIO().IniFilename = nullptr;
        GLFWwindow* handle = window_.handle();
        glfwSetWindowUserPointer(handle, this);
        glfwSetWindowSizeLimits(handle, kSmallestPicture.width, kSmallestPicture.height, GLFW_DONT_CARE,
                                GLFW_DONT_CARE);
        glfwSetKeyCallback(handle, on_key);
        glfwSetDropCallback(handle, on_drop);
        glfwSetMouseButtonCallback(handle, on_event);
        glfwSetCursorPosCallback(handle, on_event);
        glfwSetCharCallback(handle, on_event);
        glfwSetWindowRefreshCallback(handle, on_event);
        // ImGui's own callbacks call ours in turn.
        ImGui_ImplGlfw_InitForOpenGL(handle, true);
        ImGui_ImplOpenGL3_Init("#version 330 core");
    }
    ~Loop() {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void run() {
        while (!glfwWindowShouldClose(window_.handle())) {
            draw();
            if (reports_) print_report();
            wait();
        }
    }

private:
    static Loop& self(GLFWwindow* window) { return *static_cast<Loop*>(glfwGetWindowUserPointer(window)); }

    /// Also while frames for an earlier event are being drawn: a button that goes up meanwhile must still be seen.
    static void on_event(GLFWwindow* window, auto...) { self(window).frames_due_ = kFramesAfterEvent; }

    static void on_key(GLFWwindow* window, int key, int, int action, int mods) {
        on_event(window);
        if (action == GLFW_RELEASE) return;
        Loop& loop = self(window);
        // While a text is typed, keys belong to it.
        if (ImGui::GetIO().WantTextInput) return;
        run_command(loop.app_,
                    {key, (mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_CONTROL) != 0, (mods & GLFW_MOD_ALT) != 0});
    }

    static void on_drop(GLFWwindow* window, int count, const char** paths) {
        if (count > 0) self(window).app_.open_file(paths[0]);
    }

    void draw() {
        ImGuiIO& io = ImGui::GetIO();
        ImGui_ImplGlfw_NewFrame();
        const float pixel_ratio = io.DisplayFramebufferScale.x;
        const float unit = design_size(io.DisplaySize.x, io.DisplaySize.y).unit;
        // A new atlas is uploaded with the renderer's other objects.
        if (app_.fonts().build(*io.Fonts, unit * pixel_ratio, pixel_ratio)) ImGui_ImplOpenGL3_DestroyDeviceObjects();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui::NewFrame();
        app_.frame(pixel_ratio, glfwGetTime());
        ImGui::Render();

        GlyphAtlas& glyphs = app_.glyphs();
        texture_.update(glyphs.pixels(), glyphs.first_dirty_row(), glyphs.end_dirty_row());
        glyphs.clean();
        const Color ground = palette(app_.state().theme).ground;
        window_.clear(static_cast<float>(ground.r) / 255, static_cast<float>(ground.g) / 255,
                      static_cast<float>(ground.b) / 255);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        window_.show();
    }

    void wait() {
        if (--frames_due_ > 0) return window_.wait(0);
        double seconds = -1;
        if (const auto due = app_.next_wake()) seconds = std::max(0.001, *due - glfwGetTime());
        if (ImGui::GetIO().WantTextInput) seconds = seconds < 0 ? kBlinkSeconds : std::min(seconds, kBlinkSeconds);
        window_.wait(seconds);
        frames_due_ = kFramesAfterEvent;
    }

    void print_report() {
        const ImGuiIO& io = ImGui::GetIO();
        std::string line = report(app_, design_size(io.DisplaySize.x, io.DisplaySize.y).unit);
        if (line == last_report_) return;
        std::puts(line.c_str());
        std::fflush(stdout);
        last_report_ = std::move(line);
    }

    App app_;
    GlfwWindow window_;
    CoverageTexture texture_{GlyphAtlas::kSize};
    bool reports_;
    int frames_due_ = kFramesAfterEvent;
    std::string last_report_;
};

}  // namespace

void run_window(const State& state, const FileReader& read_file, const WindowOptions& options) {
    Loop(state, read_file, options).run();
}

}  // namespace viz
