// SPDX-License-Identifier: MIT
// The words beside the picture: few, and in a size that can be read.
#include <algorithm>

#include "tests/figures/support.h"
#include "viz/canvas/drawing.h"
#include "viz/text/narration.h"

namespace viz {
namespace {

/// Lines may be set this much smaller than body text, and no more.
constexpr float kLeastSize = 0.85f;

/// The States of the built-in scenes in every setting, and some with long numbers.
template <class Visitor>
void for_each_state(Visitor&& visit) {
    for (const auto& [scene, state] : builtin_scenes()) for_each_setting(state, visit);
    State state;
    state.sources.input = "ramp:64x64";
    state.query = {.x = -1.2345678f, .y = 0.87654321f};
    for_each_setting(state, visit);
}

TEST(Narration, HasATitleAndAtMostThreeLines) {
    for_each_state([](const State& state) {
        const Narration narration = narrate(model_of(state));
        EXPECT_FALSE(narration.title.empty()) << name(state);
        EXPECT_GE(narration.lines.size(), 1u) << name(state);
        EXPECT_LE(narration.lines.size(), 3u) << name(state);
    });
}

TEST(Narration, LinesAreSetInAReadableSize) {
    for_each_state([](const State& state) {
        const Drawing drawing = draw(model_of(state));
        const float body = drawing.layout.type.body;
        for (const size_t k : visible_texts(drawing.recording)) {
            const Primitive& text = drawing.recording[k];
            const bool is_line =
                text.face == Face::regular && text.size <= body && text.size != drawing.layout.type.label;
            if (!is_line || !drawing.layout.narration.contains(bounds(text).centre())) continue;
            EXPECT_GE(text.size / body, kLeastSize) << name(state) << ": " << text.text;
        }
    });
}

TEST(Narration, TitlesLeaveRoomForTheSteps) {
    for_each_state([](const State& state) {
        if (state.look.theme != Theme::projector) return;
        for (const Vec2 size : page_sizes()) {
            const Drawing drawing = draw(model_of(state), {.size = size});
            float leftmost = size.x;
            for (const HitMap::Hit& hit : drawing.hits.hits) {
                if (hit.target.kind == Target::Kind::step) leftmost = std::min(leftmost, hit.rect.x);
            }
            for (const size_t k : visible_texts(drawing.recording)) {
                const Primitive& text = drawing.recording[k];
                const Rect place = bounds(text);
                const bool is_beside_steps =
                    place.y < drawing.layout.steps.bottom() && place.bottom() > drawing.layout.steps.y;
                if (!is_beside_steps) continue;
                EXPECT_LE(place.right(), leftmost) << name(state) << ": " << text.text;
            }
        }
    });
}

TEST(Narration, OfAPositionThatIsNoneNamesNoPixel) {
    for (const float x : {kNaN, kInf, -kInf, 1e30f}) {
        for (const gs::Mode mode : gs::kModes) {
            State state;
            state.sampling.mode = mode;
            state.walk.step = 4;
            state.query.x = x;
            for (const std::string& line : narrate(model_of(state)).lines)
                EXPECT_EQ(line.find("10737"), std::string::npos) << line;  // where it reads, inside the core
            state.walk.step = kSteps;
            for (const Primitive& text : draw(model_of(state)).recording)
                EXPECT_EQ(text.text.find("1073"), std::string::npos) << name(state) << ": " << text.text;
        }
    }
}

TEST(Narration, WritesTrueMinusSigns) {
    State state;
    state.query = {.x = -1.6f, .y = -1.6f};
    for_each_setting(state, [](const State& shown) {
        for (const Primitive& text : draw(model_of(shown)).recording) {
            for (size_t at = text.text.find('-'); at != std::string::npos; at = text.text.find('-', at + 1)) {
                const bool is_sign = at + 1 < text.text.size() && text.text[at + 1] >= '0' && text.text[at + 1] <= '9';
                EXPECT_FALSE(is_sign) << name(shown) << ": " << text.text;
            }
        }
    });
}

TEST(Narration, NotesOfScenesAreShownInTheLastStep) {
    for (const auto& [scene, state] : builtin_scenes()) {
        ASSERT_FALSE(state.note.empty()) << scene;
        EXPECT_TRUE(has_text(draw(model_of(state)).recording, state.note)) << scene;
    }
}

TEST(Narration, StepsHaveNames) {
    const Words words = words_in("en");
    for (int step = 1; step <= kSteps; ++step) {
        EXPECT_FALSE(step_name(words, step).empty());
        for (int other = 1; other < step; ++other) EXPECT_NE(step_name(words, step), step_name(words, other));
    }
}

TEST(Narration, APlaceBesideAPixelsCentreIsNotWrittenAsTheCentre) {
    State state;
    state.walk.step = 3;
    state.query = {.x = 0.3333333, .y = 0.3333333};
    const FileModel model = model_of(state);
    ASSERT_NE(model.side(true).trace.x.unnormalized, 2);
    const std::string words = narrate(model).lines.front();
    EXPECT_NE(words.find("1.9999"), std::string::npos) << words;
    EXPECT_NE(words.find("lies between the pixel centres"), std::string::npos) << words;

    state.query = {.x = 1, .y = -1};
    EXPECT_NE(narrate(model_of(state)).lines.front().find("is exactly the centre of a pixel"), std::string::npos);
}

}  // namespace
}  // namespace viz
