// SPDX-License-Identifier: MIT
// Whatever is shown stays on the page and in its panel, and no text lies on another.
#include <algorithm>
#include <cmath>

#include "tests/figures/support.h"

namespace viz {
namespace {

/// Rounding of positions; in design units, as all of the following.
constexpr float kSlack = 0.02f;
/// Texts may come this near to the edge of what cuts them off: their side bearings are that wide.
constexpr float kTextSlack = 1;

/// What is wrong with a figure, as sentences.
std::vector<std::string> flaws(const Drawing& drawing) {
    std::vector<std::string> found;
    const auto complain = [&](const Primitive& primitive, const std::string& what) {
        found.push_back(name(primitive) + " " + what);
    };
    std::vector<Rect> panels{drawing.layout.stages[0].card, drawing.layout.stages[1].card};
    for (const Rect panel : {drawing.layout.maps, drawing.layout.narration, drawing.layout.header}) {
        if (!panel.is_empty()) panels.push_back(panel);
    }
    for (const Primitive& primitive : drawing.recording) {
        const Rect place = bounds(primitive);
        if (!is_finite(primitive))
            complain(primitive, "is nowhere");
        else if (!primitive.is_clipped && !is_inside(place, drawing.layout.page, kSlack))
            complain(primitive, "leaves the page");
        if (primitive.is_clipped && !is_inside(primitive.clip, drawing.layout.page, kSlack))
            complain(primitive, "is clipped to more than the page");
        if (primitive.kind != Primitive::Kind::text || !is_visible(primitive)) continue;
        if (primitive.is_clipped && !is_inside(capitals(primitive), primitive.clip, kTextSlack))
            complain(primitive, "is cut off");
        for (const Rect panel : panels) {
            if (panel.contains(place.centre()) && !is_inside(place, panel, kTextSlack))
                complain(primitive, "leaves its panel");
        }
    }
    return found;
}

std::string joined(const std::vector<std::string>& sentences) {
    std::string text;
    for (size_t k = 0; k < std::min<size_t>(sentences.size(), 5); ++k) text += "\n  " + sentences[k];
    return text;
}

void expect_flawless(const Model& model, const PageOptions& options = {}) {
    const std::vector<std::string> found = flaws(draw(model, options));
    EXPECT_TRUE(found.empty()) << name(model.state()) << " on " << options.size.x << " x " << options.size.y << ": "
                               << found.size() << " flaws" << joined(found);
}

TEST(Page, HoldsEveryBuiltinSceneInEverySetting) {
    for (const auto& [scene, start] : builtin_scenes()) {
        FileModel model = model_of(start);
        for_each_setting(start, [&](const State& state) {
            model.update(state);
            expect_flawless(model);
        });
    }
}

TEST(Page, HoldsEveryBuiltinSceneOnEveryPageSize) {
    for (const auto& [scene, start] : builtin_scenes()) {
        for (const Vec2 size : page_sizes()) {
            for_each_setting(start, [&](const State& state) {
                if (state.walk.step == kSteps) expect_flawless(model_of(state), {.size = size});
            });
        }
    }
}

TEST(Page, HoldsAwkwardInputsAndQueries) {
    const ScratchFolder folder;
    for (const std::string& input : awkward_inputs(folder)) {
        State state;
        state.sources.input = input;
        state.sources.grid = "linspace:2x3";
        FileModel model = model_of(state);
        for (const auto [x, y] : awkward_queries()) {
            state.query = {.x = x, .y = y};
            for_each_setting(state, [&](const State& shown) {
                if (shown.walk.step != kSteps) return;
                model.update(shown);
                expect_flawless(model);
            });
        }
    }
}

TEST(Page, HoldsWhatIsHovered) {
    State state;
    state.sources.grid = "linspace:5x5";
    const FileModel model = model_of(state);
    for (const HitMap::Hit& hit : draw(model).hits.hits) expect_flawless(model, {.hover = hit.target});
}

TEST(Page, HoldsAnyGrid) {
    for (const char* grid : {"linspace:1x1", "centres:1x9", "linspace:9x1", "linspace:7x31", "centres:100x130"}) {
        State state;
        state.sources.grid = grid;
        for (const Theme theme : kThemes) {
            state.look.theme = theme;
            expect_flawless(model_of(state));
        }
    }
}

TEST(Page, HoldsAnyZoom) {
    for (int pixels = 2; pixels <= 66; pixels += 4) {
        State state;
        state.sources.input = "ramp:64x64";
        state.view.pixels = pixels;
        for (const Theme theme : {Theme::light, Theme::projector}) {
            state.look.theme = theme;
            for (const float x : {-1.0f, -0.3f, 0.95f}) {
                state.query = {.x = x, .y = x / 2};
                expect_flawless(model_of(state));
            }
        }
    }
}

/// Pairs of visible texts of which one lies on the other, and texts that something opaque was drawn over.
std::vector<std::string> overlaps(const Recording& recording) {
    constexpr float kTouching = 1;  // capitals that share less than this along an axis can be told apart
    const auto overlap = [](Rect a, Rect b) {
        const Rect both = intersection(a, b);
        return both.w > kTouching && both.h > kTouching;
    };
    std::vector<std::string> found;
    const std::vector<size_t> texts = visible_texts(recording);
    for (size_t i = 0; i < texts.size(); ++i) {
        const Primitive& text = recording[texts[i]];
        const Rect place = capitals(text);
        for (size_t j = i + 1; j < texts.size(); ++j) {
            if (overlap(place, capitals(recording[texts[j]])))
                found.push_back(name(text) + " lies under " + name(recording[texts[j]]));
        }
        for (size_t k = texts[i] + 1; k < recording.size(); ++k) {
            const Primitive& cover = recording[k];
            constexpr int kOpaque = 128;
            if (cover.kind != Primitive::Kind::fill || cover.color.a < kOpaque) continue;
            if (overlap(place, cover.is_clipped ? intersection(cover.rect, cover.clip) : cover.rect))
                found.push_back(name(text) + " is covered by a " + name(cover));
        }
    }
    return found;
}

void expect_no_overlaps(const State& state, Vec2 size = kDesignSize) {
    const std::vector<std::string> found = overlaps(draw(model_of(state), {.size = size}).recording);
    EXPECT_TRUE(found.empty()) << name(state) << " on " << size.x << " x " << size.y << ": " << found.size()
                               << joined(found);
}

TEST(Page, NoTextOfAnAwkwardInputOrQueryLiesOnAnother) {
    const ScratchFolder folder;
    for (const Theme theme : kThemes) {
        for (const gs::Mode mode : gs::kModes) {
            State state;
            state.look.theme = theme;
            state.sampling.mode = mode;
            for (const std::string& input : awkward_inputs(folder)) {
                State shown = state;
                shown.sources.input = input;
                shown.sources.grid = "linspace:3x3";
                expect_no_overlaps(shown);
            }
            for (const auto [x, y] : awkward_queries()) {
                State shown = state;
                shown.query = {.x = x, .y = y};
                for (const gs::Padding padding : gs::kPaddings) {
                    shown.sampling.padding = padding;
                    expect_no_overlaps(shown);
                }
            }
        }
    }
}

TEST(Page, NoTextOfABuiltinSceneLiesOnAnother) {
    for (const auto& [scene, start] : builtin_scenes()) {
        for (const Theme theme : kThemes) {
            State state = start;
            state.look.theme = theme;
            for (const Vec2 size : page_sizes()) expect_no_overlaps(state, size);
        }
    }
}

}  // namespace
}  // namespace viz
