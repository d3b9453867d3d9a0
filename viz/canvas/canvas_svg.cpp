// SPDX-License-Identifier: MIT
#include "viz/canvas/canvas_svg.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace viz {
namespace {

/// Two decimals are a hundredth of a pixel; trailing zeros go.
std::string number(float value) {
    std::string text = fmt::format("{:.2f}", value);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

/// Whether XML 1.0 can hold the character at all.
bool is_xml(uint32_t point) {
    const bool is_control = point < 0x20 && point != '\t' && point != '\n' && point != '\r';
    const bool is_surrogate = point >= 0xD800 && point < 0xE000;
    return !is_control && !is_surrogate && point != 0xFFFE && point != 0xFFFF && point <= 0x10FFFF;
}

void append_utf8(std::string& text, uint32_t point) {
    const auto append = [&](uint32_t byte) { text += static_cast<char>(byte); };
    const auto continuation = [&](int shift) { append(0x80 | (point >> shift & 0x3F)); };
    if (point < 0x80) return append(point);
    if (point < 0x800) {
        append(0xC0 | point >> 6);
    } else {
        if (point < 0x10000) {
            append(0xE0 | point >> 12);
        } else {
            append(0xF0 | point >> 18);
            continuation(12);
        }
        continuation(6);
    }
    continuation(0);
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const uint32_t point : code_points(text)) {
        switch (point) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            default: append_utf8(result, is_xml(point) ? point : 0xFFFD);
        }
    }
    return result;
}

/// fill="#rrggbb" and, where it is not opaque, fill-opacity; `what` is "fill" or "stroke".
std::string paint(std::string_view what, Color color) {
    std::string text = fmt::format(" {}=\"#{:02x}{:02x}{:02x}\"", what, color.r, color.g, color.b);
    if (color.a != 255) text += fmt::format(" {}-opacity=\"{}\"", what, number(static_cast<float>(color.a) / 255));
    return text;
}

std::string stroke(Color color, float width) {
    return " fill=\"none\"" + paint("stroke", color) + fmt::format(" stroke-width=\"{}\"", number(width));
}

std::string box(Rect rect, float radius) {
    std::string text = fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", number(rect.x), number(rect.y),
                                   number(rect.w), number(rect.h));
    if (radius > 0) text += fmt::format(" rx=\"{}\"", number(radius));
    return text;
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (size_t at = 0; at < bytes.size(); at += 3) {
        uint32_t group = 0;
        for (size_t k = 0; k < 3; ++k)
            group = group << 8 | (at + k < bytes.size() ? static_cast<unsigned char>(bytes[at + k]) : 0u);
        for (size_t k = 0; k < 4; ++k) text += at + k <= bytes.size() ? kDigits[group >> (18 - 6 * k) & 63] : '=';
    }
    return text;
}

/// The whole pixels that a part of an image touches.
Rect touched(Rect part, const Image& image) {
    const float left = std::clamp(std::floor(part.x), 0.0f, static_cast<float>(image.width())),
                top = std::clamp(std::floor(part.y), 0.0f, static_cast<float>(image.height()));
    return {left, top, std::min(std::ceil(part.right()), static_cast<float>(image.width())) - left,
            std::min(std::ceil(part.bottom()), static_cast<float>(image.height())) - top};
}

/// The bytes of these pixels, red, green, blue and opacity of each.
std::string cut_out(const Image& image, Rect pixels) {
    const auto left = static_cast<int>(pixels.x), width = static_cast<int>(pixels.w);
    std::string bytes;
    for (int y = static_cast<int>(pixels.y); y < static_cast<int>(pixels.bottom()); ++y) {
        const Color* const row = image.pixels() + static_cast<std::ptrdiff_t>(y) * image.width() + left;
        bytes.append(reinterpret_cast<const char*>(row), static_cast<size_t>(width) * sizeof(Color));
    }
    return bytes;
}

std::string circle(Vec2 centre, float radius) {
    return fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"", number(centre.x), number(centre.y), number(radius));
}

}  // namespace

SvgCanvas::SvgCanvas(float width, float height, float scale, std::string_view title, std::string_view description,
                     PngEncoder encode_png)
    : encode_png_(std::move(encode_png)),
      head_(fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" "
                        "role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n",
                        number(width * scale), number(height * scale), number(width), number(height), escaped(title),
                        escaped(description))) {
}

