// SPDX-License-Identifier: MIT
// Keys for ImGui, none of them lost.
#pragma once

#include <deque>

struct GLFWwindow;

namespace viz {

/// Before 1.87 ImGui looks at the keys once per frame: it misses one that went down and up in between, and a field
/// takes one of several. Keys that are pressed wait here, and each is shown to it for a frame of its own. From 1.87 on
/// ImGui has such a queue itself, and this one stays empty.
class KeyQueue {
public:
    /// A key went down; modifiers as GLFW has them.
    void push(int key, int modifiers);
    bool is_empty() const { return pressed_.empty(); }

    /// Shows ImGui the next key; call right before ImGui::NewFrame.
    void begin_frame();
    /// Shows ImGui the keys as they are; call when the frame is done.
    void end_frame(GLFWwindow* window);

private:
    struct Press {
        int key, modifiers;
    };
    std::deque<Press> pressed_;
    std::deque<int> shown_;  ///< otherwise than they are
};

}  // namespace viz
