// SPDX-License-Identifier: MIT
// What the window shows, as a line of JSON: for tests, and for whoever drives it from outside.
#pragma once

#include <string>

#include "viz/ui/app.h"

namespace viz {

/// The State (as a scene), both results, the window's size, where the tool bar ends and where everything that can be
/// clicked stands. Positions are in window coordinates; `unit` is how many of these a design unit takes. No line break
/// at the end.
std::string report(const App& app, float unit);

}  // namespace viz
