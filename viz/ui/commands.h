// SPDX-License-Identifier: MIT
// Everything that a key does, in one table: the window, the help and the tests read it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "viz/text/words.h"
#include "viz/ui/key.h"

namespace viz {

class App;

struct Command {
    KeyPress press;
    std::string_view keys;  ///< as the help shows them; empty where the line above speaks for this one too
    std::optional<PlainText> what;
    void (*run)(App&);
    bool acts_over_help = false;  ///< also while the help is open
};

std::span<const Command> commands();

/// Runs the command of a key; false when it has none.
bool run_command(App& app, const KeyPress& press);

/// What a key does in the window: while a text is typed it belongs to the text; behind an open list, panel or help only
/// those act that close it. False when the key does nothing.
bool press_key(App& app, const KeyPress& press);

/// Shows more (1) or fewer (-1) pixels of the image.
void zoom(App& app, int direction);

}  // namespace viz
