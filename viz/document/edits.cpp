// SPDX-License-Identifier: MIT
#include "viz/document/edits.h"

#include "viz/document/fields.h"
#include "viz/document/file_spec.h"

namespace viz {

State with_input(State state, const std::string& spec) {
    state.sources.input = spec;
    state.sources.layout = AxisLayout::automatic;
    state.title = file_name(spec);
    state.note.clear();
    state.view.channel = 0;
    state.query.n = 0;
    return state;
}

State with_grid(State state, const std::string& spec, const Query& free_query) {
    state.sources.grid = spec;
    if (state.query.is_cell) state.query = free_query;
    return state;
}

State edited(const State& before, State next) {
    if (next.note == before.note && !shows_the_same(next, before)) next.note.clear();
    return next;
}

}  // namespace viz
