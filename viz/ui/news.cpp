// SPDX-License-Identifier: MIT
// What is asked of the document, and what it has to tell about that.
#include <algorithm>

#include "core/visible.h"
#include "viz/document/file_spec.h"
#include "viz/text/source_words.h"
#include "viz/ui/app.h"

namespace viz {
namespace {

/// How often files are looked at, while frames are drawn anyway.
constexpr double kSecondsPerNotice = 1;

std::string joined_notes(const Words& words, const std::string& path, const SourceFacts& facts) {
    std::string text;
    for (const std::string& note : note_texts(words, facts))
        text += (text.empty() ? gs::visible(file_name(path)) + ": " : "; ") + note;
    return text;
}

std::string names_of(const std::vector<std::string>& files) {
    std::string names;
    for (const std::string& file : files) names += (names.empty() ? "" : ", ") + gs::visible(file_name(file));
    return names;
}

}  // namespace

void App::change(const State& next) {
    document_.change(next);
    follow();
}

void App::undo() {
    document_.undo();
    follow();
}

void App::redo() {
    document_.redo();
    follow();
}

void App::restore(const State& state) {
    document_.restore(state);
    follow();
}

void App::cancel_loading() {
    document_.cancel_loading();
    follow();
}

void App::open_files(std::span<const std::string> paths) {
    message_ = {};
    document_.open_files(paths);
    follow();
}

void App::reload_files() {
    message_ = {};
    document_.reload_files();
    follow();
}

void App::accept(const LoadedState& loaded) {
    require_known(loaded.state);
    const bool has_other_input = loaded.input != model_.loaded().input;
    model_.follow(loaded);
    // Of another picture nothing is in the hand.
    if (has_other_input) drag_.reset();
}

void App::follow() {
    const Theme theme = state().look.theme;
    if (theme == Theme::projector && last_theme_ != Theme::projector) theme_before_projector_ = last_theme_;
    last_theme_ = theme;
    for (const News& news : document_.take_news()) say(news);
}

void App::say(const News& news) {
    const Words words = words_of(state());
    switch (news.kind) {
        case News::Kind::changed: return settle_messages();
        case News::Kind::refused: return say(MessageKind::refused, news.sentence);
        case News::Kind::stopped: return say(MessageKind::done, words("message.stopped"));
        case News::Kind::restored: return say(MessageKind::done, words("message.restored"));
        case News::Kind::is_unchanged: return say(MessageKind::done, words("message.unchanged"));
        case News::Kind::other_content:
            return say(MessageKind::refused,
                       (message_.text.empty() ? "" : message_.text + "; ") +
                           words("message.other_content", "count"_a = static_cast<int64_t>(news.files.size()),
                                 "files"_a = names_of(news.files)));
        case News::Kind::opened: noticed_.clear(); return say_what_was_found(news);
    }
}

void App::settle_messages() {
    message_ = {};
    forget_refusals();
}

void App::say_what_was_found(const News& news) {
    const Words words = words_of(state());
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() || part.empty() ? "" : "; ") + part; };
    for (const std::string& name : news.files) add(words("message.read_again", "file"_a = name));
    const bool is_new = !news.files.empty();
    const Sources &is = state().sources, &was = news.before.sources;
    if (is_new || is.input != was.input) add(joined_notes(words, is.input, model_.input_facts()));
    if (is.grid != was.grid && !is_builtin_grid(is.grid)) add(words("message.grid", "file"_a = file_name(is.grid)));
    if (is_new || is.grid != was.grid) add(joined_notes(words, is.grid, model_.grid_facts()));
    if (!text.empty()) say(MessageKind::done, text);
}

void App::notice_files(double seconds) {
    if (seconds < next_notice_ || is_loading() || !message_.text.empty()) return;
    next_notice_ = seconds + kSecondsPerNotice;
    const std::vector<std::string> changed = document_.changed_files();
    if (changed == noticed_) return;
    noticed_ = changed;
    if (changed.empty()) return;
    say(MessageKind::done, words_of(state())("message.changed", "count"_a = static_cast<int64_t>(changed.size()),
                                             "files"_a = names_of(changed)));
}

}  // namespace viz
