// SPDX-License-Identifier: MIT
// Every text of every figure stands out from what it is drawn on.
#include <algorithm>
#include <map>
#include <set>

#include "tests/figures/support.h"

namespace viz {
namespace {

/// WCAG 2, success criterion 1.4.3.
constexpr float kLeastContrast = 4.5f;

/// The least contrast of a text, with its opacity, to any of nine places of what is under it.
float least_contrast(const Recording& recording, size_t at) {
    const Primitive& text = recording[at];
    const Rect place = text.is_clipped ? intersection(capitals(text), text.clip) : capitals(text);
    float least = 21;
    for (const float x : {0.1f, 0.5f, 0.9f}) {
        for (const float y : {0.1f, 0.5f, 0.9f}) {
            const Color ground = ground_at(recording, at, {place.x + place.w * x, place.y + place.h * y});
            least = std::min(least, contrast(painted(text.color, ground), ground));
        }
    }
    return least;
}

void expect_legible(const Drawing& drawing, const std::string& what) {
    for (const size_t k : visible_texts(drawing.recording)) {
        const float found = least_contrast(drawing.recording, k);
        EXPECT_GE(found, kLeastContrast) << what << ": " << name(drawing.recording[k]);
    }
}

TEST(Legible, IsEveryTextOfTheBuiltinScenes) {
    for (const auto& [scene, start] : builtin_scenes()) {
        State state = start;
        for (const Theme theme : kThemes) {
            state.look.theme = theme;
            expect_legible(draw(model_of(state)), name(state));
        }
    }
}

TEST(Legible, IsEveryTextInEveryModeAndPadding) {
    State state;
    state.query = {.x = 1.3f, .y = -0.4f};
    for_each_setting(state, [](const State& shown) {
        if (shown.walk.step == kSteps) expect_legible(draw(model_of(shown)), name(shown));
    });
}

TEST(Legible, IsEveryTextWhileANeighbourOrAnOutputIsHovered) {
    State state;
    for (const Theme theme : kThemes) {
        state.look.theme = theme;
        const FileModel model = model_of(state);
        for (int tap = 0; tap < 4; ++tap)
            expect_legible(draw(model, {.hover = {.kind = Target::Kind::tap, .index = tap}}), name(state));
        expect_legible(draw(model, {.hover = {.kind = Target::Kind::cell, .h = 1, .w = 2}}), name(state));
    }
}

TEST(Legible, IsEveryCharacterBecauseItsFaceHasIt) {
    std::map<Face, std::set<uint32_t>> used;
    for (const auto& [scene, start] : builtin_scenes()) {
        for_each_setting(start, [&](const State& state) {
            for (const Primitive& text : draw(model_of(state)).recording) {
                for (const uint32_t point : code_points(text.text)) used[text.face].insert(point);
            }
        });
    }
    for (const auto& [face, points] : used) {
        constexpr float kSize = 32;
        const GlyphBitmap missing = rasterize(face, kSize, 0x10FFFF, 0);
        for (const uint32_t point : points) {
            EXPECT_TRUE(rasterize(face, kSize, point, 0).coverage != missing.coverage)
                << "face " << static_cast<int>(face) << " lacks U+" << std::hex << point;
        }
    }
}

TEST(Legible, AreTheStepsAndTheNarrationInEveryStep) {
    for (const Theme theme : kThemes) {
        for (int step = 1; step <= kSteps; ++step) {
            State state;
            state.look.theme = theme;
            state.walk.step = step;
            const Drawing drawing = draw(model_of(state));
            for (const size_t k : visible_texts(drawing.recording)) {
                const Primitive& text = drawing.recording[k];
                const Vec2 middle = bounds(text).centre();
                if (!drawing.layout.steps.contains(middle) && !drawing.layout.narration.contains(middle)) continue;
                EXPECT_GE(least_contrast(drawing.recording, k), kLeastContrast) << name(state) << ": " << name(text);
            }
        }
    }
}

}  // namespace
}  // namespace viz
