// SPDX-License-Identifier: MIT
// What happens when the connection to the display breaks.
#pragma once

#include <functional>

namespace viz {

/// Has `act` called when the X server goes away, in place of Xlib's own words; then the program ends at once, with exit
/// code 1: nobody can go on from there. `act` runs on the thread that uses the window and must not use it. An empty
/// function: nothing is to be done any more. Does nothing where the window is not one of X.
void when_display_is_lost(std::function<void()> act);

}  // namespace viz
