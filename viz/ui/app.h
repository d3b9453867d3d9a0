// SPDX-License-Identifier: MIT
// The program behind the window: one frame at a time, for any ImGui context. Knows no GLFW window and no GL, so that
// tests drive it with mouse and keys alone.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "viz/figures/figure.h"
#include "viz/ui/fonts.h"
#include "viz/ui/glyphs.h"

namespace viz {

class App {
public:
    /// Throws std::exception when the State cannot be followed.
    App(const State& state, FileReader read_file);

    /// Takes ImGui's mouse, and draws everything into the current ImGui frame. The widgets' fonts must have been built
    /// for the display's size. `pixel_ratio` is how many pixels one
    /// unit of ImGui's display size takes; `seconds` a clock that runs while a lesson plays.
    void frame(float pixel_ratio, double seconds);

    const State& state() const { return model_.state(); }
    const Model& model() const { return model_; }
    const HitMap& hits() const { return hits_; }
    WidgetFonts& fonts() { return fonts_; }
    GlyphAtlas& glyphs() { return glyphs_; }
    const std::string& message() const { return message_; }
    bool is_help_open() const { return is_help_open_; }

    /// When the next frame is due without any input; nothing when the window may sleep.
    std::optional<double> next_wake() const;

    /// Makes a State the current one, so that undo can return to the one before. A State that cannot be followed
    /// changes nothing but the message.
    void change(const State& next);
    void undo();
    void redo();

    // What commands do beyond changing the State; the table of commands.cpp calls these.
    void toggle_play();
    void toggle_help() { is_help_open_ = !is_help_open_; }
    void dismiss();
    /// Writes the picture to a new file in the working folder, and says where.
    void export_picture(const std::string& extension, float scale);
    /// A file that was dropped on the window: a scene (.json), or an input.
    void open_file(const std::string& path);

private:
    /// What undo returns to.
    void remember(const State& before);
    void go_back(std::deque<State>& from, std::deque<State>& to);
    void play(double seconds);
    void follow_mouse(Vec2 pointer);
    void press(Vec2 pointer);
    void drag(Vec2 pointer);
    void draw_message(const Layout& layout, float unit, float pixel_ratio);

    /// A query on its way: which stage it is dragged in, and from where.
    struct Drag {
        int stage;
        StageView view;               ///< as it was when the drag began: the pixels stay where they are meanwhile
        Vec2 offset;                  ///< from the pointer to the query
        std::optional<State> before;  ///< until something has changed
    };

    Model model_;
    HitMap hits_;
    WidgetFonts fonts_;
    GlyphAtlas glyphs_;
    Target hover_;
    std::optional<PixelPlace> hover_pixel_;
    std::optional<Drag> drag_;
    std::deque<State> undo_, redo_;
    std::string message_;
    bool is_help_open_ = false;
    bool is_playing_ = false;
    std::optional<double> next_step_;
};

}  // namespace viz
