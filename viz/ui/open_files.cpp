// SPDX-License-Identifier: MIT
// Files that are dropped on the window become its scene, its input and its grid.
#include "core/visible.h"
#include "viz/text/words.h"
#include "viz/ui/app.h"
#include "viz/ui/wish.h"

namespace viz {
namespace {

std::string joined_notes(const std::string& path, const SourceFacts& facts) {
    std::string text;
    for (const std::string& note : facts.notes)
        text += (text.empty() ? gs::visible(file_name(path)) + ": " : "; ") + note;
    return text;
}

}  // namespace

void App::open_file(const std::string& path) {
    open_files({&path, 1});
}

void App::open_files(std::span<const std::string> paths) {
    message_ = {};
    begin({.kind = Pending::Kind::files, .wish = wish_for_files({paths.begin(), paths.end()})});
}

void App::reload_files() {
    message_ = {};
    begin({.kind = Pending::Kind::files, .wish = wish_for_changed_files()});
    if (message_.text.empty() && !is_loading()) say(MessageKind::done, words_of(state())("message.unchanged"));
}

void App::say_what_was_found(const State& before, const std::vector<std::string>& read_again) {
    const Words words = words_of(state());
    std::string text;
    const auto add = [&](const std::string& news) { text += (text.empty() || news.empty() ? "" : "; ") + news; };
    for (const std::string& name : read_again) add(words("message.read_again", "file"_a = name));
    const bool is_new = !read_again.empty();
    if (is_new || state().sources.input != before.sources.input)
        add(joined_notes(state().sources.input, model_.input_facts()));
    if (state().sources.grid != before.sources.grid && !is_builtin_grid(state().sources.grid))
        add(words("message.grid", "file"_a = file_name(state().sources.grid)));
    if (is_new || state().sources.grid != before.sources.grid)
        add(joined_notes(state().sources.grid, model_.grid_facts()));
    if (!text.empty()) say(MessageKind::done, text);
}

}  // namespace viz
