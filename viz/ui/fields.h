// SPDX-License-Identifier: MIT
// Texts that are being typed.
#pragma once

#include <string>

#include "viz/document/state.h"

namespace viz {

/// What stands in a field. Like where the pointer is, it is no part of the State: it becomes one when it is accepted.
struct Draft {
    std::string text;
    bool has_keyboard = false;
    bool is_typed = false;     ///< the text is the user's; before, the field shows what is set
    bool is_refused = false;   ///< and cannot be accepted: framed in red until it is mended or given up
    bool wants_focus = false;  ///< the keyboard goes to the field as soon as may be
};

/// Draws a field that shows `shown` until it is typed into. True when what was typed is to be judged: after Enter, Tab
/// or a click elsewhere. Esc gives it up. The draft is kept until the caller empties it.
bool draw_field(const char* id, Draft& draft, const std::string& shown, Theme theme, float unit);

/// Marks a draft as refused and, unless a click has gone elsewhere, keeps the keyboard in its field.
void refuse(Draft& draft);

}  // namespace viz
