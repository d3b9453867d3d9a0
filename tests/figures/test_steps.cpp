// SPDX-License-Identifier: MIT
// The steps: the same State is the same picture, and what is still to come is dimmed.
#include <algorithm>
#include <functional>

#include "tests/figures/support.h"
#include "viz/figures/palette.h"

namespace viz {
namespace {

TEST(Steps, ForwardAndBackGivesTheSamePicture) {
    State state;
    state.query = {.x = 1.2f, .y = -0.4f};
    for_each_setting(state, [](State at) {
        if (at.step == kSteps) return;
        Model model = model_of(at);
        const Recording before = draw(model).recording;
        State next = at;
        ++next.step;
        model.update(next);
        draw(model);
        model.update(at);
        EXPECT_TRUE(draw(model).recording == before) << name(at);
    });
}

TEST(Steps, DrawingTwiceGivesTheSamePicture) {
    for_each_setting(State{}, [](const State& state) {
        const Model model = model_of(state);
        EXPECT_TRUE(draw(model).recording == draw(model).recording) << name(state);
    });
}

TEST(Steps, EachOneDiffersFromTheNextInItsStages) {
    State state;
    state.padding = gs::Padding::border;
    state.query = {.x = 1.2f, .y = -0.4f};
    for_each_setting(state, [](State at) {
        if (at.step == kSteps) return;
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
        ++next.step;
        // The last step brings the shift of a False stage and the maps; nearest has no areas to weigh.
        const bool is_text_only = at.mode == gs::Mode::nearest && next.step == 5;
        if (is_text_only) return;
        EXPECT_FALSE(stage_primitives(at) == stage_primitives(next)) << name(at);
    });
}

/// What dimmed parts keep of their opacity, at most.
constexpr int kMostDimmedAlpha = 90;

/// The opacities of all visible texts that the condition picks.
std::vector<int> alphas(const Drawing& drawing, const std::function<bool(const Primitive&)>& is_meant) {
    std::vector<int> found;
    for (const size_t k : visible_texts(drawing.recording)) {
        if (is_meant(drawing.recording[k])) found.push_back(drawing.recording[k].color.a);
    }
    return found;
}

TEST(Steps, DimWhatIsStillToCome) {
    State state = builtin_scenes().front().state;
    struct Part {
        const char* what;
        int step;  ///< that brings it
        std::function<bool(const Primitive&)> is_meant;
    };
    const Palette& colors = palette(Theme::light);
    const auto is = [](std::string text) { return [=](const Primitive& p) { return p.text == text; }; };
    const Part parts[] = {
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
        {"a product", 7, is("2 × 0.2449")},
        {"the result of True", 7, is("4.28565")},
        {"the result of False", 7, is("3.2142")},
        {"the shift", 8, is("shift from True")},
        {"an output map", 8, is("output, False")},
        {"the difference", 8, is("True − False")},
    };
    for (int step = 1; step <= kSteps; ++step) {
        state.step = step;
        const Drawing drawing = draw(model_of(state));
        for (const Part& part : parts) {
            const std::vector<int> found = alphas(drawing, part.is_meant);
            EXPECT_FALSE(found.empty()) << part.what << " is not there in step " << step;
            for (const int alpha : found) {
                EXPECT_EQ(alpha <= kMostDimmedAlpha, step < part.step)
                    << part.what << " has opacity " << alpha << " in step " << step;
            }
        }
    }
}

TEST(Steps, TheLastOneDimsNoText) {
    for (const auto& [scene, start] : builtin_scenes()) {
        State state = start;
        for (const Theme theme : kThemes) {
            state.theme = theme;
            const std::vector<int> found = alphas(draw(model_of(state)), [](const Primitive&) { return true; });
            EXPECT_GT(*std::min_element(found.begin(), found.end()), kMostDimmedAlpha) << name(state);
        }
    }
}

}  // namespace
}  // namespace viz
