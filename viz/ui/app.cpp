// SPDX-License-Identifier: MIT
#include "viz/ui/app.h"

#include <fmt/core.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "core/visible.h"
#include "viz/document/file_spec.h"
#include "viz/document/format.h"
#include "viz/document/sources.h"
#include "viz/text/words.h"
#include "viz/ui/canvas_imgui.h"
#include "viz/ui/loading_line.h"
#include "viz/ui/panels.h"
#include "viz/ui/theme.h"

namespace viz {
namespace {

constexpr size_t kMostMessageBytes = 1000;
constexpr double kSecondsPerStep = 2.5;
/// How often the window looks how far the loading is.
constexpr double kSecondsPerLook = 0.05;

}  // namespace

App::App(const State& state, const Files& files, Host& host, DocumentOptions options)
    : model_(options.limits),
      document_(state, files,
                {options.limits, options.patience, [this](const LoadedState& loaded) { accept(loaded); }}),
      host_(host) {
    follow();
}

void App::say(MessageKind kind, const std::string& text) {
    message_ = {kind, gs::visible(text, kMostMessageBytes), std::nullopt};
}

bool App::has_refusal() const {
    return std::any_of(drafts_.begin(), drafts_.end(), [](const Draft& draft) { return draft.is_refused; });
}

void App::forget_refusals() {
    for (Draft& draft : drafts_) {
        if (draft.is_refused) draft = {};
    }
}

void App::toggle_play() {
    is_playing_ = !is_playing_;
    next_step_.reset();
    if (!is_playing_ || state().walk.step < kSteps) return;
    State first = state();
    first.walk.step = 1;
    change(first);
}

bool App::is_list_open() const {
    return ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

bool App::is_typing() const {
    // What ImGui wants is a frame late.
    return (ImGui::GetIO().WantTextInput && ImGui::IsAnyItemActive()) ||
           std::any_of(drafts_.begin(), drafts_.end(), [](const Draft& draft) { return draft.has_keyboard; });
}

bool App::awaits_keyboard() const {
    return std::any_of(drafts_.begin(), drafts_.end(), [](const Draft& draft) { return draft.wants_focus; });
}

void App::dismiss() {
    if (is_list_open()) {
        closes_list_ = true;
    } else if (has_refusal()) {
        forget_refusals();
        message_ = {};
        // The keyboard may be on its way into the field.
        ImGui::SetWindowFocus(nullptr);
    } else if (is_help_open_) {
        is_help_open_ = false;
    } else if (is_loading()) {
        cancel_loading();
    } else if (!message_.text.empty()) {
        message_ = {};
    } else if (is_playing_) {
        is_playing_ = false;
    } else {
        leave_projector();
    }
}

void App::leave_projector() {
    State next = state();
    Look& look = next.look;
    if (look.theme == Theme::projector) look.theme = theme_before_projector_;
    if (look.text_size == TextSize::large) look.text_size = TextSize::automatic;
    change(next);
}

void App::export_picture(PictureFormat format) {
    const std::optional<std::string> folder = host_.picture_folder();
    if (!folder) return ask_where_to_save(format);
    try {
        save(*folder, picture_stem(state().title), format);
    } catch (const std::exception& error) {
        say(MessageKind::refused, error.what());
    }
}

void App::ask_where_to_save(PictureFormat format) {
    export_panel_ = {.is_wanted = true,
                     .folder = host_.picture_folder().value_or(host_.usual_picture_folder()),
                     .name = picture_stem(state().title),
                     .format = format,
                     .refusal = {}};
}

bool App::save_from_panel() {
    try {
        save(export_panel_.folder, export_panel_.name, export_panel_.format);
    } catch (const std::exception& error) {
        export_panel_.refusal = gs::visible(error.what(), kMostMessageBytes);
        return false;
    }
    host_.remember_picture_folder(export_panel_.folder);
    return true;
}

void App::save(const std::string& folder, const std::string& name, PictureFormat format) {
    // Of outputs that are not all there yet, nobody wants a picture.
    model_.complete();
    const std::string file = host_.save_picture(model_, folder, name, format);
    say(MessageKind::done, words_of(state())("message.saved", "file"_a = gs::visible(file)));
}

std::optional<double> App::next_wake() const {
    std::optional<double> due = is_playing_ ? next_step_ : std::nullopt;
    const auto add = [&](double time) { due = due ? std::min(*due, time) : time; };
    if (message_.end) add(*message_.end);
    if (is_loading() || model_.is_computing()) add(clock_ + kSecondsPerLook);
    return due;
}

std::string App::loading_words() const {
    constexpr std::chrono::milliseconds kUnseen{150};
    const Loading& loading = document_.loading();
    if (!loading.is_running() || loading.elapsed() < kUnseen) return "";
    const auto [part, spec] = loading.stage();
    if (spec.empty()) return "";
    const bool is_builtin = part == LoadPart::input ? parse_named(spec, input_names()).has_value()
                                                    : parse_named(spec, grid_names()).has_value();
    const auto fraction = loading.fraction();
    const Words words = words_of(state());
    return (is_builtin ? words("loading.making", "name"_a = gs::visible(spec))
                       : words("loading.reading", "name"_a = gs::visible(file_name(spec)))) +
           (fraction ? fmt::format(" {:.0f} %", std::floor(100 * *fraction)) : "");
}

void App::draw_loading_line(Canvas& canvas, const Layout& layout, double seconds) {
    const std::string words = loading_words();
    cancel_button_ = words.empty() ? Rect{}
                                   : viz::draw_loading_line(canvas, layout, state().look.theme,
                                                            {words, words_of(state())("loading.cancel"),
                                                             document_.loading().fraction(), seconds, is_on_cancel_});
}

void App::compute() {
    model_.poll();
    if (const std::string failure = model_.take_failure(); !failure.empty()) say(MessageKind::refused, failure);
}

void App::play(double seconds) {
    if (!is_playing_) return;
    if (next_step_ && seconds >= *next_step_) {
        State next = state();
        next.walk.step = std::min(next.walk.step + 1, kSteps);
        // A message is not over because a lesson goes on.
        document_.go_on(next);
        follow();
        next_step_.reset();
    }
    if (state().walk.step == kSteps)
        is_playing_ = false;
    else if (!next_step_)
        next_step_ = seconds + kSecondsPerStep;
}

void App::age_message(double seconds) {
    if (message_.kind == MessageKind::typed && !has_refusal()) message_ = {};
    if (message_.kind != MessageKind::done || message_.text.empty()) return;
    if (!message_.end) message_.end = seconds + kGoodNewsSeconds;
    if (seconds >= *message_.end) message_ = {};
}

void App::release_keyboard() {
    // Else Tab, which goes to the next output, would go into a field as well: ImGui moves among the fields of the
    // window that was used last, whether or not one of them has the keyboard.
    if (!awaits_keyboard() && !is_list_open() && !ImGui::IsAnyItemActive()) ImGui::SetWindowFocus(nullptr);
}

void App::draw_figure(const DesignSize& design, float pixel_ratio, double seconds) {
    ImguiCanvas canvas(*ImGui::GetBackgroundDrawList(), glyphs_, *textures_, {0, 0}, design.unit, pixel_ratio);
    hits_ = page().draw(canvas, model_,
                        {.size = design.size,
                         .hover = hover_,
                         .pixel = hover_pixel_,
                         .has_header = false,
                         .has_ground = false,
                         .window = drag_ ? std::optional(drag_->grip.view.window) : std::nullopt,
                         .cache = &figure_cache_});
    const Layout& layout = hits_.layout;
    if (loading_words().empty()) draw_message(canvas, layout, state().look.theme, message_);
    draw_loading_line(canvas, layout, seconds);
}

void App::frame(float pixel_ratio, double seconds) {
    glyphs_.begin_frame();
    textures_->begin_frame();
    clock_ = seconds;
    // Nothing is taken out of the hand that drags it.
    if (!drag_) {
        document_.poll();
        follow();
    }
    compute();
    notice_files(seconds);
    play(seconds);
    age_message(seconds);
    const ImGuiIO& io = ImGui::GetIO();
    if (io.DisplaySize.x < kSmallestDrawn.x || io.DisplaySize.y < kSmallestDrawn.y) {
        drafts_ = {};  // there are no fields
        return;
    }
    const DesignSize design = design_size(io.DisplaySize.x, io.DisplaySize.y);
    follow_mouse({io.MousePos.x / design.unit, io.MousePos.y / design.unit});

    apply_theme(state().look.theme, design.unit);
    draw_figure(design, pixel_ratio, seconds);
    const PanelContext context{*this, hits_.layout, design.unit};
    draw_toolbar(context);
    if (is_help_open_) draw_help(context);
    closes_list_ = false;
    release_keyboard();
}

}  // namespace viz
