// SPDX-License-Identifier: MIT
// The window.
#pragma once

#include <stdexcept>
#include <string>

#include "core/work.h"
#include "viz/document/state.h"

namespace viz {

struct WindowOptions {
    int width = 1280, height = 800;
    /// Print a line of JSON to stdout for the first frame and after each change: what is set and what is shown.
    bool reports = false;
    gs::WorkLimits limits{};  ///< of what is read and computed
    bool restores = false;    ///< open what a window showed that ended without being closed, if there was one
};

/// No window can be opened: there is no display, or no OpenGL on it.
struct NoDisplay : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Opens the window on a State and returns when it is closed. Throws NoDisplay when there is none to be had, and
/// std::runtime_error when the State cannot be followed. When the display is lost, the program ends with a sentence and
/// exit code 1, and the State is saved (session.h).
void run_window(const State& state, const WindowOptions& options);

}  // namespace viz