std::string SvgCanvas::document() const {
    return head_ + body_ + "</svg>\n";
}

void SvgCanvas::push_clip(Rect rect) {
    ++clips_;
    body_ += fmt::format("<clipPath id=\"clip{}\">{}/></clipPath>\n<g clip-path=\"url(#clip{})\">\n", clips_,
                         box(rect, 0), clips_);
}

void SvgCanvas::pop_clip() {
    body_ += "</g>\n";
}

void SvgCanvas::draw_line(Vec2 from, Vec2 to, Color color, float width) {
    body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"", number(from.x), number(from.y), number(to.x),
                         number(to.y)) +
             stroke(color, width) + "/>\n";
}

void SvgCanvas::draw_fill(Rect rect, Color color, float radius) {
    body_ += box(rect, radius) + paint("fill", color) + "/>\n";
}

void SvgCanvas::draw_frame(Rect rect, Color color, float width, float radius) {
    body_ += box(rect, radius) + stroke(color, width) + "/>\n";
}

void SvgCanvas::draw_polygon(std::span<const Vec2> points, Color color) {
    body_ += "<polygon points=\"";
    for (const Vec2 point : points) body_ += number(point.x) + "," + number(point.y) + " ";
    body_.back() = '"';
    body_ += paint("fill", color) + "/>\n";
}

void SvgCanvas::draw_disc(Vec2 centre, float radius, Color color) {
    body_ += circle(centre, radius) + paint("fill", color) + "/>\n";
}

void SvgCanvas::draw_ring(Vec2 centre, float radius, Color color, float width) {
    body_ += circle(centre, radius) + stroke(color, width) + "/>\n";
}

void SvgCanvas::draw_points(std::span<const Vec2> centres, const PointStyle& style) {
    body_ += fmt::format("<g{}{} stroke-width=\"{}\">\n", paint("fill", style.disc), paint("stroke", style.ring),
                         number(style.ring_width));
    for (const Vec2 centre : centres) body_ += circle(centre, style.radius) + "/>\n";
    body_ += "</g>\n";
}

void SvgCanvas::draw_image(Rect to, const ImagePtr& image, Rect from) {
    const Rect pixels = touched(from, *image);
    if (pixels.is_empty()) return;
    const Vec2 scale{to.w / from.w, to.h / from.h};
    const Rect whole{to.x + (pixels.x - from.x) * scale.x, to.y + (pixels.y - from.y) * scale.y, pixels.w * scale.x,
                     pixels.h * scale.y};
    const bool is_cut = pixels != from;
    if (is_cut) push_clip(to);
    // Who does not know the newer name of the filter takes the older one.
    body_ += fmt::format(
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" "
        "style=\"image-rendering:optimizeSpeed;image-rendering:pixelated\" "
        "xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        "xlink:href=\"data:image/png;base64,{}\"/>\n",
        number(whole.x), number(whole.y), number(whole.w), number(whole.h),
        base64(encode_png_(static_cast<int>(pixels.w), static_cast<int>(pixels.h), 4,
                           reinterpret_cast<const unsigned char*>(cut_out(*image, pixels).data()))));
    if (is_cut) pop_clip();
}

void SvgCanvas::draw_text(Vec2 baseline_start, std::string_view utf8, const TextStyle& style) {
    const bool is_mono = style.face == Face::mono || style.face == Face::mono_bold;
    const bool is_bold = style.face == Face::semibold || style.face == Face::mono_bold;
    body_ += fmt::format(
        "<text x=\"{}\" y=\"{}\" font-family=\"{}\" font-size=\"{}\"{}{} textLength=\"{}\" "
        "lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{}</text>\n",
        number(baseline_start.x), number(baseline_start.y),
        is_mono ? "JetBrains Mono, DejaVu Sans Mono, monospace" : "Inter, Helvetica, Arial, sans-serif",
        number(style.size), is_bold ? (is_mono ? " font-weight=\"700\"" : " font-weight=\"600\"") : "",
        paint("fill", style.color), number(text_width(style.face, style.size, utf8)), escaped(utf8));
}

}  // namespace viz
