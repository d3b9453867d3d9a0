// SPDX-License-Identifier: MIT
// The program behind the window: one frame at a time, for any ImGui context. Knows no GLFW window and no GL, so that
// tests drive it with mouse and keys alone.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <span>
#include <string>

#include "viz/figures/figure.h"
#include "viz/ui/export_panel.h"
#include "viz/ui/fields.h"
#include "viz/ui/fonts.h"
#include "viz/ui/glyphs.h"
#include "viz/ui/message.h"

namespace viz {

class App {
public:
    /// Whatever is read and computed keeps to the limits. Throws std::exception when the State cannot be followed.
    App(const State& state, FileReader read_file, const gs::WorkLimits& limits = {});

    /// Takes ImGui's mouse, and draws everything into the current ImGui frame. The widgets' fonts must have been built
    /// for the display's size. `pixel_ratio` is how many pixels one
    /// unit of ImGui's display size takes; `seconds` a clock that runs while a lesson plays.
    void frame(float pixel_ratio, double seconds);

    const State& state() const { return model_.state(); }
    const Model& model() const { return model_; }
    const HitMap& hits() const { return hits_; }
    WidgetFonts& fonts() { return fonts_; }
    GlyphAtlas& glyphs() { return glyphs_; }
    const std::string& message() const { return message_.text; }
    MessageKind message_kind() const { return message_.kind; }
    bool is_help_open() const { return is_help_open_; }
    /// Whether a list or a panel of the tool bar is open: keys belong to it.
    bool is_list_open() const;
    /// Whether keys belong to a text.
    bool is_typing() const;
    /// Whether a field whose text was refused is about to have the keyboard again, which takes ImGui a frame or two.
    bool awaits_keyboard() const;

    /// When the next frame is due without any input; nothing when the window may sleep.
    std::optional<double> next_wake() const;

    /// Makes a State the current one, so that undo can return to the one before. A State that cannot be followed
    /// changes nothing but the message.
    void change(const State& next);
    void undo();
    void redo();
    void say(MessageKind kind, const std::string& text);

    // What commands do beyond changing the State; the table of commands.cpp calls these.
    void toggle_play();
    void toggle_help() { is_help_open_ = !is_help_open_; }
    /// Closes what is open, the topmost alone: a list or panel, a refused text, the help, a message, a lesson that
    /// plays, the projector's theme.
    void dismiss();
    /// Goes from the projector's theme to the one before it.
    void leave_projector();
    /// Saves the picture where the last one was saved; asks where when there was none.
    void export_picture(PictureFormat format);
    /// Opens the panel that asks where the picture goes.
    void ask_where_to_save(PictureFormat format);
    /// Writes the picture to a new file, and says where. False, with the panel's reason, when it cannot be.
    bool save_from_panel();
    /// Files that were dropped on the window, told by their content: scenes, images, arrays; an array of floating-point
    /// numbers whose last axis has size 2 becomes the grid. What cannot be opened, and what was converted or guessed,
    /// is said in one message.
    void open_files(std::span<const std::string> paths);
    void open_file(const std::string& path);

    // What the panels keep between frames.
    ExportPanel& export_panel() { return export_panel_; }
    /// Whether the panel of what was found in the files is to open.
    bool& wants_facts() { return wants_facts_; }
    std::array<Draft, 2>& drafts() { return drafts_; }  ///< x and y
    /// Whether an open list is to close in this frame.
    bool closes_list() const { return closes_list_; }

private:
    /// Updates the model; false, with a message, when it cannot follow.
    bool follow(const State& next);
    /// The same, without the note where the State no longer shows what the note is about.
    bool follow_edit(State next);
    /// What undo returns to.
    void remember(const State& before);
    /// The State with a file in the place that its content asks for. Throws std::runtime_error.
    State with_file(State next, const std::string& path) const;
    void say_what_was_found(const State& before);
    bool has_refusal() const;
    void forget_refusals();
    void save(const std::string& folder, const std::string& name, PictureFormat format);
    void go_back(std::deque<State>& from, std::deque<State>& to);
    void play(double seconds);
    void follow_mouse(Vec2 pointer);
    void press(Vec2 pointer);
    void press_stage(Vec2 pointer);
    void drag(Vec2 pointer);
    void show_pointer(Vec2 pointer) const;
    void age_message(double seconds);
    void release_keyboard();

    /// The stage whose pixels the pointer is on.
    std::optional<size_t> stage_at(Vec2 pointer) const;
    Vec2 from_pointer_to_query(size_t stage, Vec2 pointer) const;

    /// A query on its way.
    struct Drag {
        StageView view;               ///< as it was when the drag began: the pixels stay where they are meanwhile
        Vec2 offset;                  ///< from the pointer to the query
        std::optional<State> before;  ///< until something has changed
    };

    Model model_;
    gs::WorkLimits limits_;
    HitMap hits_;
    WidgetFonts fonts_;
    GlyphAtlas glyphs_;
    Target hover_;
    std::optional<PixelPlace> hover_pixel_;
    std::optional<Drag> drag_;
    std::deque<State> undo_, redo_;
    Message message_;
    std::array<Draft, 2> drafts_;
    ExportPanel export_panel_;
    Theme theme_before_projector_ = Theme::light;
    bool closes_list_ = false;
    bool wants_facts_ = false;
    bool is_help_open_ = false;
    bool is_playing_ = false;
    std::optional<double> next_step_;
};

}  // namespace viz
