// SPDX-License-Identifier: MIT
// Points, rectangles and colours of a picture. Units are design units: a figure of 1280 x 800 of them fills a window
// of that size; y points down.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace viz {

struct Vec2 {
    float x = 0, y = 0;

    friend Vec2 operator+(Vec2 a, Vec2 b) { return {a.x + b.x, a.y + b.y}; }
    friend Vec2 operator-(Vec2 a, Vec2 b) { return {a.x - b.x, a.y - b.y}; }
    friend Vec2 operator*(Vec2 a, float s) { return {a.x * s, a.y * s}; }
    friend bool operator==(Vec2, Vec2) = default;
};

inline float length(Vec2 a) {
    return std::hypot(a.x, a.y);
}

struct Rect {
    float x = 0, y = 0, w = 0, h = 0;

    float right() const { return x + w; }
    float bottom() const { return y + h; }
    Vec2 centre() const { return {x + w / 2, y + h / 2}; }
    bool is_empty() const { return w <= 0 || h <= 0; }
    bool contains(Vec2 p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }

    /// The rectangle with `margin` taken off on every side; a negative one grows it.
    Rect inset(float margin) const { return {x + margin, y + margin, w - 2 * margin, h - 2 * margin}; }

    /// Cuts a strip of the given thickness off one side and returns it.
    Rect cut_top(float amount) {
        const Rect strip{x, y, w, amount};
        y += amount;
        h -= amount;
        return strip;
    }
    Rect cut_bottom(float amount) {
        h -= amount;
        return {x, y + h, w, amount};
    }
    Rect cut_left(float amount) {
        const Rect strip{x, y, amount, h};
        x += amount;
        w -= amount;
        return strip;
    }
    Rect cut_right(float amount) {
        w -= amount;
        return {x + w, y, amount, h};
    }

    friend bool operator==(Rect, Rect) = default;
};

inline Rect intersection(Rect a, Rect b) {
    const float left = std::max(a.x, b.x), top = std::max(a.y, b.y);
    return {left, top, std::min(a.right(), b.right()) - left, std::min(a.bottom(), b.bottom()) - top};
}

struct Color {
    uint8_t r = 0, g = 0, b = 0, a = 255;

    friend bool operator==(Color, Color) = default;
};

/// 0xRRGGBB.
constexpr Color rgb(uint32_t hex) {
    return {static_cast<uint8_t>(hex >> 16), static_cast<uint8_t>(hex >> 8), static_cast<uint8_t>(hex)};
}

/// The colour with its opacity multiplied by `opacity` in [0, 1].
inline Color faded(Color color, float opacity) {
    color.a = static_cast<uint8_t>(std::lround(static_cast<float>(color.a) * opacity));
    return color;
}

/// From `a` (t = 0) to `b` (t = 1), opacity included.
inline Color mix(Color a, Color b, float t) {
    const auto channel = [t](uint8_t from, uint8_t to) {
        return static_cast<uint8_t>(std::lround(static_cast<float>(from) + static_cast<float>(to - from) * t));
    };
    return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b), channel(a.a, b.a)};
}

/// Relative luminance as WCAG 2 defines it, 0 (black) to 1 (white); opacity is ignored.
inline float luminance(Color color) {
    const auto linear = [](uint8_t channel) {
        const float c = static_cast<float>(channel) / 255;
        return c <= 0.03928f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f);
    };
    return 0.2126f * linear(color.r) + 0.7152f * linear(color.g) + 0.0722f * linear(color.b);
}

/// The contrast ratio of WCAG 2, 1 to 21.
inline float contrast(Color a, Color b) {
    const float la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05f) / (std::min(la, lb) + 0.05f);
}

}  // namespace viz
