// SPDX-License-Identifier: MIT
// What is asked of the App and may take long, as tasks for Loading. They run on another thread, and know no App.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "viz/ui/loading.h"

namespace viz {

/// The State that is wished for, made of the one that there is. Says in the outcome what cannot be had; the outcome's
/// model is the one to ask, and follows no other State yet.
using Wish = std::function<State(Outcome& outcome, State state, const gs::Work& work)>;

/// What was changed from one State to another.
Wish wish_for_changes(const State& from, const State& to);

/// The files where their content puts them, one after the other, those that have changed on the disk read again.
Wish wish_for_files(std::vector<std::string> paths);

/// The same State, of files that have changed on the disk.
Wish wish_for_changed_files();

/// The one, and then the other.
Wish both(Wish first, Wish second);

/// Follows the State that is wished for. A grid that was made for the input before, and does not go with the new one,
/// gives way to the start scene's. A State that cannot be followed leaves the model as it is, with a refusal.
Loading::Task task_of(Wish wish);

/// Follows the State. Throws std::exception when it cannot be followed.
Loading::Task task_of(State state);

/// Follows the first of the States that is another than the model's and can be followed; refusals speak of those before
/// it. Throws std::runtime_error when there is none.
Loading::Task task_of_first(std::vector<State> states);

bool is_builtin_grid(const std::string& spec);

}  // namespace viz
