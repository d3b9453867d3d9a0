// SPDX-License-Identifier: MIT
#include "viz/document/edits.h"

#include "viz/document/fields.h"
#include "viz/document/file_spec.h"

namespace viz {

State with_input(State state, const std::string& spec) {
    state.sources.input = spec;
    state.sources.layout = AxisLayout::automatic;
    state.sources.input_id.clear();
    state.sources.grid_id.clear();
    state.title = file_name(spec);
    state.note.clear();
    state.lesson.clear();
    state.view = {};
    state.query.n = 0;
    return state;
}

State with_grid(State state, const std::string& spec, const Query& free_query) {
    state.sources.grid = spec;
    state.sources.grid_id.clear();
    if (state.query.is_cell) state.query = free_query;
    return state;
}

State edited(const State& before, State next) {
    const Sources& was = before.sources;
    Sources& is = next.sources;
    const bool has_input = is.input == was.input && is.layout == was.layout && is.input_id == was.input_id;
    if ((is.input != was.input || is.layout != was.layout) && is.input_id == was.input_id) is.input_id.clear();
    // A grid is converted for its input.
    if ((!has_input || is.grid != was.grid) && is.grid_id == was.grid_id) is.grid_id.clear();
    if (next.note == before.note && !shows_the_same(next, before)) next.note.clear();
    return next;
}

}  // namespace viz
