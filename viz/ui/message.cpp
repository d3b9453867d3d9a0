// SPDX-License-Identifier: MIT
#include "viz/ui/message.h"

#include <algorithm>

#include "viz/canvas/drawing.h"
#include "viz/canvas/palette.h"

namespace viz {
namespace {

/// One line as large as this, or two of the smaller size.
struct MessageType {
    float one_line, two_lines;
};
constexpr MessageType kDesk{14, 13}, kHall{24, 18};

/// The code points of a text as pieces of it.
std::vector<std::string> letters(const std::string& text) {
    std::vector<std::string> pieces;
    for (const char c : text) {
        const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
        if (continues && !pieces.empty())
            pieces.back() += c;
        else
            pieces.emplace_back(1, c);
    }
    return pieces;
}

std::vector<std::string> all_lines(Face face, float size, const std::vector<std::string>& text, float width) {
    std::vector<std::string> lines(1);
    size_t line_start = 0, break_at = 0;  // in letters; a line may end before break_at
    for (size_t k = 0; k < text.size(); ++k) {
        if (text_width(face, size, lines.back() + text[k]) > width && k > line_start) {
            const size_t next_start = break_at > line_start ? break_at : k;
            lines.back().clear();
            for (size_t at = line_start; at < next_start; ++at) lines.back() += text[at];
            lines.emplace_back();
            for (size_t at = next_start; at < k; ++at) lines.back() += text[at];
            line_start = next_start;
        }
        lines.back() += text[k];
        if (text[k] == " " || text[k] == "/") break_at = k + 1;
    }
    return lines;
}

}  // namespace

std::vector<std::string> break_text(Face face, float size, const std::string& text, float width, size_t most) {
    constexpr size_t kMostLetters = 2000;  // no place is so large
    const std::vector<std::string> whole = letters(text);
    for (size_t kept = std::min(whole.size(), kMostLetters);; kept -= std::max<size_t>(1, kept / 10)) {
        std::vector<std::string> rest = whole;
        if (kept < whole.size()) {
            const auto first = static_cast<std::ptrdiff_t>(kept / 2);
            rest.erase(rest.begin() + first, rest.end() - static_cast<std::ptrdiff_t>(kept - kept / 2));
            rest.insert(rest.begin() + first, "…");
        }
        std::vector<std::string> lines = all_lines(face, size, rest, width);
        if (lines.size() <= most || kept < 2) return lines;
    }
}

Rect message_place(const Layout& layout) {
    Rect place = layout.header;
    if (layout.is_hall) {
        // The buttons at the right end stay free.
        constexpr float kButtons = 500;
        place.cut_right(kButtons);
        return place.inset(4);
    }
    constexpr float kHalfWidget = 15.5f, kEdge = 12;
    place.y = place.centre().y + kHalfWidget;
    place.h = layout.stages[0].head.y - place.y;
    place.cut_left(kEdge);
    place.cut_right(kEdge);
    return place;
}

float message_height(const Layout& layout) {
    constexpr float kOneLine = 26;
    const float room = message_place(layout).h;
    return layout.is_hall ? room : std::min(kOneLine, room);
}

float message_size(const Layout& layout) {
    const MessageType type = layout.is_hall ? kHall : kDesk;
    return std::min(type.one_line, message_place(layout).h / line_height(Face::regular));
}

void draw_message(Canvas& canvas, const Layout& layout, Theme theme, const Message& message) {
    if (message.text.empty()) return;
    const Palette& colors = palette(theme);
    const Rect place = message_place(layout);
    const MessageType type = layout.is_hall ? kHall : kDesk;
    constexpr float kMark = 26, kPadding = 14;  // the mark in front, and the ends
    const float room = place.w - kMark - 2 * kPadding;
    const float one_line = message_size(layout);
    const bool fits = text_width(Face::regular, one_line, message.text) <= room;
    const float size = fits ? one_line : type.two_lines;
    const auto lines = break_text(Face::regular, size, message.text, room, fits ? 1 : 2);

    float widest = 0;
    for (const std::string& line : lines) widest = std::max(widest, text_width(Face::regular, size, line));
    const float width = widest + kMark + 2 * kPadding;
    const float distance = size * 1.12f;
    const float left = layout.is_hall ? place.x : place.centre().x - width / 2;
    // Two lines cover the heads of the stages, which are then not to stick out.
    const bool covers_heads = !layout.is_hall && lines.size() > 1;
    const float height = covers_heads ? layout.stages[0].head.bottom() - place.y : message_height(layout);
    const Rect box{left, place.y, width, height};
    const bool is_good = message.kind == MessageKind::done;
    const Color ground = is_good ? colors.ink : colors.query;
    const Color ink = is_good ? colors.card : colors.on(ground);
    canvas.fill(box, ground, 6);
    check_mark(canvas, {box.x + kPadding + 5, box.centre().y}, size * 0.8f, ink, is_good);
    float y = box.centre().y - distance * static_cast<float>(lines.size() - 1) / 2;
    for (const std::string& line : lines) {
        canvas.text({box.x + kPadding + kMark, y}, line, {Face::regular, size, ink});
        y += distance;
    }
}

}  // namespace viz
