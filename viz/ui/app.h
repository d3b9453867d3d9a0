// SPDX-License-Identifier: MIT
// The program behind the window: one frame at a time, for any ImGui context. Knows no GLFW window and no GL, so that
// tests drive it with mouse and keys alone.
#pragma once

#include <array>
#include <chrono>
#include <deque>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "viz/pages/compare.h"
#include "viz/ui/export_panel.h"
#include "viz/ui/fields.h"
#include "viz/ui/fonts.h"
#include "viz/ui/glyphs.h"
#include "viz/ui/host.h"
#include "viz/ui/message.h"
#include "viz/ui/wish.h"

namespace viz {

struct AppOptions {
    gs::WorkLimits limits{};  ///< of whatever is read and computed
    /// What takes no longer is done when a call returns; what does goes on on another thread while frames are drawn.
    std::chrono::milliseconds patience{100};
};

/// In a smaller window, in units of ImGui, nothing is drawn but the ground: nothing would be told apart.
inline constexpr Vec2 kSmallestDrawn{160, 100};

class App {
public:
    /// Throws std::exception when it turns out at once that the State cannot be followed. While it is still being
    /// loaded, the start scene is there. The files and the host have to outlive the App.
    App(const State& state, const Files& files, Host& host, const AppOptions& options = {});

    /// Takes ImGui's mouse, and draws everything into the current ImGui frame. The widgets' fonts must have been built
    /// for the display's size. `pixel_ratio` is how many pixels one unit of ImGui's display size takes; `seconds` a
    /// clock that runs while a lesson plays.
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
    /// changes nothing but the message. One that takes long is loaded; what is changed meanwhile stays changed.
    void change(const State& next);
    /// To the latest State before this one that can be followed; a message speaks of those that cannot. While something
    /// else is being loaded, stops that.
    void undo();
    void redo();
    void say(MessageKind kind, const std::string& text);
    /// Opens the State of a window that was lost, and says so.
    void restore(const State& state);

    /// Whether something is being read or computed on another thread; the State is still the one before. A change that
    /// takes long, too, is made together with the one on its way.
    bool is_loading() const { return loading_.is_running(); }
    /// What the window is to begin with, as long as that is being loaded: the first State, or that of a window that was
    /// lost. Otherwise null.
    const State* awaited() const { return is_loading() && pending_.awaited ? &*pending_.awaited : nullptr; }
    /// "Reading photo.png 42 %", once it has taken long enough to be shown; otherwise empty.
    std::string loading_words() const;
    /// Stops what is being loaded: everything stays as it is.
    void cancel_loading();
    /// Throws what was wrong with the first State, when that took long to find out.
    void rethrow_failure() const {
        if (failure_) std::rethrow_exception(failure_);
    }

    // What commands do beyond changing the State; the table of commands.cpp calls these.
    void toggle_play();
    void toggle_help() { is_help_open_ = !is_help_open_; }
    /// Closes or stops the topmost alone: a list or panel, a refused text, the help, loading, a message, a lesson that
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
    /// Reads the State's files again where they have changed on the disk.
    void reload_files();

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
    /// What files turned out to be, and which of them were read again.
    void say_what_was_found(const State& before, const std::vector<std::string>& read_again);
    bool has_refusal() const;
    void forget_refusals();
    /// A change that succeeded ends what was said before.
    void settle_messages();
    void note_projector(Theme before);
    void save(const std::string& folder, const std::string& name, PictureFormat format);

    /// What is being loaded, and what it is for.
    struct Pending {
        enum class Kind { first, edit, files, undo, redo };
        Kind kind = Kind::edit;
        Wish wish{};                     ///< of all but undo and redo
        size_t first = 0;                ///< of undo and redo: how many steps are left out
        State from{};                    ///< the State when it began
        std::string news{};              ///< to be said when it has succeeded
        std::optional<State> awaited{};  ///< what the window is to begin with, where that is on its way, too

        bool from_history() const { return kind == Kind::undo || kind == Kind::redo; }
    };

    void begin(Pending pending);
    void finish_loading();
    void take_over(Outcome& outcome, const Pending& pending);
    /// Changes what was loaded by what was changed meanwhile, where that goes together.
    void keep_edits(Model& loaded, const State& from, const State& now);
    void go_back(Pending::Kind kind);
    void step_back(Pending::Kind kind, size_t steps, const State& before);
    std::deque<State>& history(Pending::Kind kind);
    void draw_loading_line(Canvas& canvas, const Layout& layout, double seconds);
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
        std::optional<State> before;  ///< until it has changed something
    };

    Model model_;
    Host& host_;
    gs::WorkLimits limits_;
    std::chrono::milliseconds patience_;
    Pending pending_;
    Loading loading_;
    std::exception_ptr failure_;
    double clock_ = 0;           ///< of the last frame
    Rect cancel_button_;         ///< of the loading line; empty: there is none
    bool is_on_cancel_ = false;  ///< where the pointer is
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
