// SPDX-License-Identifier: MIT
// The steps: the same State is the same picture, and what is still to come is not there.
#include <algorithm>
#include <functional>

#include "tests/figures/support.h"
#include "viz/canvas/palette.h"

namespace viz {
namespace {

TEST(Steps, ForwardAndBackGivesTheSamePicture) {
    State state;
    state.query = {.x = 1.2f, .y = -0.4f};
    for_each_setting(state, [](State at) {
        if (at.walk.step == kSteps) return;
        FileModel model = model_of(at);
        const Recording before = draw(model).recording;
        State next = at;
        ++next.walk.step;
        model.update(next);
        draw(model);
        model.update(at);
        EXPECT_TRUE(draw(model).recording == before) << name(at);
    });
}

TEST(Steps, DrawingTwiceGivesTheSamePicture) {
    for_each_setting(State{}, [](const State& state) {
        const FileModel model = model_of(state);
        EXPECT_TRUE(draw(model).recording == draw(model).recording) << name(state);
    });
}

TEST(Steps, EachOneDiffersFromTheNextInItsStages) {
    State state;
    state.sampling.padding = gs::Padding::border;
    state.query = {.x = 1.2f, .y = -0.4f};
    for_each_setting(state, [](State at) {
        if (at.walk.step == kSteps) return;
        // The narration and the bar of steps always differ: the stages must, too, or nothing is pointed at.
        const auto stage_primitives = [](const State& shown) {
            const Drawing drawing = draw(model_of(shown));
            Recording in_stages;
            for (const Primitive& primitive : drawing.recording) {
                const float middle = bounds(primitive).centre().y;
                if (middle < drawing.layout.stages[0].card.bottom()) in_stages.push_back(primitive);
            }
            return in_stages;
        };
        State next = at;
        ++next.walk.step;
        // The last step brings the shift of a False stage and the maps; nearest has no areas to weigh.
        const bool is_text_only = at.sampling.mode == gs::Mode::nearest && next.walk.step == 5;
        if (is_text_only) return;
        EXPECT_FALSE(stage_primitives(at) == stage_primitives(next)) << name(at);
    });
}

/// Whether there is a visible text that the condition picks.
bool shows(const Drawing& drawing, const std::function<bool(const Primitive&)>& is_meant) {
    for (const size_t k : visible_texts(drawing.recording)) {
        if (is_meant(drawing.recording[k])) return true;
    }
    return false;
}

TEST(Steps, ShowNothingOfWhatIsStillToCome) {
    State state = builtin_scenes().front().state;
    struct Part {
        const char* what;
        int step;  ///< that brings it
        std::function<bool(const Primitive&)> is_meant;
    };
    const Palette& colors = palette(Theme::light);
    const auto is = [](std::string text) { return [=](const Primitive& p) { return p.text == text; }; };
    const Part parts[] = {
        {"the query on its ruler", 2, is("−0.7143")},
        {"the position", 2, is("pixel position")},
        {"the position's number", 2, is("2.57145")},
        {"zeros in the padding", 3,
         [&](const Primitive& p) {
             const Color c = p.color;
             return p.text == "0" && p.is_clipped && Color{c.r, c.g, c.b} == colors.muted;
         }},
        {"a neighbour's name", 4, [](const Primitive& p) { return p.text == "NW" && p.is_clipped; }},
        {"the weights", 5, is("weight = area")},
        {"a weight", 5, is("0.2449")},
        {"the values", 6, is("exact value")},
        {"a product", 7, is("2 × 0.2449")},
        {"the result of True", 7, is("4.28565")},
        {"the result of False", 7, is("3.2142")},
        {"the verdict about them", 7, is("bit-equal to")},
        {"the shift", 8, is("shift from True")},
        {"an output", 8, is("13.5")},
        {"a difference", 8, is("11.25")},
    };
    for (int step = 1; step <= kSteps; ++step) {
        state.walk.step = step;
        const Drawing drawing = draw(model_of(state));
        for (const Part& part : parts)
            EXPECT_EQ(shows(drawing, part.is_meant), step >= part.step) << part.what << " in step " << step;
    }
}

TEST(Steps, OnlyTheLastTwoNameAResultAnywhere) {
    for (const Theme theme : kThemes) {
        for (int step = 1; step < 7; ++step) {
            State state;
            state.look.theme = theme;
            state.walk.step = step;
            const Drawing drawing = draw(model_of(state));
            for (const char* result : {"4.28565", "3.2142"})
                EXPECT_FALSE(
                    shows(drawing, [&](const Primitive& p) { return p.text.find(result) != std::string::npos; }))
                    << name(state) << ": " << result;
        }
    }
}

TEST(Steps, NothingIsDimmedInAnyTheme) {
    for (const auto& [scene, start] : builtin_scenes()) {
        for_each_setting(start, [](const State& state) {
            const Drawing drawing = draw(model_of(state));
            for (const size_t k : visible_texts(drawing.recording))
                EXPECT_EQ(drawing.recording[k].color.a, 255) << name(state) << ": " << drawing.recording[k].text;
        });
    }
}

/// The numbers of a step, for the last row: the smallest type of the strips below the pictures.
TEST(Steps, TheFormulaOfEachIsLargeOnAProjector) {
    constexpr float kHall = 28;  // design units
    const ScratchFolder folder;
    std::vector<State> states;
    for (const auto& [scene, state] : builtin_scenes()) states.push_back(state);
    states.push_back({});
    states.back().sources.input = random_floats(folder);
    for (State state : states) {
        state.look.theme = Theme::projector;
        for (state.walk.step = 1; state.walk.step <= kSteps; ++state.walk.step) {
            const Drawing drawing = draw(model_of(state));
            for (const StageLayout& stage : drawing.layout.stages) {
                size_t texts = 0;
                for (const size_t k : visible_texts(drawing.recording)) {
                    const Primitive& text = drawing.recording[k];
                    if (!stage.formula.contains(bounds(text).centre())) continue;
                    ++texts;
                    EXPECT_GE(text.size, kHall) << name(state) << ": " << text.text;
                }
                EXPECT_GT(texts, 0u) << name(state) << " has no formula";
            }
        }
    }
}

TEST(Steps, TheProjectorSaysWhatIsTrueAndFalse) {
    State state;
    state.look.theme = Theme::projector;
    const Drawing drawing = draw(model_of(state));
    for (const StageLayout& stage : drawing.layout.stages) {
        const auto texts = texts_in(drawing.recording, stage.head);
        EXPECT_EQ(std::count(texts.begin(), texts.end(), "align_corners = "), 1);
    }
}

TEST(Steps, TheProjectorEndsWithTheScenesSentence) {
    for (const auto& [scene, start] : builtin_scenes()) {
        State state = start;
        state.look.theme = Theme::projector;
        EXPECT_TRUE(has_text(draw(model_of(state)).recording, start.note)) << start.title;
    }
}

TEST(Steps, TheProjectorShowsAllSixteenTapsOfBicubic) {
    for (float x = -1; x <= 1; x += 0.21f) {
        State state;
        state.sampling.mode = gs::Mode::bicubic;
        state.look.theme = Theme::projector;
        state.query = {.x = x, .y = 0.7 * x};
        const FileModel model = model_of(state);
        for (const StageView& view : draw(model).hits.stages) {
            for (const TapTrace& tap : model.side(view.align_corners).trace.taps)
                EXPECT_TRUE(view.window.contains(tap.unpadded_x, tap.unpadded_y)) << x << ", " << tap.name;
        }
    }
}

}  // namespace
}  // namespace viz
