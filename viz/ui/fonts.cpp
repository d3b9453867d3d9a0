// SPDX-License-Identifier: MIT
#include "viz/ui/fonts.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace viz {
namespace {

/// Latin text, and the signs that formulas and hints use.
const ImWchar kGlyphs[] = {0x20,   0xFF,   0x394,  0x394,  0x3A3,  0x3A3,  0x2013, 0x2014,
                           0x2018, 0x201D, 0x2026, 0x2026, 0x2190, 0x2193, 0x2212, 0x2212,
                           0x2260, 0x2265, 0x2308, 0x230B, 0xFFFD, 0xFFFD, 0};

}  // namespace

ImFont* FontBook::find(Face face, float pixels) {
    const Key key{face, std::max(8, static_cast<int>(std::lround(2 * pixels)))};
    asked_.insert(key);
    if (const auto found = baked_.find(key); found != baked_.end()) return found->second;
    is_stale_ = true;
    ImFont* nearest = nullptr;
    int distance = 0;
    for (const auto& [other, font] : baked_) {
        if (other.first == face && (!nearest || std::abs(other.second - key.second) < distance)) {
            nearest = font;
            distance = std::abs(other.second - key.second);
        }
    }
    return nearest ? nearest : baked_.empty() ? nullptr : baked_.begin()->second;
}

void FontBook::build(ImFontAtlas& atlas) {
    atlas.Clear();
    baked_.clear();
    atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
    for (const Key& key : asked_) {
        const auto [face, twice_size] = key;
        const float pixels = static_cast<float>(twice_size) / 2;
        const std::string_view file = font_file(face);
        ImFontConfig config;
        config.FontDataOwnedByAtlas = false;
        config.GlyphRanges = kGlyphs;
        // Glyphs stand at fractions of a pixel; small ones show it.
        config.OversampleH = pixels < 24 ? 2 : 1;
        config.OversampleV = 1;
        baked_[key] = atlas.AddFontFromMemoryTTF(const_cast<char*>(file.data()), static_cast<int>(file.size()),
                                                 pixels * line_height(face), &config);
    }
    if (baked_.empty()) atlas.AddFontDefault();
    atlas.Build();
    is_stale_ = false;
}

}  // namespace viz
