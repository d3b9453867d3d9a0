// SPDX-License-Identifier: MIT
// What goes with a change of a State: what belonged to its input or grid starts anew, and a note is about what its
// scene looks at; elsewhere it would be wrong.
#pragma once

#include <string>

#include "viz/document/state.h"

namespace viz {

/// The State with another input: entitled by its name, without a note; what belonged to the one before starts anew.
State with_input(State state, const std::string& spec);

/// The State with another grid, of which a cell of the one before need not be one: then the query is `free_query`.
State with_grid(State state, const std::string& spec, const Query& free_query);

/// `next` as an edit of `before`: without the note where that is of another sample, and without the ids of contents
/// that it no longer refers to.
State edited(const State& before, State next);

}  // namespace viz
