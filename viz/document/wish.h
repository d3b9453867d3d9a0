// SPDX-License-Identifier: MIT
// What is asked of a document and may take long, as tasks for Loading. They run on another thread, and know no
// document.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "viz/document/loading.h"

namespace viz {

/// What a wish is made of, and adds to.
struct WishContext {
    LoadedState before;
    Outcome outcome;  ///< refusals, and what was read again
    DataStore& store;
    const gs::Work& work;
};

/// The State that is wished for, made of the one that there is. Says in the outcome what cannot be had.
using Wish = std::function<State(WishContext& context, State state)>;

/// What was changed from one State to another.
Wish wish_for_changes(const State& from, const State& to);

/// The files where their content puts them, one after the other, those that have changed on the disk read again.
Wish wish_for_files(std::vector<std::string> paths);

/// The same State, of files that have changed on the disk.
Wish wish_for_changed_files();

/// The one, and then the other.
Wish both(Wish first, Wish second);

using StoreRef = std::shared_ptr<DataStore>;

/// Follows the State that is wished for. A grid that was made for the input before, and does not go with the new one,
/// gives way to the start scene's. A State that cannot be followed leaves everything as it is, with a refusal.
Loading::Task task_of(StoreRef store, Wish wish);

/// Follows the State. Throws std::exception when it cannot be followed.
Loading::Task task_of(StoreRef store, State state);

/// Follows the first of the States that is another than the present one and can be followed; refusals speak of those
/// before it. Throws std::runtime_error when there is none.
Loading::Task task_of_first(StoreRef store, std::vector<LoadedState> states);

/// Whether a spec is a built-in grid's, whatever sizes it gives.
bool is_builtin_grid(const std::string& spec);

}  // namespace viz
