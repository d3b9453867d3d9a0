// SPDX-License-Identifier: MIT
// Strokes that every canvas draws alike, made of its primitives.
#pragma once

#include <string_view>

#include "viz/canvas/canvas.h"

namespace viz {

/// Dashes of length `dash` with gaps of the same length.
void dashed_line(Canvas& canvas, Vec2 from, Vec2 to, Color color, float width, float dash = 4);
void dashed_frame(Canvas& canvas, Rect rect, Color color, float width, float dash = 4);

enum class Hatch { rising, falling, level, upright };

/// Parallel lines across the rectangle, `spacing` apart, running on from one rectangle to its neighbour.
void hatch(Canvas& canvas, Rect rect, Color color, float spacing = 8, float width = 1, Hatch direction = Hatch::rising);

/// A line with a filled head at `to`; nothing when the two coincide.
void arrow(Canvas& canvas, Vec2 from, Vec2 to, Color color, float width, float head = 9);

/// A small check mark or a cross, `size` high, centred: yes or no without words.
void check_mark(Canvas& canvas, Vec2 centre, float size, Color color, bool is_yes);

/// Width and height of a tag.
Vec2 tag_size(const TextStyle& style, std::string_view text);

/// A text on a filled, rounded ground; returns the ground. `centre` is its middle.
Rect tag(Canvas& canvas, Vec2 centre, std::string_view text, const TextStyle& style, Color ground);

/// The largest size up to `size` in which the text is at most `width` wide.
float fitting_size(Face face, float size, std::string_view text, float width);

}  // namespace viz
