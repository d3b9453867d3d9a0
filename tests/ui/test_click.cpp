// SPDX-License-Identifier: MIT
// Clicks into the figure.
#include "tests/ui/screen.h"

namespace viz {
namespace {

TEST(Click, SelectsAnOutputCell) {
    Screen screen;
    for (const auto& [h, w] : {std::pair<int64_t, int64_t>{0, 0}, {2, 1}, {1, 2}}) {
        screen.click(screen.middle_of({.kind = Target::Kind::cell, .h = h, .w = w}));
        EXPECT_EQ(screen.state().query, (Query{.is_cell = true, .h = h, .w = w}));
    }
    screen.app().undo();
    EXPECT_EQ(screen.state().query, (Query{.is_cell = true, .h = 2, .w = 1}));
}

TEST(Click, GoesToAStep) {
    for (const Theme theme : kThemes) {
        State state;
        state.look.theme = theme;
        Screen screen(state);
        for (const int step : {3, 1, 8, 5}) {
            screen.click(screen.middle_of({.kind = Target::Kind::step, .index = step}));
            EXPECT_EQ(screen.state().walk.step, step) << name(theme);
        }
    }
}

TEST(Click, OnTheArrowsGoesBackAndForwardAndStopsAtTheEnds) {
    Screen screen;
    const Vec2 back = screen.middle_of({.kind = Target::Kind::back});
    const Vec2 forward = screen.middle_of({.kind = Target::Kind::forward});
    screen.click(forward);
    EXPECT_EQ(screen.state().walk.step, kSteps);
    for (int step = kSteps - 1; step >= 1; --step) {
        screen.click(back);
        EXPECT_EQ(screen.state().walk.step, step);
    }
    screen.click(back);
    EXPECT_EQ(screen.state().walk.step, 1);
    screen.click(forward);
    EXPECT_EQ(screen.state().walk.step, 2);
}

TEST(Click, BetweenThePanelsChangesNothing) {
    Screen screen;
    const State before = screen.state();
    screen.click({640, 420});
    screen.click({900, 650});
    EXPECT_EQ(screen.state(), before);
}

TEST(Click, FindsTheSameThingsInAScaledWindow) {
    Screen screen({}, 1024, 700);
    screen.click(screen.middle_of({.kind = Target::Kind::cell, .h = 1, .w = 0}));
    EXPECT_EQ(screen.state().query, (Query{.is_cell = true, .h = 1, .w = 0}));
    screen.resize(1920, 1080);
    screen.settle();
    screen.click(screen.middle_of({.kind = Target::Kind::step, .index = 4}));
    EXPECT_EQ(screen.state().walk.step, 4);
}

TEST(Wheel, ZoomsOverAStageOnly) {
    State state;
    state.sources.input = "ramp:64x64";
    Screen screen(state);
    const float shown = screen.app().hits().stages[0].window.columns;
    screen.move({900, 700});
    screen.wheel(1);
    EXPECT_EQ(screen.app().hits().stages[0].window.columns, shown);
    screen.move(screen.app().hits().stages[1].picture().centre());
    screen.wheel(1);
    screen.settle();
    EXPECT_LT(screen.app().hits().stages[0].window.columns, shown);
    screen.wheel(-1);
    screen.wheel(-1);
    screen.settle();
    EXPECT_GT(screen.app().hits().stages[1].window.columns, shown);
}

}  // namespace
}  // namespace viz
