// SPDX-License-Identifier: MIT
// How wide texts are, and what is read from their bytes.
#include <cmath>

#include "tests/figures/support.h"
#include "viz/canvas/font.h"

namespace viz {
namespace {

using Points = std::vector<uint32_t>;

/// Sums of a few dozen floats, in another order.
constexpr float kSumTolerance = 1e-3f;

TEST(Font, TextWidthIsAdditive) {
    const std::string_view a = "NW 2 × 0.2449", b = " − ⌊x⌋ → ½ · ↓";
    for (const Face face : kFaces) {
        const float sum = text_width(face, 16, a) + text_width(face, 16, b);
        EXPECT_TRUE(std::abs(text_width(face, 16, std::string(a) + std::string(b)) - sum) <= kSumTolerance);
    }
}

TEST(Font, TextWidthGrowsWithTheSize) {
    for (const Face face : kFaces) {
        const float once = text_width(face, 10, "0.7143, True"), twice = text_width(face, 20, "0.7143, True");
        EXPECT_GT(once, 0);
        EXPECT_TRUE(std::abs(twice - 2 * once) <= kSumTolerance);
    }
}

TEST(Font, NoTextHasNoWidth) {
    for (const Face face : kFaces) EXPECT_EQ(text_width(face, 16, ""), 0);
}

TEST(Font, MonospacedDigitsAndSignsAreEquallyWide) {
    for (const Face face : {Face::mono, Face::mono_bold}) {
        for (const uint32_t point : Points{'1', '9', '.', '-', '+', 'e', ' ', 0x2212, 0xD7})
            EXPECT_EQ(advance(face, point), advance(face, '0')) << point;
    }
}

TEST(Font, HasMeasuresThatMakeSense) {
    for (const Face face : kFaces) {
        EXPECT_GT(cap_height(face), 0.5f);
        EXPECT_LT(cap_height(face), 1);
        EXPECT_GT(line_height(face), 1);
        EXPECT_LT(line_height(face), 2);
    }
}

TEST(Font, HasAGlyphForEverySignThatFiguresUse) {
    for (const Face face : kFaces) {
        const GlyphBitmap missing = rasterize(face, 32, 0x10FFFF, 0);
        for (const uint32_t point : code_points("−×·→↓½…+=|(),.0123456789"))
            EXPECT_TRUE(rasterize(face, 32, point, 0).coverage != missing.coverage) << point;
    }
}

TEST(Font, ReadsUtf8) {
    EXPECT_EQ(code_points("aé−𝄞"), (Points{'a', 0xE9, 0x2212, 0x1D11E}));
    EXPECT_EQ(code_points(""), Points{});
}

TEST(Font, ReadsBrokenUtf8AsReplacementCharacters) {
    EXPECT_EQ(code_points("\x80"), Points{0xFFFD});
    EXPECT_EQ(code_points("\xFF\xFE"), (Points{0xFFFD, 0xFFFD}));
    EXPECT_EQ(code_points("\xE2\x88"), Points{0xFFFD}) << "the end is missing";
    EXPECT_EQ(code_points("\xE2"
                          "a"),
              (Points{0xFFFD, 'a'}))
        << "what follows is not lost";
    EXPECT_EQ(code_points("a\xC3(b"), (Points{'a', 0xFFFD, '(', 'b'}));
}

TEST(Font, MeasuresAnyBytes) {
    std::string bytes;
    for (int k = 0; k < 1024; ++k) bytes += static_cast<char>((k * 167 + k / 7) & 0xFF);
    for (size_t length = 0; length <= bytes.size(); length += 13) {
        const float width = text_width(Face::regular, 16, bytes.substr(0, length));
        EXPECT_TRUE(std::isfinite(width) && width >= 0) << length;
    }
}

TEST(Font, DrawsGlyphsWhereTheyAreShifted) {
    const GlyphBitmap still = rasterize(Face::regular, 24, 'H', 0), shifted = rasterize(Face::regular, 24, 'H', 0.5f);
    EXPECT_FALSE(still.coverage.empty());
    EXPECT_NE(still.coverage, shifted.coverage);
    EXPECT_EQ(still.coverage.size(), static_cast<size_t>(still.width) * static_cast<size_t>(still.height));
    EXPECT_TRUE(rasterize(Face::regular, 24, ' ', 0).coverage.empty());
}

}  // namespace
}  // namespace viz
