// SPDX-License-Identifier: MIT
// A sentence for whoever sits at the window.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "viz/canvas/canvas.h"
#include "viz/parts/layout.h"

namespace viz {

enum class MessageKind {
    done,     ///< good news; goes away by itself
    refused,  ///< something was not done; stays until it is dismissed or something else succeeds
    typed     ///< what was typed into a field is not accepted; stays until it is, or is given up
};

struct Message {
    MessageKind kind = MessageKind::done;
    std::string text;           ///< empty: there is no message
    std::optional<double> end;  ///< the clock when good news goes away, once they have been shown
};

/// How long good news stays.
inline constexpr double kGoodNewsSeconds = 4;

/// Where messages stand: a strip that is nothing else's, between the tool bar's widgets and the heads of the stages;
/// for a projector the free part of the bar. A message of two lines may cover the heads.
Rect message_place(const Layout& layout);

/// A message of one line: how high it is, and how large it is written.
float message_height(const Layout& layout);
float message_size(const Layout& layout);

/// The text in lines of at most `width`, broken after blanks and slashes, or anywhere where a word alone is too long.
/// What is beyond `most` lines is left out of the middle, where an ellipsis then stands.
std::vector<std::string> break_text(Face face, float size, const std::string& text, float width, size_t most);

void draw_message(Canvas& canvas, const Layout& layout, Theme theme, const Message& message);

}  // namespace viz
