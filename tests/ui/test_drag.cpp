// SPDX-License-Identifier: MIT
// Dragging the query: the grid value under the pointer is edited, so both pictures follow.
#include <cmath>

#include "tests/ui/failing_memory.h"
#include "tests/ui/screen.h"

namespace viz {
namespace {

/// Positions on the screen are rounded to 6e-5 units; a pixel is 50 units or more, and a grid value 2 / 4 of it.
constexpr float kGridTolerance = 1e-5f;
/// A position on the screen, there and back, in design units.
constexpr float kScreenTolerance = 0.01f;

testing::AssertionResult is_near(Vec2 got, Vec2 want, float tolerance) {
    const bool is = std::abs(got.x - want.x) <= tolerance && std::abs(got.y - want.y) <= tolerance;
    if (is) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "got (" << got.x << ", " << got.y << "), want (" << want.x << ", " << want.y
                                       << ")";
}

Vec2 grid_of(Screen& screen) {
    const auto [x, y] = screen.app().model().query_grid();
    return {static_cast<float>(x), static_cast<float>(y)};
}

/// ImGui's pointer stands on whole pixels, which are design units here.
Vec2 whole(Vec2 place) {
    return {std::floor(place.x), std::floor(place.y)};
}

/// Where the query stands in a stage.
Vec2 landing(Screen& screen, size_t stage) {
    const StageView& view = screen.app().hits().stages[stage];
    return view.screen_from_grid(grid_of(screen));
}

class Drag : public testing::TestWithParam<size_t> {};

TEST_P(Drag, FollowsThePointerInTheConventionOfItsStage) {
    Screen screen;
    const StageView view = screen.app().hits().stages[GetParam()];
    const Rect picture = view.picture();
    const Vec2 start = whole({picture.x + 0.3f * picture.w, picture.y + 0.6f * picture.h});
    screen.move(start);
    screen.press();
    EXPECT_TRUE(is_near(grid_of(screen), view.grid_from_screen(start), kGridTolerance)) << "away from it: it comes";
    for (const Vec2 at : {Vec2{0.5f, 0.5f}, Vec2{0.9f, 0.2f}, Vec2{0.01f, 0.99f}, Vec2{-0.2f, 1.1f}}) {
        const Vec2 pointer = whole({picture.x + at.x * picture.w, picture.y + at.y * picture.h});
        screen.move(pointer);
        EXPECT_TRUE(is_near(grid_of(screen), view.grid_from_screen(pointer), kGridTolerance));
    }
    EXPECT_FALSE(screen.state().query.is_cell);
}

TEST_P(Drag, MovesTheQueryInBothStages) {
    Screen screen;
    const Vec2 before[] = {landing(screen, 0), landing(screen, 1)};
    const Vec2 by{-60, 45};
    screen.drag(before[GetParam()], before[GetParam()] + by);
    EXPECT_TRUE(is_near(landing(screen, GetParam()), before[GetParam()] + by, kScreenTolerance));
    const Vec2 other = landing(screen, 1 - GetParam()) - before[1 - GetParam()];
    EXPECT_LT(other.x, -30);
    EXPECT_GT(other.y, 20);
    // A step in grid values is (size - 1) / 2 pixels under True and size / 2 under False.
    const float ratio = GetParam() == 0 ? 4.0f / 3 : 3.0f / 4;
    EXPECT_TRUE(is_near(other, by * ratio, kScreenTolerance));
}

TEST_P(Drag, TakesTheQueryWhereItIsTouched) {
    Screen screen;
    const Vec2 before = landing(screen, GetParam()), grid = grid_of(screen), touch = before + Vec2{7, -5};
    screen.move(touch);
    screen.press();
    EXPECT_EQ(grid_of(screen), grid) << "a touch alone moves nothing, not even by a rounding";
    screen.move(touch + Vec2{-50, 30});
    EXPECT_TRUE(is_near(landing(screen, GetParam()), before + Vec2{-50, 30}, kScreenTolerance));
}

TEST_P(Drag, EndsWithTheRelease) {
    Screen screen;
    const Rect picture = screen.app().hits().stages[GetParam()].picture();
    screen.drag(picture.centre(), picture.centre() + Vec2{20, 20});
    const State dropped = screen.state();
    screen.move(picture.centre() + Vec2{-40, 10});
    EXPECT_EQ(screen.state(), dropped);
}

TEST_P(Drag, IsOneStepToUndo) {
    Screen screen;
    const State before = screen.state();
    const Rect picture = screen.app().hits().stages[GetParam()].picture();
    screen.move(picture.centre());
    screen.press();
    for (float x = 0; x < 60; x += 7) screen.move(picture.centre() + Vec2{x, x / 2});
    screen.release();
    const State after = screen.state();
    EXPECT_NE(after, before);
    screen.app().undo();
    EXPECT_EQ(screen.state(), before);
    screen.app().redo();
    EXPECT_EQ(screen.state(), after);
    screen.app().undo();
    screen.app().undo();
    EXPECT_EQ(screen.state(), before) << "there is nothing before";
}

TEST_P(Drag, GoesOnOverAChangeOfTheModeWhichIsAStepOfItsOwn) {
    Screen screen;
    const Vec2 start = landing(screen, GetParam());
    screen.move(start);
    screen.press();
    screen.move(start + Vec2{-20, 10});
    const State dragged = screen.state();
    screen.key({Key::m});
    const State changed = screen.state();
    EXPECT_NE(changed.sampling.mode, dragged.sampling.mode);
    screen.move(start + Vec2{-40, 20});
    EXPECT_NE(screen.state().query, changed.query) << "the button is still down";
    screen.release();
    screen.app().undo();
    EXPECT_EQ(screen.state(), changed);
    screen.app().undo();
    EXPECT_EQ(screen.state(), dragged);
}

TEST_P(Drag, ATouchIsNothingToUndo) {
    Screen screen;
    State next = screen.state();
    next.sampling.padding = gs::Padding::border;
    screen.app().change(next);
    screen.frame();
    screen.click(landing(screen, GetParam()));
    EXPECT_EQ(screen.state(), next);
    screen.app().undo();
    EXPECT_EQ(screen.state(), State{});
}

TEST_P(Drag, KeepsThePixelsOfALargeImageInPlace) {
    State state;
    state.sources.input = "ramp:64x64";
    Screen screen(state);
    const StageView before = screen.app().hits().stages[GetParam()];
    const Rect picture = before.picture();
    screen.move(picture.centre());
    screen.press();
    screen.move(picture.centre() + Vec2{picture.w * 0.45f, 0});
    const StageView after = screen.app().hits().stages[GetParam()];
    EXPECT_EQ(after.window.left, before.window.left);
    EXPECT_EQ(after.window.top, before.window.top);
    EXPECT_EQ(after.origin, before.origin);
    screen.release();
}

TEST_P(Drag, FreesAQueryThatWasAnOutputCellAndKeepsItsImage) {
    State state;
    state.query = {.is_cell = true, .h = 1, .w = 2};
    Screen screen(state);
    const Vec2 from = landing(screen, GetParam());
    screen.drag(from, from + Vec2{-30, 0});
    EXPECT_FALSE(screen.state().query.is_cell);
    EXPECT_EQ(screen.state().query.n, 0);
    screen.app().undo();
    EXPECT_EQ(screen.state(), state);
}

TEST_P(Drag, MakesFiniteGridValuesOnOnePixel) {
    State state;
    state.sources.input = "ramp:1x1";
    Screen screen(state);
    const Vec2 grid = grid_of(screen);
    const Rect picture = screen.app().hits().stages[GetParam()].picture();
    screen.drag(picture.centre() + Vec2{-20, 30}, picture.centre() + Vec2{40, 10});
    if (GetParam() == 0) {
        EXPECT_EQ(grid_of(screen), grid) << "under True any grid value lands there";
    } else {
        EXPECT_TRUE(std::isfinite(grid_of(screen).x) && std::isfinite(grid_of(screen).y));
        EXPECT_NE(grid_of(screen), grid);
    }
}

TEST_P(Drag, ThatCannotBeFollowedEndsWithAMessage) {
    Screen screen;
    const Vec2 from = whole(landing(screen, GetParam()));
    screen.move(from);
    screen.press();
    screen.move(from + Vec2{-20, 5});
    const State reached = screen.state();
    // The trace of the next place begins with memory for one neighbour.
    fail_next_allocation_of(sizeof(TapTrace));
    EXPECT_NO_THROW(screen.move(from + Vec2{-40, 10}));
    ASSERT_TRUE(has_allocation_failed());
    EXPECT_EQ(screen.state(), reached);
    EXPECT_NE(screen.app().message(), "");
    EXPECT_EQ(screen.app().message_kind(), MessageKind::refused);
    screen.move(from + Vec2{-60, 10});
    EXPECT_EQ(screen.state(), reached) << "the drag is over";
    screen.release();
    screen.app().undo();
    EXPECT_EQ(screen.state(), State{}) << "what was reached can be undone";
    screen.drag(from, from + Vec2{30, 30});
    EXPECT_NE(screen.state(), State{}) << "and the next one works";
}

TEST_P(Drag, ThatCannotEvenBeginEndsWithAMessage) {
    Screen screen;
    const Rect picture = screen.app().hits().stages[GetParam()].picture();
    screen.move(whole(picture.centre()) + Vec2{-30, 50});
    fail_next_allocation_of(sizeof(TapTrace));
    EXPECT_NO_THROW(screen.press());
    ASSERT_TRUE(has_allocation_failed());
    EXPECT_EQ(screen.state(), State{});
    EXPECT_EQ(screen.app().message_kind(), MessageKind::refused);
    screen.release();
    screen.app().undo();
    EXPECT_EQ(screen.state(), State{}) << "there is nothing to undo";
}

INSTANTIATE_TEST_SUITE_P(Stage, Drag, testing::Values(size_t{0}, size_t{1}),
                         [](const auto& stage) { return stage.param == 0 ? "True" : "False"; });

TEST(DragElsewhere, MovesNothing) {
    Screen screen;
    const State before = screen.state();
    screen.drag({400, 24}, {500, 300});
    screen.drag({900, 700}, {500, 300});
    EXPECT_EQ(screen.state().query, before.query);
}

}  // namespace
}  // namespace viz
