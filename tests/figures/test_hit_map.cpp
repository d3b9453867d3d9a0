// SPDX-License-Identifier: MIT
// What the pointer is on is what is drawn there.
#include "tests/figures/support.h"

namespace viz {
namespace {

std::vector<HitMap::Hit> hits_of(const HitMap& map, Target::Kind kind) {
    std::vector<HitMap::Hit> found;
    for (const HitMap::Hit& hit : map.hits) {
        if (hit.target.kind == kind) found.push_back(hit);
    }
    return found;
}

TEST(HitMap, FindsEveryOutputCellAtItsMiddle) {
    for (const char* grid : {"linspace:3x3", "linspace:1x7", "centres:9x4"}) {
        State state;
        state.sources.grid = grid;
        const FileModel model = model_of(state);
        const HitMap map = draw(model).hits;
        const auto maps = hits_of(map, Target::Kind::cell);
        EXPECT_EQ(maps.size(), 3u);
        for (const HitMap::Hit& hit : maps) {
            for (int64_t h = 0; h < model.rows(); ++h) {
                for (int64_t w = 0; w < model.columns(); ++w) {
                    const Target target{.kind = Target::Kind::cell, .h = h, .w = w};
                    EXPECT_EQ(map.at(hit.cell_rect(h, w).centre()), target);
                    EXPECT_EQ(map.place_of(target), maps[0].cell_rect(h, w));
                }
            }
        }
    }
}

TEST(HitMap, FindsEveryNeighbourInItsPixelItsRowsAndItsSummand) {
    for (const gs::Mode mode : {gs::Mode::bilinear, gs::Mode::nearest}) {
        State state;
        state.sampling.mode = mode;
        const FileModel model = model_of(state);
        const Drawing drawing = draw(model);
        const auto taps = hits_of(drawing.hits, Target::Kind::tap);
        // Pixel, weight row, value row and summand of four neighbours in two stages; nearest has no rows.
        EXPECT_EQ(taps.size(), mode == gs::Mode::bilinear ? 32u : 4u);
        for (const HitMap::Hit& hit : taps) EXPECT_EQ(drawing.hits.at(hit.rect.centre()), hit.target);
        for (size_t stage = 0; stage < 2; ++stage) {
            const Trace& trace = model.sides()[stage].trace;
            for (size_t k = 0; k < trace.taps.size(); ++k) {
                const Target target{.kind = Target::Kind::tap, .index = static_cast<int>(k)};
                const Rect pixel = drawing.hits.stages[stage].cell_rect(trace.taps[k].x, trace.taps[k].y);
                EXPECT_EQ(drawing.hits.at(pixel.centre()), target) << trace.taps[k].name;
            }
        }
    }
}

TEST(HitMap, FindsEveryRowOfBicubicInItsSummand) {
    State state;
    state.sampling.mode = gs::Mode::bicubic;
    const HitMap map = draw(model_of(state)).hits;
    const auto rows = hits_of(map, Target::Kind::row);
    ASSERT_EQ(rows.size(), 8u) << "four in each stage";
    for (size_t k = 0; k < rows.size(); ++k) {
        EXPECT_EQ(rows[k].target.index, static_cast<int>(k % 4));
        EXPECT_EQ(map.at(rows[k].rect.centre()), rows[k].target);
    }
}

TEST(HitMap, FindsEveryStepOnce) {
    for (const Theme theme : kThemes) {
        State state;
        state.look.theme = theme;
        const HitMap map = draw(model_of(state)).hits;
        const auto steps = hits_of(map, Target::Kind::step);
        ASSERT_EQ(steps.size(), static_cast<size_t>(kSteps)) << name(theme);
        for (int step = 1; step <= kSteps; ++step) {
            const HitMap::Hit& hit = steps[static_cast<size_t>(step - 1)];
            EXPECT_EQ(hit.target.index, step);
            EXPECT_EQ(map.at(hit.rect.centre()), hit.target) << name(theme);
        }
    }
}

TEST(HitMap, FindsTheWayBackAndForward) {
    const HitMap map = draw(model_of(State{})).hits;
    for (const Target::Kind kind : {Target::Kind::back, Target::Kind::forward}) {
        const auto found = hits_of(map, kind);
        ASSERT_EQ(found.size(), 1u);
        EXPECT_EQ(map.at(found[0].rect.centre()), found[0].target);
    }
}

TEST(HitMap, FindsTheStageAwayFromTheNeighbours) {
    const HitMap map = draw(model_of(State{})).hits;
    for (int stage = 0; stage < 2; ++stage) {
        const StageView& view = map.stages[static_cast<size_t>(stage)];
        const Target target{.kind = Target::Kind::stage, .index = stage};
        EXPECT_EQ(map.at(view.cell_rect(0, 3).centre()), target);
    }
}

TEST(HitMap, FindsThePixelUnderAPointOfEitherPicture) {
    const HitMap map = draw(model_of(State{})).hits;
    for (const StageView& view : map.stages) {
        for (int64_t h = -1; h <= 4; ++h) {
            for (int64_t w = -1; w <= 4; ++w) {
                const auto found = map.pixel_at(view.visible_rect(w, h).centre());
                ASSERT_TRUE(found.has_value());
                EXPECT_EQ(found->h, h);
                EXPECT_EQ(found->w, w);
            }
        }
    }
    EXPECT_FALSE(map.pixel_at({2, 2}).has_value());
}

TEST(HitMap, FindsNothingBetweenThePanels) {
    const Drawing drawing = draw(model_of(State{}));
    EXPECT_EQ(drawing.hits.at({2, 2}), Target{});
    EXPECT_EQ(drawing.hits.at({-5, 300}), Target{});
    EXPECT_EQ(drawing.hits.at({1e9f, 300}), Target{});
    EXPECT_EQ(drawing.hits.at({kNaN, kNaN}), Target{});
    const Rect card = drawing.layout.stages[0].card;
    EXPECT_EQ(drawing.hits.at({card.right() + 2, card.centre().y}), Target{});
}

TEST(HitMap, KeepsTargetsOnThePage) {
    for (const auto& [scene, state] : builtin_scenes()) {
        const Drawing drawing = draw(model_of(state));
        constexpr float kSlack = 0.02f;  // rounding of positions, design units
        for (const HitMap::Hit& hit : drawing.hits.hits)
            EXPECT_TRUE(is_inside(hit.rect, drawing.layout.page, kSlack)) << name(state);
    }
}

}  // namespace
}  // namespace viz
