// SPDX-License-Identifier: MIT
// What a window shows, kept on the disk as long as it is open: whoever loses the window does not lose that.
#pragma once

#include <filesystem>
#include <optional>

#include "viz/document/state.h"

namespace viz {

/// gridscope in $XDG_STATE_HOME, or in ~/.local/state where that is not set. Each open window has a file there, a
/// scene named after its process: window-1234.json. Empty where there is no home either: then nothing is kept.
std::filesystem::path session_folder();

/// The file of this process's window. Nothing of it throws: what cannot be saved is not worth a window.
class Session {
public:
    /// The State of the window that was last changed among those that ended without being closed, if there is one that
    /// is another than `start`, with which this window begins. Its file is this window's from then on, and stays as it
    /// is, also when the window is closed, until another State than `start` has been noted.
    std::optional<State> take_left_over(const State& start);

    /// Tells what the window shows now, and when that is. Not before what it is to begin with is there.
    void note(const State& state, double seconds);
    /// When there is something to be saved: soon after the last change. Nothing: all is saved.
    std::optional<double> due() const;
    /// Saves what was noted. Whether that succeeded.
    bool save();
    /// The window was closed: nothing is to be remembered.
    void end();

private:
    std::optional<State> noted_, saved_;
    double change_ = 0;
    bool holds_left_over_ = false;  ///< this window's file is still what another one left
};

}  // namespace viz
