// SPDX-License-Identifier: MIT
#include "viz/canvas/canvas.h"

namespace viz {

void Canvas::text(Vec2 at, std::string_view utf8, const TextStyle& style, Anchor anchor) {
    if (utf8.empty()) return;
    const float width = text_width(style.face, style.size, utf8);
    if (anchor == Anchor::middle) at.x -= width / 2;
    if (anchor == Anchor::right) at.x -= width;
    draw_text({at.x, at.y + cap_height(style.face) * style.size / 2}, utf8, style);
}

}  // namespace viz
