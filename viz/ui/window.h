// SPDX-License-Identifier: MIT
// The window.
#pragma once

#include <stdexcept>
#include <string>

#include "viz/model/sources.h"
#include "viz/model/state.h"

namespace viz {

struct WindowOptions {
    int width = 1280, height = 800;
    /// Print a line of JSON to stdout for the first frame and after each change: what is set and what is shown.
    bool reports = false;
    gs::WorkLimits limits{};  ///< of what is read and computed
};

/// No window can be opened: there is no display, or no OpenGL on it.
struct NoDisplay : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Opens the window on a State and returns when it is closed. Throws NoDisplay when there is none to be had, and
/// std::runtime_error when the State cannot be followed.
void run_window(const State& state, const FileReader& read_file, const WindowOptions& options);

}  // namespace viz
