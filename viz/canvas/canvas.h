// SPDX-License-Identifier: MIT
// What pictures are drawn on. A picture is one function on a Canvas; the window, PNG and SVG are canvases.
#pragma once

#include <span>
#include <string_view>

#include "viz/canvas/font.h"
#include "viz/canvas/geometry.h"
#include "viz/canvas/image.h"

namespace viz {

struct TextStyle {
    Face face = Face::regular;
    float size = 16;  ///< pixels per em, in design units
    Color color;
};

enum class Anchor { left, middle, right };

/// How each of many points is drawn: a disc with a ring centred on its edge, both opaque.
struct PointStyle {
    float radius;
    Color disc, ring;
    float ring_width;
};

/// Lines, shapes, texts and images, in design units.
class Canvas {
public:
    virtual ~Canvas() = default;

    void line(Vec2 from, Vec2 to, Color color, float width) { draw_line(from, to, color, width); }
    void fill(Rect rect, Color color, float radius = 0) {
        if (!rect.is_empty()) draw_fill(rect, color, radius);
    }
    /// The line lies centred on the rectangle's edge.
    void frame(Rect rect, Color color, float width, float radius = 0) {
        if (!rect.is_empty()) draw_frame(rect, color, width, radius);
    }
    /// The points must make a convex polygon.
    void polygon(std::span<const Vec2> points, Color color) { draw_polygon(points, color); }
    void disc(Vec2 centre, float radius, Color color) { draw_disc(centre, radius, color); }
    void ring(Vec2 centre, float radius, Color color, float width) { draw_ring(centre, radius, color, width); }

    /// Points that look alike; many of them as one thing. Later ones lie over earlier ones.
    void points(std::span<const Vec2> centres, const PointStyle& style);
    /// The part `from` of an image, in its pixels, stretched over `to`: each pixel a rectangle of one colour.
    void image(Rect to, const ImagePtr& image, Rect from) {
        if (!to.is_empty() && !from.is_empty()) draw_image(to, image, from);
    }

    /// One line of UTF-8 text; `at` is its left end, middle or right end, at half the height of its capitals.
    void text(Vec2 at, std::string_view utf8, const TextStyle& style, Anchor anchor = Anchor::left);

    /// How many pixels a unit takes; what is finer is not seen.
    virtual float resolution() const { return 1; }

    virtual void push_clip(Rect rect) = 0;
    virtual void pop_clip() = 0;

protected:
    virtual void draw_line(Vec2 from, Vec2 to, Color color, float width) = 0;
    virtual void draw_fill(Rect rect, Color color, float radius) = 0;
    virtual void draw_frame(Rect rect, Color color, float width, float radius) = 0;
    virtual void draw_polygon(std::span<const Vec2> points, Color color) = 0;
    virtual void draw_disc(Vec2 centre, float radius, Color color) = 0;
    virtual void draw_ring(Vec2 centre, float radius, Color color, float width) = 0;
    virtual void draw_points(std::span<const Vec2> centres, const PointStyle& style) = 0;
    virtual void draw_image(Rect to, const ImagePtr& image, Rect from) = 0;
    virtual void draw_text(Vec2 baseline_start, std::string_view utf8, const TextStyle& style) = 0;
};

/// Clips to a rectangle until the scope ends.
class Clip {
public:
    Clip(Canvas& canvas, Rect rect) : canvas_(canvas) { canvas.push_clip(rect); }
    ~Clip() { canvas_.pop_clip(); }
    Clip(const Clip&) = delete;
    Clip& operator=(const Clip&) = delete;

private:
    Canvas& canvas_;
};

}  // namespace viz
