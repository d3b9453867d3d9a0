// SPDX-License-Identifier: MIT
// What goes with a change of a State: what belonged to its input or grid starts anew, and a note is about what its
// scene looks at; elsewhere it would be wrong.
#pragma once

#include <string>

#include "viz/document/state.h"

namespace viz {

/// The State with another input, and with the file's name for its title; layout, channel, image and note, which
/// belonged to the one before, start anew.
State with_input(State state, const std::string& spec);

/// The State with another grid, of which a cell of the one before need not be one: it gives way to `free_query`, the
/// grid value that it has.
State with_grid(State state, const std::string& spec, const Query& free_query);

/// The State `next` that `before` is changed to, without the note of `before` where that no longer fits.
State edited(const State& before, State next);

}  // namespace viz
