// SPDX-License-Identifier: MIT
#include "viz/ui/loading_line.h"

#include <algorithm>
#include <cmath>

#include "viz/canvas/palette.h"
#include "viz/ui/message.h"

namespace viz {
namespace {

constexpr const char* kCancelWords = "Cancel (Esc)";

/// Where the bar is filled, as parts of its width.
struct Filled {
    float from, to;
};

Filled filled(const LoadingLine& line) {
    if (line.fraction) return {0, static_cast<float>(*line.fraction)};
    constexpr float kPiece = 0.25f;
    constexpr double kSecondsThere = 1.2;
    const double turn = std::fmod(line.seconds / kSecondsThere, 2);
    const float from = static_cast<float>(turn < 1 ? turn : 2 - turn) * (1 - kPiece);
    return {from, from + kPiece};
}

void draw_bar(Canvas& canvas, Rect bar, Filled part, Color track, Color color) {
    const float radius = bar.h / 2;
    canvas.fill(bar, track, radius);
    const float from = bar.w * part.from, width = bar.w * (part.to - part.from);
    // Less than its round ends is not drawn as a dent.
    if (width > 0) canvas.fill({bar.x + from, bar.y, std::max(width, bar.h), bar.h}, color, radius);
}

}  // namespace

Rect draw_loading_line(Canvas& canvas, const Layout& layout, Theme theme, const LoadingLine& line) {
    const Palette& colors = palette(theme);
    const Rect place = message_place(layout);
    const float size = message_size(layout), height = message_height(layout);
    const float gap = size, bar_width = 9 * size, button_gap = 0.6f * size;
    const float button_width = text_width(Face::semibold, size, kCancelWords) + 2 * button_gap;
    // Room for the percents that may come, so that nothing moves when they do.
    const float rest = 4 * gap + bar_width + button_width, most = place.w - rest;
    const std::string words = break_text(Face::regular, size, line.words, most, 1).front();
    const float words_width = std::min(most, text_width(Face::regular, size, words));

    const float width = words_width + rest;
    const Rect box{layout.is_hall ? place.x : place.centre().x - width / 2, place.y, width, height};
    canvas.fill(box, colors.ink, 6);
    const float middle = box.centre().y;
    canvas.text({box.x + gap, middle}, words, {Face::regular, size, colors.card});
    const float bar_height = std::round(size * 0.5f);
    const Rect bar{box.x + 2 * gap + words_width, middle - bar_height / 2, bar_width, bar_height};
    draw_bar(canvas, bar, filled(line), mix(colors.ink, colors.card, 0.3f), colors.card);

    const float inset = std::max(2.0f, 0.12f * height);
    const Rect button{bar.right() + gap, box.y + inset, button_width, height - 2 * inset};
    const Color ground = line.is_on_cancel ? colors.card : mix(colors.ink, colors.card, 0.15f);
    canvas.fill(button, ground, 5);
    canvas.text(button.centre(), kCancelWords, {Face::semibold, size, line.is_on_cancel ? colors.ink : colors.card},
                Anchor::middle);
    return button;
}

}  // namespace viz
