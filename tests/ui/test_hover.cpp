// SPDX-License-Identifier: MIT
// Hovering: what belongs together lights up together, in both stages.
#include "tests/ui/screen.h"

namespace viz {
namespace {

/// What is drawn left and right of the middle: the True stage and the False stage, or the maps and the narration.
struct Halves {
    std::vector<Corner> left, right;

    friend bool operator==(const Halves&, const Halves&) = default;
};

Halves halves(Screen& screen) {
    const float middle = kDesignSize.x / 2;
    return {screen.corners(0, middle), screen.corners(middle)};
}

constexpr Vec2 kNowhere{640, 420};  // between the stages

class Hover : public testing::Test {
protected:
    Screen screen_;

    /// What lights up with the pointer at that place.
    Halves at(Vec2 place) {
        screen_.move(place);
        return halves(screen_);
    }
};

TEST_F(Hover, ANeighbourLightsUpInBothStages) {
    const Halves dark = at(kNowhere);
    for (int tap = 0; tap < 4; ++tap) {
        const Target target{.kind = Target::Kind::tap, .index = tap};
        int places = 0;
        std::optional<Halves> lit;
        // In both stages: its pixel, its weight, its value and its summand.
        for (const HitMap::Hit& hit : std::vector(screen_.app().hits().hits)) {
            if (hit.target != target) continue;
            ++places;
            const Halves now = at(hit.rect.centre());
            EXPECT_TRUE(now.left != dark.left) << "tap " << tap;
            EXPECT_TRUE(now.right != dark.right) << "tap " << tap;
            // On a picture the pixel under the pointer says its value, too.
            if (screen_.app().hits().pixel_at(hit.rect.centre())) continue;
            EXPECT_TRUE(!lit || now == *lit) << "all of its places light up the same, tap " << tap;
            lit = now;
        }
        EXPECT_EQ(places, 8) << "tap " << tap;
    }
    EXPECT_TRUE(at(kNowhere) == dark) << "and goes out";
}

TEST_F(Hover, NeighboursLightUpDifferently) {
    std::vector<Halves> seen;
    for (int tap = 0; tap < 4; ++tap) {
        seen.push_back(at(screen_.middle_of({.kind = Target::Kind::tap, .index = tap})));
        for (int other = 0; other < tap; ++other) EXPECT_NE(seen[static_cast<size_t>(other)], seen.back());
    }
}

TEST_F(Hover, ARowOfBicubicLightsUpItsPixelsInBothStages) {
    State state;
    state.sampling.mode = gs::Mode::bicubic;
    screen_.app().change(state);
    const Halves dark = at(kNowhere);
    std::vector<Halves> seen;
    for (int row = 0; row < 4; ++row) {
        seen.push_back(at(screen_.middle_of({.kind = Target::Kind::row, .index = row})));
        EXPECT_TRUE(seen.back().left != dark.left && seen.back().right != dark.right) << row;
        for (int other = 0; other < row; ++other) EXPECT_TRUE(seen[static_cast<size_t>(other)] != seen.back());
    }
}

TEST_F(Hover, AnOutputCellShowsWhereBothConventionsReadIt) {
    const Halves dark = at(kNowhere);
    const Halves lit = at(screen_.middle_of({.kind = Target::Kind::cell, .h = 2, .w = 0}));
    EXPECT_TRUE(lit.left != dark.left);
    EXPECT_TRUE(lit.right != dark.right);
    EXPECT_TRUE(at(kNowhere) == dark);
}

TEST_F(Hover, AStepAnswers) {
    const Halves dark = at(kNowhere);
    EXPECT_NE(at(screen_.middle_of({.kind = Target::Kind::step, .index = 3})), dark);
    EXPECT_NE(at(screen_.middle_of({.kind = Target::Kind::back})), dark);
    EXPECT_EQ(at(screen_.middle_of({.kind = Target::Kind::forward})), dark) << "the last step is on";
}

TEST_F(Hover, ChangesNothing) {
    const State before = screen_.state();
    for (const HitMap::Hit& hit : std::vector(screen_.app().hits().hits)) screen_.move(hit.rect.centre());
    EXPECT_EQ(screen_.state(), before);
}

TEST_F(Hover, EndsWhereTheToolBarBegins) {
    const Halves dark = at(kNowhere);
    EXPECT_EQ(at({300, 24}), dark);
}

TEST_F(Hover, AnOpenListCoversTheFigure) {
    const Rect combo = *screen_.widget("toolbar", "##padding");
    screen_.click(combo.centre());
    const Halves dark = at(kNowhere);
    // Under the open list nothing of the figure answers.
    EXPECT_EQ(at(combo.centre() + Vec2{0, 50}), dark);
}

}  // namespace
}  // namespace viz
