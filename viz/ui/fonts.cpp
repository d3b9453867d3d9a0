// SPDX-License-Identifier: MIT
#include "viz/ui/fonts.h"

#include "viz/canvas/font.h"

namespace viz {
namespace {

/// Latin text, and the signs that titles and the help use.
const ImWchar kGlyphs[] = {0x20,   0xFF,   0x2013, 0x201D, 0x2026, 0x2026, 0x2190,
                           0x2193, 0x2212, 0x2212, 0xFFFD, 0xFFFD, 0};

struct Specimen {
    Face face;
    float size;  ///< design units per em
};

constexpr std::array kSpecimens{Specimen{Face::regular, 15}, Specimen{Face::semibold, 15}, Specimen{Face::mono, 14},
                                Specimen{Face::semibold, 19}, Specimen{Face::regular, 22}};

}  // namespace

bool WidgetFonts::build(ImFontAtlas& atlas, float pixels_per_unit, float pixel_ratio) {
    if (pixels_per_unit == pixels_per_unit_ && pixel_ratio == pixel_ratio_) return false;
    pixels_per_unit_ = pixels_per_unit;
    pixel_ratio_ = pixel_ratio;
    atlas.Clear();
    for (size_t k = 0; k < kSpecimens.size(); ++k) {
        const auto [face, size] = kSpecimens[k];
        const std::string_view file = font_file(face);
        ImFontConfig config;
        config.FontDataOwnedByAtlas = false;
        config.GlyphRanges = kGlyphs;
        config.OversampleH = 2;
        config.OversampleV = 1;
        fonts_[k] = atlas.AddFontFromMemoryTTF(const_cast<char*>(file.data()), static_cast<int>(file.size()),
                                               size * pixels_per_unit * line_height(face), &config);
        fonts_[k]->Scale = 1 / pixel_ratio;
    }
    return atlas.Build();
}

}  // namespace viz
