// SPDX-License-Identifier: MIT
// Files that are dropped on the window become its scene, its input and its grid.
#include <filesystem>

#include "core/visible.h"
#include "viz/model/scene.h"
#include "viz/model/sources.h"
#include "viz/ui/app.h"
#include "viz/ui/named_file.h"

namespace viz {
namespace {

std::string file_name(const std::string& path) {
    return std::filesystem::path(path).filename().string();
}

/// The State with another input; what belonged to the one before starts anew.
State with_input(State state, const std::string& path) {
    state.input = path;
    state.layout = AxisLayout::automatic;
    state.title = file_name(path);
    state.note.clear();
    state.channel = 0;
    state.query.n = 0;
    return state;
}

bool is_builtin_grid(const std::string& spec) {
    for (const SourceName& source : grid_names()) {
        if (spec.substr(0, spec.find(':')) == source.name) return true;
    }
    return false;
}

std::string joined_notes(const std::string& path, const SourceFacts& facts) {
    std::string text;
    for (const std::string& note : facts.notes)
        text += (text.empty() ? gs::visible(file_name(path)) + ": " : "; ") + note;
    return text;
}

}  // namespace

State App::with_file(State next, const std::string& path) const {
    const NamedFile file = look_at_file(path);
    if (file.kind == NamedFile::Kind::scene) return read_scene(path);
    const bool is_grid =
        file.kind == NamedFile::Kind::matrix || (file.kind == NamedFile::Kind::array && file.may_be_grid(false));
    if (!is_grid) return with_input(std::move(next), path);
    next.grid = path;
    // A cell of the grid before need not be one of this.
    if (next.query.is_cell) next.query = model_.free_query();
    return next;
}

void App::open_file(const std::string& path) {
    open_files({&path, 1});
}

void App::open_files(std::span<const std::string> paths) {
    std::string refusals;
    const auto refuse = [&](const std::exception& error) {
        refusals += (refusals.empty() ? "" : "; ") + std::string(error.what());
    };
    const State before = state();
    State next = before;
    for (const std::string& path : paths) {
        try {
            next = with_file(next, path);
        } catch (const std::exception& error) {
            refuse(error);
        }
    }
    message_ = {};
    change(next);
    const bool has_old_grid = next.input != before.input && next.grid == before.grid && !is_builtin_grid(next.grid);
    if (!message_.text.empty() && has_old_grid) {
        // The grid was made for the input before.
        next.grid = State{}.grid;
        if (next.query.is_cell) next.query = model_.free_query();
        change(next);
    }
    if (!refusals.empty())
        return say(MessageKind::refused, refusals + (message_.text.empty() ? "" : "; ") + message_.text);
    if (message_.text.empty()) say_what_was_found(before);
}

void App::say_what_was_found(const State& before) {
    std::string text;
    const auto add = [&](const std::string& words) { text += (text.empty() || words.empty() ? "" : "; ") + words; };
    if (state().input != before.input) add(joined_notes(state().input, model_.input_facts()));
    if (state().grid != before.grid) {
        if (!is_builtin_grid(state().grid))
            add(gs::visible(file_name(state().grid)) + " is the grid now, as its last axis has size 2");
        add(joined_notes(state().grid, model_.grid_facts()));
    }
    if (!text.empty()) say(MessageKind::done, text);
}

}  // namespace viz
