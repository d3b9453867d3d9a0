// SPDX-License-Identifier: MIT
#include "viz/document/wish.h"

#include <algorithm>
#include <stdexcept>

#include "core/visible.h"
#include "viz/document/edits.h"
#include "viz/document/fields.h"
#include "viz/document/file_spec.h"
#include "viz/document/named_file.h"
#include "viz/document/scene.h"
#include "viz/document/sources.h"

namespace viz {
namespace {

void add_sentence(std::string& text, const std::string& sentence) {
    text += (text.empty() ? "" : "; ") + sentence;
}

/// Adds a file's visible name, once.
void add_name(std::vector<std::string>& names, const std::string& spec) {
    const std::string name = gs::visible(file_name(spec));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

/// The State whose sources are read anew where their files have changed on the disk; all of them, or the one of a name.
State with_changed_files(WishContext& context, State state, const std::string& only = "") {
    const LoadedState& before = context.before;
    const auto look = [&](const std::string& spec, const std::string& before_spec, const TensorRef& tensor,
                          std::string& id) {
        if (spec != before_spec || (!only.empty() && spec != only) || !context.store.has_changed(*tensor)) return false;
        id.clear();
        add_name(context.outcome.read_again, spec);
        return true;
    };
    Sources& sources = state.sources;
    // A grid is converted for its input, so that it may be another one for another input.
    if (look(sources.input, before.state.sources.input, before.input, sources.input_id)) sources.grid_id.clear();
    look(sources.grid, before.state.sources.grid, before.grid, sources.grid_id);
    return state;
}

/// Why nothing was followed, with the names of the files that were to be read again.
std::string named(const std::vector<std::string>& read_again, const std::string& sentence) {
    std::string names;
    for (const std::string& name : read_again) {
        if (sentence.find(name) != std::string::npos) return sentence;
        names += (names.empty() ? "" : ", ") + name;
    }
    return names.empty() ? sentence : names + ": " + sentence;
}

/// The State with a file in the place that its content asks for. Throws std::runtime_error.
State with_file(WishContext& context, State state, const std::string& path) {
    const NamedFile file = look_at_file(path, context.store.files(), context.work);
    if (file.kind == NamedFile::Kind::scene)
        return with_changed_files(context, read_scene(path, context.store.files(), context.work));
    // Now, since of several inputs only the last one is read.
    if (file.kind == NamedFile::Kind::image)
        context.store.files().require_image(parse_file_spec(path, context.store.files()).path, context.work);
    const bool is_grid =
        file.kind == NamedFile::Kind::matrix || (file.kind == NamedFile::Kind::array && file.may_be_grid(false));
    state =
        is_grid ? with_grid(std::move(state), path, context.before.free_query()) : with_input(std::move(state), path);
    return with_changed_files(context, std::move(state), path);
}

/// What is wrong with a State, with the name of the file that it is about.
std::string named(const State& state, const std::string& sentence, const Files& files) {
    const std::string input = file_of(state.sources.input, input_names(), files),
                      grid = file_of(state.sources.grid, grid_names(), files);
    const std::string& file = input.empty() ? grid : input;
    const bool is_named = (!input.empty() && sentence.find(gs::visible(input)) != std::string::npos) ||
                          (!grid.empty() && sentence.find(gs::visible(grid)) != std::string::npos);
    return is_named || file.empty() ? sentence : gs::visible(file) + ": " + sentence;
}

/// Adds the files that stayed, but were read again all the same: a grid is converted for its input.
void add_read_again(Outcome& outcome, const LoadedState& from) {
    const auto add = [&](const std::string& spec, const std::string& before, const TensorRef& is,
                         const TensorRef& was) {
        if (spec == before && !was->file.empty() && is->stamp != was->stamp) add_name(outcome.read_again, spec);
    };
    const Sources &is = outcome.loaded.state.sources, &was = from.state.sources;
    if (from.input) add(is.input, was.input, outcome.loaded.input, from.input);
    if (from.grid) add(is.grid, was.grid, outcome.loaded.grid, from.grid);
}

LoadedState follow(const State& state, DataStore& store, const gs::Work& work, const Loading::Say& say) {
    return load(state, store, work, [&](LoadPart part) {
        say({part, part == LoadPart::input ? state.sources.input : state.sources.grid});
    });
}

}  // namespace

bool is_builtin_grid(const std::string& spec) {
    for (const SourceName& source : grid_names()) {
        if (spec.substr(0, spec.find(':')) == source.name) return true;
    }
    return false;
}

Wish wish_for_changes(const State& from, const State& to) {
    return [from, to](WishContext&, const State& state) { return edited(state, with_changes(from, to, state)); };
}

Wish wish_for_files(std::vector<std::string> paths) {
    return [paths = std::move(paths)](WishContext& context, State state) {
        for (const std::string& path : paths) {
            try {
                state = with_file(context, state, path);
            } catch (const gs::Stopped&) {
                throw;
            } catch (const std::exception& error) {
                add_sentence(context.outcome.refusals, error.what());
            }
        }
        return state;
    };
}

Wish wish_for_changed_files() {
    return [](WishContext& context, const State& state) { return with_changed_files(context, state); };
}

Wish both(Wish first, Wish second) {
    return [first = std::move(first), second = std::move(second)](WishContext& context, State state) {
        return second(context, first(context, std::move(state)));
    };
}

Loading::Task task_of(StoreRef store, Wish wish) {
    return [store = std::move(store), wish = std::move(wish)](const LoadedState& from, const gs::Work& work,
                                                              const Loading::Say& say) {
        WishContext context{from, {.loaded = from, .refusals = {}, .read_again = {}}, *store, work};
        Outcome& outcome = context.outcome;
        const State next = wish(context, from.state);
        try {
            outcome.loaded = follow(next, *store, work, say);
            outcome.other_contents = other_contents(next, outcome.loaded);
            add_read_again(outcome, from);
            return outcome;
        } catch (const gs::Stopped&) {
            throw;
        } catch (const std::exception& error) {
            const Sources& before = from.state.sources;
            const bool has_old_grid = next.sources.input != before.input && next.sources.grid == before.grid &&
                                      !is_builtin_grid(next.sources.grid);
            if (!has_old_grid) {
                add_sentence(outcome.refusals, named(outcome.read_again, error.what()));
                // What was to be read again is not what there is.
                outcome.read_again.clear();
                return outcome;
            }
        }
        outcome.loaded = follow(with_grid(next, Sources{}.grid, from.free_query()), *store, work, say);
        return outcome;
    };
}

Loading::Task task_of(StoreRef store, State state) {
    return [store = std::move(store), state = std::move(state)](const LoadedState&, const gs::Work& work,
                                                                const Loading::Say& say) {
        LoadedState loaded = follow(state, *store, work, say);
        std::vector<std::string> others = other_contents(state, loaded);
        return Outcome{std::move(loaded), {}, {}, std::move(others)};
    };
}

Loading::Task task_of_first(StoreRef store, std::vector<LoadedState> states) {
    return [store = std::move(store), states = std::move(states)](const LoadedState& from, const gs::Work& work,
                                                                  const Loading::Say& say) {
        std::string refusals;
        for (size_t k = 0; k < states.size(); ++k) {
            const LoadedState& past = states[k];
            if (past.state == from.state) continue;  // no step, since what was between is left out
            if (past.input && past.grid) return Outcome{past, refusals, {}, {}, k + 1};
            try {
                LoadedState loaded = follow(past.state, *store, work, say);
                std::vector<std::string> others = other_contents(past.state, loaded);
                return Outcome{std::move(loaded), refusals, {}, std::move(others), k + 1};
            } catch (const gs::Stopped&) {
                throw;
            } catch (const std::exception& error) {
                const std::string sentence = named(past.state, error.what(), store->files());
                if (refusals.find(sentence) == std::string::npos) add_sentence(refusals, sentence);
            }
        }
        throw std::runtime_error(refusals);
    };
}

}  // namespace viz
