// SPDX-License-Identifier: MIT
// A screen that nobody sees: the App in an ImGui context of its own, driven by a mouse and a keyboard of our own.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viz/document/scene.h"
#include "viz/platform/desktop/desktop_host.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/ui/app.h"
#include "viz/ui/commands.h"

namespace viz {

/// A corner of a triangle that is drawn.
struct Corner {
    float x, y;
    ImU32 color;

    friend bool operator==(const Corner&, const Corner&) = default;
};

class Screen {
public:
    explicit Screen(const State& state = {}, float width = 1280, float height = 800);
    /// With files that a test makes up, and with a patience of its own.
    Screen(const State& state, const Files& files, const AppOptions& options);
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    App& app() { return app_; }
    const State& state() const { return app_.state(); }
    void resize(float width, float height);
    /// ImGui units per design unit.
    float unit() const;

    /// Draws one frame; the clock shows `seconds`.
    void frame(double seconds = 0);
    /// Draws frames until popups and hovering have settled.
    void settle();

    // The mouse; positions are design units. Each call draws what it takes to be noticed.
    void move(Vec2 to);
    void press();
    void release();
    void click(Vec2 at);
    void drag(Vec2 from, Vec2 to);
    void wheel(float notches);

    void type(std::string_view text);
    void press_enter();
    /// The same, and no more than so many frames from the one that sees it on.
    void press_enter(int frames);
    /// Presses and lets go of a key the way a window hears of it: the commands do, and ImGui does.
    void key(const KeyPress& press);

    /// The middle of the first hit of that target.
    Vec2 middle_of(const Target& target) const;

    /// Where a widget of a window lies along x, found by hovering, or nothing; `label` is its ImGui label.
    std::optional<Rect> widget(const char* window, const char* label);
    /// The same along y, at an x where it is.
    std::optional<Rect> box(const char* window, const char* label, float x);
    /// Where an entry of the open popup lies along y, or nothing.
    std::optional<Rect> entry(const std::string& label);
    bool is_popup_open() const;
    /// Where the open list or panel stands, in design units.
    std::optional<Rect> popup() const;
    /// Opens a combo of the tool bar and clicks the entry.
    void choose(const char* combo, const std::string& label);

    /// What is drawn of the figure, and within which x positions, in design units.
    std::vector<Corner> corners(float left = 0, float right = 1e9f) const;

private:
    std::optional<Rect> find(ImGuiID id, Rect area, bool is_vertical);

    void start(float width, float height);

    ImGuiContext* context_;
    DesktopHost host_;
    App app_;
};

/// A State's file that holds a tensor with channels, (1, 3, 4, 4).
State with_channels(const std::filesystem::path& folder);

/// An empty working folder, until the object goes; and another one for the user's home.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return folder_; }
    const std::filesystem::path& home() const { return home_; }
    /// What is in the working folder, in order.
    std::vector<std::string> files() const;

private:
    std::filesystem::path before_, folder_, home_;
    std::optional<std::string> home_before_, config_before_, state_before_;
};

}  // namespace viz
