// SPDX-License-Identifier: MIT
// The program behind the window: one frame at a time, for any ImGui context. Knows no GLFW window and no GL, so that
// tests drive it with mouse and keys alone.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "viz/document/document.h"
#include "viz/pages/page.h"
#include "viz/ui/export_panel.h"
#include "viz/ui/fields.h"
#include "viz/ui/fonts.h"
#include "viz/ui/glyphs.h"
#include "viz/ui/host.h"
#include "viz/ui/message.h"
#include "viz/ui/textures.h"

namespace viz {

/// In a smaller window, in units of ImGui, nothing is drawn but the ground: nothing would be told apart.
inline constexpr Vec2 kSmallestDrawn{160, 100};

class App {
public:
    /// Throws std::exception when it turns out at once that the State cannot be followed. While it is still being
    /// loaded, the start scene is there. The files and the host have to outlive the App.
    App(const State& state, const Files& files, Host& host, DocumentOptions options = {});

    /// Takes ImGui's mouse, and draws everything but the theme's ground, to which all has to be cleared, into the
    /// current ImGui frame. The widgets' fonts must have been built for the display's size. `pixel_ratio` is how many
    /// pixels one unit of ImGui's display size takes; `seconds` a clock that runs while a lesson plays.
    void frame(float pixel_ratio, double seconds);

    const State& state() const { return model_.state(); }
    const Document& document() const { return document_; }
    const Model& model() const { return model_; }
    /// The page that is shown.
    const Page& page() const;
    const HitMap& hits() const { return hits_; }
    WidgetFonts& fonts() { return fonts_; }
    GlyphAtlas& glyphs() { return glyphs_; }
    /// Has images drawn with these textures, which must be there for all frames to come.
    void draw_with(Textures& textures) { textures_ = &textures; }
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

    // What is asked of the document; what it has to tell about that is said in a message.

    void change(const State& next);
    void undo();
    void redo();
    void restore(const State& state);
    void say(MessageKind kind, const std::string& text);
    bool is_loading() const { return document_.is_loading(); }
    /// "Reading photo.png 42 %", once it has taken long enough to be shown; otherwise empty.
    std::string loading_words() const;
    void cancel_loading();

    // What commands do beyond changing the State; the table of commands.cpp calls these.
    void toggle_play();
    void toggle_help() { is_help_open_ = !is_help_open_; }
    /// Closes or stops the topmost alone: a list or panel, a refused text, the help, loading, a message, a lesson that
    /// plays, the projector's theme.
    void dismiss();
    /// Goes from the projector's theme to the one before it, and from large texts to those that the theme has.
    void leave_projector();
    /// Saves the picture where the last one was saved; asks where when there was none.
    void export_picture(PictureFormat format);
    /// Opens the panel that asks where the picture goes.
    void ask_where_to_save(PictureFormat format);
    /// Writes the picture to a new file, and says where. False, with the panel's reason, when it cannot be.
    bool save_from_panel();
    void open_files(std::span<const std::string> paths);
    void open_file(const std::string& path) { open_files({&path, 1}); }
    void reload_files();

    // What the panels keep between frames.
    ExportPanel& export_panel() { return export_panel_; }
    /// Whether the panel of what was found in the files is to open.
    bool& wants_facts() { return wants_facts_; }
    std::array<Draft, 2>& drafts() { return drafts_; }  ///< x and y
    /// Whether an open list is to close in this frame.
    bool closes_list() const { return closes_list_; }

private:
    /// Has the model follow a State that is about to be shown. Throws when it cannot.
    void accept(const LoadedState& loaded);
    /// Says the document's news.
    void follow();
    void say(const News& news);
    /// What files turned out to be, and which of them were read again.
    void say_what_was_found(const News& news);
    /// Says once which files have changed on the disk.
    void notice_files(double seconds);
    bool has_refusal() const;
    void forget_refusals();
    /// A change that succeeded ends what was said before.
    void settle_messages();
    void save(const std::string& folder, const std::string& name, PictureFormat format);

    /// The page, and what the window says over it.
    void draw_figure(const DesignSize& design, float pixel_ratio, double seconds);
    void draw_loading_line(Canvas& canvas, const Layout& layout, double seconds);
    /// Takes what has been computed by now.
    void compute();
    void play(double seconds);
    void follow_mouse(Vec2 pointer);
    void press(Vec2 pointer);
    void drag(Vec2 pointer);
    void show_pointer(Vec2 pointer) const;
    void age_message(double seconds);
    void release_keyboard();

    /// Something on its way.
    struct Drag {
        Grip grip;
        uint64_t step = 0;  ///< that undo takes back (Document::drag)
    };

    std::optional<Drag> drag_;
    Model model_;
    Document document_;  ///< tells those before it what is about to be shown
    Host& host_;
    double clock_ = 0;           ///< of the last frame
    Rect cancel_button_;         ///< of the loading line; empty: there is none
    bool is_on_cancel_ = false;  ///< where the pointer is
    HitMap hits_;
    WidgetFonts fonts_;
    GlyphAtlas glyphs_;
    Textures no_textures_;
    Textures* textures_ = &no_textures_;
    FigureCache figure_cache_;
    Target hover_;
    std::optional<PixelPlace> hover_pixel_;
    Message message_;
    std::array<Draft, 2> drafts_;
    ExportPanel export_panel_;
    Theme last_theme_ = Theme::light, theme_before_projector_ = Theme::light;
    std::vector<std::string> noticed_;  ///< files that have changed, as was said
    double next_notice_ = 0;            ///< the clock when files are looked at again
    bool closes_list_ = false;
    bool wants_facts_ = false;
    bool is_help_open_ = false;
    bool is_playing_ = false;
    std::optional<double> next_step_;
};

}  // namespace viz
