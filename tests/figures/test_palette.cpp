// SPDX-License-Identifier: MIT
// The colours of the themes: contrast, and what is left of it for colour-blind eyes.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "tests/figures/support.h"
#include "viz/canvas/palette.h"
#include "viz/parts/parts.h"

namespace viz {
namespace {

constexpr float kLeastTextContrast = 4.5f;  ///< WCAG 2, 1.4.3
constexpr float kLeastLineContrast = 3;     ///< WCAG 2, 1.4.11

TEST(Palette, TextsStandOutFromTheirGrounds) {
    for (const Theme theme : kThemes) {
        const Palette& p = palette(theme);
        const struct {
            const char* what;
            Color text, ground;
        } pairs[] = {
            {"ink on a card", p.ink, p.card},
            {"ink on the ground", p.ink, p.ground},
            {"muted on a card", p.muted, p.card},
            {"muted on the ground", p.muted, p.ground},
            {"True on a card", p.side_text[0], p.card},
            {"False on a card", p.side_text[1], p.card},
            {"the query's numbers on a card", p.query, p.card},
            {"the query's numbers on the ground", p.query, p.ground},
            {"the query's tag", p.on(p.query), p.query},
            {"a step that is done", p.ink, p.chip},
            {"the step that is on", p.chip_now_text, p.chip_now},
            {"the badge", p.good, p.good_ground},
        };
        for (const auto& [what, text, ground] : pairs)
            EXPECT_GE(contrast(text, ground), kLeastTextContrast) << name(theme) << ": " << what;
        for (size_t tap = 0; tap < 4 && !p.hatches_taps; ++tap) {
            for (const float opacity : {0.38f, 0.75f}) {
                const Color chip = painted(faded(p.tap[tap], opacity), p.card);
                EXPECT_GE(contrast(p.ink, chip), kLeastTextContrast) << name(theme) << ": a summand, tap " << tap;
            }
        }
    }
}

TEST(Palette, LinesStandOutFromTheCard) {
    for (const Theme theme : kThemes) {
        const Palette& p = palette(theme);
        EXPECT_GE(contrast(p.side[0], p.card), kLeastLineContrast) << name(theme) << ": True";
        EXPECT_GE(contrast(p.side[1], p.card), kLeastLineContrast) << name(theme) << ": False";
        EXPECT_GE(contrast(p.query, p.card), kLeastLineContrast) << name(theme) << ": the query";
    }
}

TEST(Palette, BlackOrWhiteStandsOutFromAnyShade) {
    for (const Theme theme : kThemes) {
        const Palette& p = palette(theme);
        for (int k = 0; k <= 20; ++k) {
            const Color shade = mix(p.shade_low, p.shade_high, static_cast<float>(k) / 20);
            EXPECT_GE(contrast(p.on(shade), shade), kLeastTextContrast) << name(theme) << ", shade " << k;
        }
    }
}

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

/// Machado, Oliveira, Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision Deficiency",
/// severity 1.0; for linear RGB.
constexpr Matrix kProtanopia{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeuteranopia{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};

Triple times(const Matrix& matrix, const Triple& v) {
    Triple result{};
    for (size_t i = 0; i < 3; ++i) result[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
    return result;
}

Triple linear(Color color) {
    const auto channel = [](uint8_t value) {
        const double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return {channel(color.r), channel(color.g), channel(color.b)};
}

/// CIE L*a*b* of a colour as it is seen; white is sRGB's, D65.
Triple lab(Color color, const Matrix& eyes) {
    Triple seen = times(eyes, linear(color));
    for (double& channel : seen) channel = std::clamp(channel, 0.0, 1.0);
    constexpr Matrix kXyz{
        {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
    const Triple xyz = times(kXyz, seen), white{0.95047, 1, 1.08883};
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const double x = f(xyz[0] / white[0]), y = f(xyz[1] / white[1]), z = f(xyz[2] / white[2]);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/// CIE 1976: about 2.3 is just noticeable side by side.
double distance(Color a, Color b, const Matrix& eyes) {
    const Triple x = lab(a, eyes), y = lab(b, eyes);
    return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

struct Eyes {
    const char* name;
    const Matrix& matrix;
};
constexpr Eyes kEyes[] = {{"normal", kNormal}, {"protanopia", kProtanopia}, {"deuteranopia", kDeuteranopia}};

TEST(Palette, AreasAreToldApartByAllEyes) {
    // Four times what is just noticeable: areas meet at the query, and their letters stand beside them.
    constexpr double kLeastDistance = 9.2;
    for (const Theme theme : kThemes) {
        const Palette& p = palette(theme);
        if (p.hatches_taps) continue;  // told apart by hatching
        for (const Eyes& eyes : kEyes) {
            EXPECT_GE(distance(p.positive, p.negative, eyes.matrix), kLeastDistance)
                << name(theme) << ", " << eyes.name;
            EXPECT_GE(distance(p.difference_low, p.difference_high, eyes.matrix), kLeastDistance)
                << name(theme) << ", " << eyes.name;
            for (size_t a = 0; a < 4; ++a) {
                for (size_t b = a + 1; b < 4; ++b) {
                    for (const float opacity : {1.0f, 0.72f}) {
                        const double found = distance(painted(faded(p.tap[a], opacity), p.card),
                                                      painted(faded(p.tap[b], opacity), p.card), eyes.matrix);
                        EXPECT_GE(found, kLeastDistance)
                            << name(theme) << ", " << eyes.name << ": taps " << a << " and " << b << " at " << opacity;
                    }
                }
            }
        }
    }
}

TEST(Palette, ConventionsAndTheQueryAreToldApartByAllEyes) {
    constexpr double kLeastDistance = 16;  // seven times what is just noticeable: thin lines need more than areas
    for (const Theme theme : {Theme::light, Theme::dark, Theme::projector}) {
        const Palette& p = palette(theme);
        // As numbers, the query's and those of False are told apart by their headings where eyes see no red.
        EXPECT_GE(distance(p.side_text[1], p.query, kNormal), kLeastDistance) << name(theme);
        for (const Eyes& eyes : kEyes) {
            EXPECT_GE(distance(p.side[0], p.side[1], eyes.matrix), kLeastDistance) << name(theme) << ", " << eyes.name;
            EXPECT_GE(distance(p.side[0], p.query, eyes.matrix), kLeastDistance) << name(theme) << ", " << eyes.name;
            EXPECT_GE(distance(p.side[1], p.query, eyes.matrix), kLeastDistance) << name(theme) << ", " << eyes.name;
            EXPECT_GE(distance(p.side_text[0], p.side_text[1], eyes.matrix), kLeastDistance)
                << name(theme) << ", " << eyes.name;
        }
    }
}

TEST(Palette, PrintNeedsNoColour) {
    const Palette& p = palette(Theme::print);
    EXPECT_TRUE(p.hatches_taps);
    for (size_t a = 0; a < 4; ++a) {
        for (size_t b = a + 1; b < 4; ++b) EXPECT_NE(tap_hatch(a), tap_hatch(b));
    }
    constexpr float kLeastApart = 1.5f;  // light and dark grey, side by side
    EXPECT_GE(contrast(p.positive, p.negative), kLeastApart);
    EXPECT_GE(contrast(p.difference_low, p.difference_high), kLeastApart);
}

TEST(Palette, ShadesCoverAnyRangeOfFiniteValues) {
    const Palette& p = palette(Theme::light);
    for (const double high : {1.0, 3e38, 1.7e308}) {
        const Range range{-high, high};
        const ColourScale shade(colour_map(kShades), p, range);
        EXPECT_EQ(shade(-high), p.shade_low) << high;
        EXPECT_EQ(shade(high), p.shade_high) << high;
        EXPECT_EQ(shade(0), mix(p.shade_low, p.shade_high, 0.5f)) << high;
        EXPECT_EQ(shade(std::numeric_limits<double>::infinity()), kNotFinite) << high;
    }
}

}  // namespace
}  // namespace viz
