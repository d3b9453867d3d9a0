// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <imgui.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <limits>
#include <optional>
#include <vector>

#include "viz/pages/picture.h"
#include "viz/platform/app_renderer.h"
#include "viz/platform/desktop/desktop_host.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/platform/desktop/display_loss.h"
#include "viz/platform/desktop/glfw_window.h"
#include "viz/platform/desktop/key_queue.h"
#include "viz/platform/desktop/keys.h"
#include "viz/platform/desktop/session.h"
#include "viz/text/words.h"
#include "viz/ui/commands.h"
#include "viz/ui/report.h"

namespace viz {
namespace {

/// After an event a few more frames are drawn, until hovering, popups and fonts have settled.
constexpr int kFramesAfterEvent = 3;
/// A text cursor blinks.
constexpr double kBlinkSeconds = 0.4;
constexpr double kShortestWait = 0.001;
constexpr double kNever = std::numeric_limits<double>::infinity();

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
    Loop(const State& state, const WindowOptions& options)
        : app_(state, disk(), host_, {.limits = options.limits}),
          window_(open_window(options)),
          reports_(options.reports) {
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
        glfwSetCursorEnterCallback(handle, on_event);
        glfwSetScrollCallback(handle, on_event);
        glfwSetCharCallback(handle, on_event);
        glfwSetWindowFocusCallback(handle, on_event);
        glfwSetWindowIconifyCallback(handle, on_event);
        glfwSetWindowRefreshCallback(handle, on_event);
        glfwSetFramebufferSizeCallback(handle, on_event);
        glfwSetWindowContentScaleCallback(handle, on_event);
        glfwSetWindowCloseCallback(handle, on_event);
        // ImGui's own callbacks call ours in turn.
        ImGui_ImplGlfw_InitForOpenGL(handle, true);
        renderer_.emplace(app_);
        when_display_is_lost([this] { end_without_display(); });
        if (!options.restores) return;
        if (const auto left_over = session_.take_left_over(app_.state())) app_.restore(*left_over);
    }
    ~Loop() {
        when_display_is_lost({});
        renderer_.reset();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void run() {
        while (!glfwWindowShouldClose(window_.handle())) {
            const bool was_loading = app_.is_loading();
            draw();
            app_.document().rethrow_failure();
            // What was loaded is news like an event.
            if (was_loading && !app_.is_loading()) frames_due_ = kFramesAfterEvent;
            if (reports_) print_report();
            if (app_.document().awaited() == nullptr) session_.note(app_.state(), glfwGetTime());
            wait();
        }
        session_.end();
    }

private:
    static Loop& self(GLFWwindow* window) { return *static_cast<Loop*>(glfwGetWindowUserPointer(window)); }

    /// Also while frames for an earlier event are being drawn: a button that goes up meanwhile must still be seen.
    static void on_event(GLFWwindow* window, auto...) { self(window).frames_due_ = kFramesAfterEvent; }

    static void on_key(GLFWwindow* window, int key, int, int action, int mods) {
        on_event(window);
        if (action == GLFW_RELEASE) return;
        if (action == GLFW_PRESS) self(window).keys_.push(key, mods);
        press_key(self(window).app_, key_press(key, mods));
    }

    static void on_drop(GLFWwindow* window, int count, const char** paths) {
        on_event(window);
        self(window).app_.open_files(std::vector<std::string>(paths, paths + count));
    }

    void draw() {
        show_pointer();
        ImGui_ImplGlfw_NewFrame();
        if (!has_size()) return;
        keys_.begin_frame();
        renderer_->draw(glfwGetTime());
        keys_.end_frame(window_.handle());
        window_.show();
    }

    /// GLFW 3.3 has no pointer for what can be moved, and ImGui's backend shows an arrow there.
    void show_pointer() {
        ImGuiIO& io = ImGui::GetIO();
        if (ImGui::GetMouseCursor() == ImGuiMouseCursor_ResizeAll) {
            io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
            window_.show_move_pointer();
        } else {
            io.ConfigFlags &= ~ImGuiConfigFlags_NoMouseCursorChange;
        }
    }

    /// Where a minimised window has no size, there is nothing to draw on.
    static bool has_size() {
        const ImVec2 size = ImGui::GetIO().DisplaySize;
        return size.x >= 1 && size.y >= 1;
    }

    void save_when_due() {
        if (const auto due = session_.due(); due && glfwGetTime() >= *due) session_.save();
    }

    /// When there is something to draw though nothing happens.
    double frame_due() const {
        if (!has_size()) return kNever;
        const double due = app_.next_wake().value_or(kNever);
        return ImGui::GetIO().WantTextInput ? std::min(due, glfwGetTime() + kBlinkSeconds) : due;
    }

    /// Sleeps until there is something to draw.
    void wait() {
        save_when_due();
        if (--frames_due_ > 0 || (!keys_.is_empty() && has_size())) return window_.wait(0);
        frames_due_ = 0;
        const double frame_due = this->frame_due();
        // Events are heard also where a frame has taken so long that the next one is due already.
        do {
            const double due = std::min(frame_due, session_.due().value_or(kNever));
            window_.wait(due == kNever ? -1 : std::max(kShortestWait, due - glfwGetTime()));
            save_when_due();
        } while (frames_due_ == 0 && glfwGetTime() < frame_due);
        // A look at what is being loaded is one frame, of which the loading is to have little.
        frames_due_ = std::max(frames_due_, app_.is_loading() ? 1 : kFramesAfterEvent);
    }

    /// On the thread that found out; there is no window any more.
    void end_without_display() {
        const State* const awaited = app_.document().awaited();
        session_.note(awaited != nullptr ? *awaited : app_.state(), 0);
        const bool is_saved = session_.save();
        const std::string sentence = words_of(app_.state()).either(is_saved, "message.lost_saved", "message.lost");
        std::fprintf(stderr, "gridscope: %s\n", sentence.c_str());
    }

    void print_report() {
        const ImGuiIO& io = ImGui::GetIO();
        std::string line = report(app_, design_size(io.DisplaySize.x, io.DisplaySize.y).unit);
        if (line == last_report_) return;
        std::puts(line.c_str());
        std::fflush(stdout);
        last_report_ = std::move(line);
    }

    DesktopHost host_;
    App app_;
    GlfwWindow window_;
    std::optional<AppRenderer> renderer_;  ///< as long as there is an ImGui context
    bool reports_;
    KeyQueue keys_;
    Session session_;
    int frames_due_ = kFramesAfterEvent;
    std::string last_report_;
};

}  // namespace

void run_window(const State& state, const WindowOptions& options) {
    // GLFW does this when it starts. By then another thread may be reading files, which must not see it change.
    std::setlocale(LC_CTYPE, "");
    Loop(state, options).run();
}

}  // namespace viz
