// SPDX-License-Identifier: MIT
#include "viz/ui/wish.h"

#include <filesystem>
#include <set>
#include <stdexcept>

#include "core/visible.h"
#include "viz/document/file_spec.h"
#include "viz/document/named_file.h"
#include "viz/document/scene.h"
#include "viz/text/words.h"

namespace viz {
namespace {

void add_sentence(std::string& text, const std::string& sentence) {
    text += (text.empty() ? "" : "; ") + sentence;
}

/// The State with another input; what belonged to the one before starts anew.
State with_input(State state, const std::string& path) {
    state.sources.input = path;
    state.sources.layout = AxisLayout::automatic;
    state.title = file_name(path);
    state.note.clear();
    state.view.channel = 0;
    state.query.n = 0;
    return state;
}

/// The State with another grid, of which a cell of the one before need not be one.
State with_grid(State state, const std::string& spec, const Model& model) {
    state.sources.grid = spec;
    if (state.query.is_cell) state.query = model.free_query();
    return state;
}

void read_if_changed(Outcome& outcome, const std::string& spec) {
    if (outcome.model.read_if_changed(spec)) outcome.read_again.push_back(gs::visible(file_name(spec)));
}

void read_what_has_changed(Outcome& outcome, const State& state) {
    read_if_changed(outcome, state.sources.input);
    read_if_changed(outcome, state.sources.grid);
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
State with_file(Outcome& outcome, State state, const std::string& path, const gs::Work& work) {
    const Files& files = outcome.model.files();
    const NamedFile file = look_at_file(path, files, work);
    if (file.kind == NamedFile::Kind::scene) {
        const State scene = read_scene(path, files, work);
        read_what_has_changed(outcome, scene);
        return scene;
    }
    // Now, since of several inputs only the last one is read.
    if (file.kind == NamedFile::Kind::image) files.require_image(parse_file_spec(path, files).path, work);
    read_if_changed(outcome, path);
    const bool is_grid =
        file.kind == NamedFile::Kind::matrix || (file.kind == NamedFile::Kind::array && file.may_be_grid(false));
    return is_grid ? with_grid(std::move(state), path, outcome.model) : with_input(std::move(state), path);
}

std::string words_for(UpdatePart part, const State& state, const Files& files) {
    const Words words = words_of(state);
    const auto loading = [&](const std::string& spec, bool is_builtin) {
        return is_builtin ? words("loading.making", "name"_a = gs::visible(spec))
                          : words("loading.reading", "name"_a = gs::visible(file_name(spec)));
    };
    switch (part) {
        case UpdatePart::input:
            return loading(state.sources.input, file_of(state.sources.input, input_names(), files).empty());
        case UpdatePart::grid:
            return loading(state.sources.grid, file_of(state.sources.grid, grid_names(), files).empty());
        case UpdatePart::output: break;
    }
    return words("loading.sampling", "name"_a = gs::visible(file_name(state.sources.input)));
}

void follow(Model& model, const State& state, const gs::Work& work, const Loading::Say& say) {
    model.update(state, work, [&](UpdatePart part) { say(words_for(part, state, model.files())); });
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

}  // namespace

std::string file_name(const std::string& path) {
    return std::filesystem::path(path).filename().string();
}

bool is_builtin_grid(const std::string& spec) {
    for (const SourceName& source : grid_names()) {
        if (spec.substr(0, spec.find(':')) == source.name) return true;
    }
    return false;
}

Wish wish_for_changes(const State& from, const State& to) {
    return [from, to](Outcome&, const State& state, const gs::Work&) {
        State next = with_changes(from, to, state);
        // A note is about what its scene looks at.
        if (next.note == state.note && !shows_the_same(next, state)) next.note.clear();
        return next;
    };
}

Wish wish_for_files(std::vector<std::string> paths) {
    return [paths = std::move(paths)](Outcome& outcome, State state, const gs::Work& work) {
        for (const std::string& path : paths) {
            try {
                state = with_file(outcome, state, path, work);
            } catch (const gs::Stopped&) {
                throw;
            } catch (const std::exception& error) {
                add_sentence(outcome.refusals, error.what());
            }
        }
        return state;
    };
}

Wish wish_for_changed_files() {
    return [](Outcome& outcome, const State& state, const gs::Work&) {
        read_what_has_changed(outcome, state);
        return state;
    };
}

Wish both(Wish first, Wish second) {
    return [first = std::move(first), second = std::move(second)](Outcome& outcome, State state, const gs::Work& work) {
        return second(outcome, first(outcome, std::move(state), work), work);
    };
}

Loading::Task task_of(Wish wish) {
    return [wish = std::move(wish)](Model given, const gs::Work& work, const Loading::Say& say) {
        Outcome outcome{given, {}, {}};
        Model& model = outcome.model;
        const State before = model.state();
        const State next = wish(outcome, before, work);
        try {
            follow(model, next, work, say);
            return outcome;
        } catch (const gs::Stopped&) {
            throw;
        } catch (const std::exception& error) {
            const bool has_old_grid = next.sources.input != before.sources.input &&
                                      next.sources.grid == before.sources.grid && !is_builtin_grid(next.sources.grid);
            if (!has_old_grid) {
                add_sentence(outcome.refusals, named(outcome.read_again, error.what()));
                // What was to be read again is not what there is.
                return Outcome{std::move(given), std::move(outcome.refusals), {}};
            }
        }
        follow(model, with_grid(next, State{}.sources.grid, model), work, say);
        return outcome;
    };
}

Loading::Task task_of(State state) {
    return [state = std::move(state)](Model model, const gs::Work& work, const Loading::Say& say) {
        follow(model, state, work, say);
        return Outcome{std::move(model), {}, {}};
    };
}

Loading::Task task_of_first(std::vector<State> states) {
    return [states = std::move(states)](Model model, const gs::Work& work, const Loading::Say& say) {
        std::string refusals;
        std::set<std::string> said;
        for (size_t k = 0; k < states.size(); ++k) {
            if (states[k] == model.state()) continue;  // no step, since what was between is left out
            try {
                follow(model, states[k], work, say);
                return Outcome{std::move(model), refusals, {}, k + 1};
            } catch (const gs::Stopped&) {
                throw;
            } catch (const std::exception& error) {
                const std::string sentence = named(states[k], error.what(), model.files());
                if (said.insert(sentence).second) add_sentence(refusals, sentence);
            }
        }
        throw std::runtime_error(refusals);
    };
}

}  // namespace viz
