// SPDX-License-Identifier: MIT
// A canvas that writes SVG 1.1. Colours are fill="#rrggbb" with fill-opacity, which PowerPoint and Inkscape read
// alike; texts stay texts, held to their width by textLength wherever the fonts differ.
#pragma once

#include <functional>
#include <string>

#include "viz/canvas/canvas.h"

namespace viz {

/// The bytes of a PNG file; pixels is (height, width, channels). Passed in, because canvases know no library for
/// images.
using PngEncoder = std::function<std::string(int width, int height, int channels, const unsigned char* pixels)>;

class SvgCanvas : public Canvas {
public:
    /// A document of width x height design units, shown `scale` times as large. Images stand in it as PNG files.
    SvgCanvas(float width, float height, float scale, std::string_view title, std::string_view description,
              PngEncoder encode_png);

    /// The whole document. The same calls give the same bytes.
    std::string document() const;

    void push_clip(Rect rect) override;
    void pop_clip() override;

protected:
    void draw_line(Vec2 from, Vec2 to, Color color, float width) override;
    void draw_fill(Rect rect, Color color, float radius) override;
    void draw_frame(Rect rect, Color color, float width, float radius) override;
    void draw_polygon(std::span<const Vec2> points, Color color) override;
    void draw_disc(Vec2 centre, float radius, Color color) override;
    void draw_ring(Vec2 centre, float radius, Color color, float width) override;
    void draw_points(std::span<const Vec2> centres, const PointStyle& style) override;
    void draw_image(Rect to, const ImagePtr& image, Rect from) override;
    void draw_text(Vec2 baseline_start, std::string_view utf8, const TextStyle& style) override;

private:
    PngEncoder encode_png_;
    std::string head_, body_;
    int clips_ = 0;
};

}  // namespace viz
