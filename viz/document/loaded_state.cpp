// SPDX-License-Identifier: MIT
#include "viz/document/loaded_state.h"

#include <fmt/core.h>

#include <cmath>
#include <stdexcept>

#include "core/grid_sample.h"
#include "viz/document/format.h"

namespace viz {
namespace {

void check_query(const LoadedState& loaded) {
    const Query& query = loaded.state.query;
    const gs::Sizes &input = loaded.input->sizes(), &grid = loaded.grid->sizes();
    const int64_t channel = loaded.state.view.channel;
    if (channel < 0 || channel >= input[1])
        throw std::runtime_error(
            fmt::format("there is no channel {}: the input's sizes are {}", channel, input.text()));
    if (query.n < 0 || query.n >= input[0])
        throw std::runtime_error(
            fmt::format("there is no image n = {}: the input's sizes are {}", query.n, input.text()));
    const bool cell_exists = query.h >= 0 && query.h < grid[1] && query.w >= 0 && query.w < grid[2];
    if (query.is_cell && !cell_exists)
        throw std::runtime_error(fmt::format("there is no output cell ({}, {}, {}): the grid's sizes are {}", query.n,
                                             query.h, query.w, grid.text()));
    const gs::Dtype arithmetic = loaded.arithmetic();
    const auto is_too_large = [&](double value) {
        return !std::isinf(value) && std::isinf(rounded(value, arithmetic));
    };
    if (!query.is_cell && (is_too_large(query.x) || is_too_large(query.y)))
        throw std::runtime_error(
            fmt::format("the query ({}, {}) is too large for {}, the type that this input is computed in", query.x,
                        query.y, gs::name(arithmetic)));
}

}  // namespace

std::array<double, 2> LoadedState::query_grid() const {
    const Query& query = state.query;
    const auto at = [&](int64_t axis) {
        const double value = query.is_cell ? value_at(grid->source.tensor, query.n, query.h, query.w, axis)
                             : axis == 0   ? query.x
                                           : query.y;
        return rounded(value, arithmetic());
    };
    return {at(0), at(1)};
}

Query LoadedState::free_query() const {
    if (!state.query.is_cell) return state.query;
    const auto [x, y] = query_grid();
    return {.n = state.query.n, .x = shortest(x, arithmetic()), .y = shortest(y, arithmetic())};
}

LoadedState load(const State& state, DataStore& store, const gs::Work& work,
                 const std::function<void(LoadPart)>& enters) {
    const auto enter = [&](LoadPart part) {
        work.check();
        work.begin(0);
        enters(part);
    };
    LoadedState loaded{state, nullptr, nullptr};
    Sources& sources = loaded.state.sources;
    if (!store.find_input(sources)) enter(LoadPart::input);
    loaded.input = store.input(sources, work);
    if (!store.find_grid(sources, *loaded.input)) enter(LoadPart::grid);
    loaded.grid = store.grid(sources, *loaded.input, work);
    sources.input_id = loaded.input->id;
    sources.grid_id = loaded.grid->id;
    gs::output_sizes(loaded.input->sizes(), loaded.grid->sizes());
    check_query(loaded);
    return loaded;
}

std::vector<std::string> other_contents(const State& state, const LoadedState& loaded) {
    std::vector<std::string> names;
    const auto compare = [&](const std::string& id, const LoadedTensor& tensor) {
        if (!id.empty() && !tensor.file.empty() && id != tensor.id && (names.empty() || names.back() != tensor.file))
            names.push_back(tensor.file);
    };
    compare(state.sources.input_id, *loaded.input);
    // A grid is converted for its input, and so is another one then.
    if (names.empty()) compare(state.sources.grid_id, *loaded.grid);
    return names;
}

LoadedState with_state(const LoadedState& loaded, const State& state) {
    LoadedState next{state, loaded.input, loaded.grid};
    check_query(next);
    return next;
}

bool takes_long(const State& state, const DataStore& store) {
    const TensorRef input = store.find_input(state.sources);
    return !input || !store.find_grid(state.sources, *input);
}

}  // namespace viz
