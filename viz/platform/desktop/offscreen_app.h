// SPDX-License-Identifier: MIT
// The App in a window that nobody sees, for who times it: EGL's OpenGL, and a mouse of one's own.
#pragma once

#include <memory>

#include "viz/ui/app.h"

namespace viz {

class OffscreenApp {
public:
    /// In a window of kDesignSize pixels, so that a pixel is a unit of the design. The files have to outlive this.
    /// Throws std::runtime_error where there is no OpenGL, and what App throws.
    explicit OffscreenApp(const State& state, const Files& files);
    ~OffscreenApp();

    App& app();

    // The mouse, as the frames to come find it.

    void point(Vec2 at);
    void hold(bool is_down);

    /// Draws a frame, and waits until its pixels are there.
    void frame();
    /// Sleeps until the App wants the next one (App::next_wake), if it does.
    void wait();
    /// Draws as a window does, until nothing more is due.
    void settle();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace viz
