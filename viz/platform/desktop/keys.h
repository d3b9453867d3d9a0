// SPDX-License-Identifier: MIT
// GLFW's keys as the App's.
#pragma once

#include "viz/ui/key.h"

namespace viz {

/// The key of one of GLFW's codes with GLFW's modifiers.
KeyPress key_press(int code, int modifiers);

}  // namespace viz
