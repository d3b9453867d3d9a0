// SPDX-License-Identifier: MIT
// The parts of the window that are ImGui widgets. They own nothing: what they show is the App's State, what they
// change goes through App::change.
#pragma once

#include "viz/parts/layout.h"
#include "viz/ui/app.h"
#include "viz/ui/commands.h"

namespace viz {

struct PanelContext {
    App& app;
    const Layout& layout;
    float unit;  ///< ImGui units per design unit
};

/// The controls in the header strip. For a projector these are few and large: the scene's name, and the way out.
void draw_toolbar(const PanelContext& context);

/// The button that saves the picture, and its panel.
void draw_export(const PanelContext& context);

/// The button for what was found in input and grid, and its panel.
void draw_facts(const PanelContext& context);

/// The columns of the help, in design units.
inline constexpr float kHelpKeys = 140, kHelpWords = 350;

/// The keys, over everything.
void draw_help(const PanelContext& context);

}  // namespace viz
