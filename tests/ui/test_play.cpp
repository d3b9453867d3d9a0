// SPDX-License-Identifier: MIT
// Playing the steps, and sleeping otherwise.
#include "tests/ui/screen.h"

namespace viz {
namespace {

State first_step() {
    State state;
    state.walk.step = 1;
    return state;
}

TEST(Play, GoesAStepWheneverItIsDueAndStopsAtTheLast) {
    Screen screen(first_step());
    screen.app().toggle_play();
    double now = 100;
    screen.frame(now);
    for (int step = 2; step <= kSteps; ++step) {
        const auto due = screen.app().next_wake();
        ASSERT_TRUE(due) << step;
        EXPECT_GT(*due, now);
        screen.frame(*due - 0.001);
        EXPECT_EQ(screen.state().walk.step, step - 1) << "not before its time";
        now = *due;
        screen.frame(now);
        EXPECT_EQ(screen.state().walk.step, step);
    }
    EXPECT_FALSE(screen.app().next_wake());
    screen.frame(now + 1000);
    EXPECT_EQ(screen.state().walk.step, kSteps);
}

TEST(Play, GivesEveryStepTheSameTime) {
    Screen screen(first_step());
    screen.app().toggle_play();
    screen.frame(0);
    const double seconds = *screen.app().next_wake();
    EXPECT_GE(seconds, 1) << "there are words to read";
    for (double now = seconds; screen.state().walk.step < kSteps - 1; now += seconds) {
        screen.frame(now);
        EXPECT_DOUBLE_EQ(*screen.app().next_wake(), now + seconds);
    }
}

TEST(Play, StartsAgainFromTheFirstStepAtTheEnd) {
    Screen screen;
    ASSERT_EQ(screen.state().walk.step, kSteps);
    screen.app().toggle_play();
    screen.frame(5);
    EXPECT_EQ(screen.state().walk.step, 1);
    EXPECT_TRUE(screen.app().next_wake());
}

TEST(Play, StopsWhereItIs) {
    Screen screen(first_step());
    screen.app().toggle_play();
    screen.frame(0);
    screen.frame(*screen.app().next_wake());
    screen.app().toggle_play();
    screen.frame(1000);
    EXPECT_EQ(screen.state().walk.step, 2);
    EXPECT_FALSE(screen.app().next_wake());
}

TEST(Play, StopsOnEscape) {
    Screen screen(first_step());
    screen.app().toggle_play();
    screen.frame(0);
    screen.app().dismiss();
    screen.frame(1000);
    EXPECT_EQ(screen.state().walk.step, 1);
    EXPECT_FALSE(screen.app().next_wake());
}

TEST(Play, AnIdleWindowSleeps) {
    for (const auto& [scene, state] : builtin_scenes()) {
        Screen screen(state);
        screen.settle();
        EXPECT_FALSE(screen.app().next_wake()) << scene;
    }
}

TEST(Play, AnIdleWindowShowsTheSameFrames) {
    Screen screen;
    screen.settle();
    const auto before = screen.corners();
    screen.frame(1e6);
    EXPECT_EQ(screen.corners(), before);
}

}  // namespace
}  // namespace viz
