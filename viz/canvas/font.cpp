// SPDX-License-Identifier: MIT
#include "viz/canvas/font.h"

#include <stb/stb_truetype.h>

#include <map>
#include <stdexcept>
#include <string>

#include "assets/assets.h"
#include "core/visible.h"

namespace viz {
namespace {

/// A face, read once. Advances are kept: the same few hundred glyphs are measured in every frame.
struct Metrics {
    explicit Metrics(Face face) {
        const auto* file = reinterpret_cast<const unsigned char*>(font_file(face).data());
        if (stbtt_InitFont(&info, file, stbtt_GetFontOffsetForIndex(file, 0)) == 0)
            throw std::runtime_error("a font that was built into the program cannot be read");
        per_em = stbtt_ScaleForMappingEmToPixels(&info, 1);
        int ascent = 0, descent = 0, gap = 0;
        stbtt_GetFontVMetrics(&info, &ascent, &descent, &gap);
        line_height = static_cast<float>(ascent - descent) * per_em;
        int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
        stbtt_GetCodepointBox(&info, 'H', &x0, &y0, &x1, &y1);
        cap_height = static_cast<float>(y1) * per_em;
    }

    float advance(uint32_t code_point) {
        const auto [found, is_new] = advances.try_emplace(code_point);
        if (is_new) {
            int width = 0, bearing = 0;
            stbtt_GetCodepointHMetrics(&info, static_cast<int>(code_point), &width, &bearing);
            found->second = static_cast<float>(width) * per_em;
        }
        return found->second;
    }

    stbtt_fontinfo info{};
    float per_em, line_height, cap_height;
    std::map<uint32_t, float> advances;
};

Metrics& metrics(Face face) {
    // One per thread: the advances grow while texts are measured.
    thread_local std::map<Face, Metrics> all;
    const auto found = all.find(face);
    return found != all.end() ? found->second : all.emplace(face, face).first->second;
}

}  // namespace

std::string_view font_file(Face face) {
    constexpr std::array<std::string_view, 4> files{"Inter-Regular", "Inter-SemiBold", "JetBrainsMono-Regular",
                                                    "JetBrainsMono-Bold"};
    return assets::bytes(files[static_cast<size_t>(face)]);
}

std::vector<uint32_t> code_points(std::string_view utf8) {
    std::vector<uint32_t> points;
    while (!utf8.empty()) {
        const gs::Letter letter = gs::first_letter(utf8);
        points.push_back(letter.code_point);
        utf8.remove_prefix(letter.bytes);
    }
    return points;
}

float advance(Face face, uint32_t code_point) {
    return metrics(face).advance(code_point);
}

float cap_height(Face face) {
    return metrics(face).cap_height;
}

float line_height(Face face) {
    return metrics(face).line_height;
}

GlyphBitmap rasterize(Face face, float size, uint32_t code_point, float shift) {
    const Metrics& font = metrics(face);
    const float scale = font.per_em * size;
    const int glyph = stbtt_FindGlyphIndex(&font.info, static_cast<int>(code_point));
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    stbtt_GetGlyphBitmapBoxSubpixel(&font.info, glyph, scale, scale, shift, 0, &x0, &y0, &x1, &y1);
    GlyphBitmap bitmap{x0, y0, x1 - x0, y1 - y0, {}};
    bitmap.coverage.resize(static_cast<size_t>(bitmap.width) * static_cast<size_t>(bitmap.height));
    if (!bitmap.coverage.empty()) {
        stbtt_MakeGlyphBitmapSubpixel(&font.info, bitmap.coverage.data(), bitmap.width, bitmap.height, bitmap.width,
                                      scale, scale, shift, 0, glyph);
    }
    return bitmap;
}

float text_width(Face face, float size, std::string_view utf8) {
    Metrics& font = metrics(face);
    float width = 0;
    for (const uint32_t point : code_points(utf8)) width += font.advance(point);
    return width * size;
}

}  // namespace viz
