// SPDX-License-Identifier: MIT
// A State together with the tensors that it refers to.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "viz/document/data_store.h"
#include "viz/document/state.h"

namespace viz {

/// What a State shows. Copies share the tensors; what a file holds by now changes nothing in it. Of a history's old
/// States the tensors may have been let go of (null).
struct LoadedState {
    State state;
    TensorRef input, grid;

    /// The type that everything is computed in: float64 for an input of that type, else float32.
    gs::Dtype arithmetic() const { return arithmetic_of(input->source.tensor); }
    /// The grid value of the query as the arithmetic has it: (x, y).
    std::array<double, 2> query_grid() const;
    /// The query as a free point: a cell's grid value in the fewest digits, or the point that it is already.
    Query free_query() const;
};

/// What a load is at.
enum class LoadPart { input, grid };

/// The State with its tensors; its ids are those of what was found. Throws std::exception in one sentence when it
/// cannot be followed (a missing file, sizes that do not fit, a query that does not exist), and gs::Stopped. `enters`
/// hears of each part that there is something to do in.
LoadedState load(
    const State& state, DataStore& store, const gs::Work& work = gs::Work(),
    const std::function<void(LoadPart)>& enters = [](LoadPart) {});

/// The files of a State that hold something else than it names (Sources::input_id, grid_id), by their names: what it
/// was made with is gone. `loaded` is what `load` made of it.
std::vector<std::string> other_contents(const State& state, const LoadedState& loaded);

/// Another State of the same sources. Throws std::runtime_error when its query does not exist.
LoadedState with_state(const LoadedState& loaded, const State& state);

/// Whether loading the State may take long: something is to be read or made.
bool takes_long(const State& state, const DataStore& store);

}  // namespace viz
