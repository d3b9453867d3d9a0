// SPDX-License-Identifier: MIT
// The faces that pictures are set in, and how wide their texts are. Every canvas places glyphs by these widths, so
// a text is as long in the window as in the PNG and the SVG.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace viz {

enum class Face { regular, semibold, mono, mono_bold };

inline constexpr std::array kFaces{Face::regular, Face::semibold, Face::mono, Face::mono_bold};

/// The OpenType or TrueType file of a face, as it stands in the program.
std::string_view font_file(Face face);

/// The code points of UTF-8 text; a broken sequence gives U+FFFD.
std::vector<uint32_t> code_points(std::string_view utf8);

/// Widths and heights for a size of 1; a text in size s (pixels per em, as CSS counts) takes s times as much.
float advance(Face face, uint32_t code_point);
float cap_height(Face face);
/// Ascent minus descent: what ImGui and stb_truetype call the pixel height.
float line_height(Face face);

/// A glyph as coverage, 0 to 255, row by row from the top.
struct GlyphBitmap {
    int left, top;  ///< from the pen on the baseline to the bitmap's first pixel; y points down
    int width, height;
    std::vector<uint8_t> coverage;
};

/// Draws a glyph in a size in pixels, with the pen `shift` (in [0, 1)) of a pixel right of a pixel's edge.
GlyphBitmap rasterize(Face face, float size, uint32_t code_point, float shift);

/// The width of UTF-8 text in a size.
float text_width(Face face, float size, std::string_view utf8);

}  // namespace viz
