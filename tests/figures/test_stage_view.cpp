// SPDX-License-Identifier: MIT
// The way between grid values, pixels and the screen, in both directions.
#include <cmath>

#include "tests/figures/support.h"

namespace viz {
namespace {

/// Positions are a few hundred units or pixels large, where floats are 6e-5 apart; a round trip makes a few of these.
constexpr float kPositionTolerance = 1e-3f;
/// One way and back is four roundings; grid values up to 4 are then some 1e-6 off, times the pixels along the axis.
constexpr float kGridTolerance = 1e-5f;

bool is_near(float got, float want, float tolerance) {
    return std::abs(got - want) <= tolerance;
}

State with_input(const std::string& input) {
    State state;
    state.sources.input = input;
    state.sources.grid = "linspace:2x2";
    return state;
}

const char* const kInputs[] = {"ramp:4x4", "ramp:1x1", "ramp:1x7", "ramp:7x1", "ramp:3x10", "ramp:64x48"};

TEST(StageView, PixelFromScreenInvertsScreenFromPixel) {
    for (const char* input : kInputs) {
        for (const Theme theme : {Theme::light, Theme::projector}) {
            State state = with_input(input);
            state.look.theme = theme;
            for (const StageView& view : draw(model_of(state)).hits.stages) {
                for (float x = -3; x <= 66; x += 1.37f) {
                    const Vec2 pixel{x, 2.5f - x / 3}, back = view.pixel_from_screen(view.screen_from_pixel(pixel));
                    ASSERT_TRUE(is_near(back.x, pixel.x, kPositionTolerance)) << input << ", " << x;
                    ASSERT_TRUE(is_near(back.y, pixel.y, kPositionTolerance)) << input << ", " << x;
                }
            }
        }
    }
}

TEST(StageView, GridFromPixelInvertsPixelFromGridUnlessAnAxisHasOnePixelAndCentres) {
    for (const char* input : kInputs) {
        for (const StageView& view : draw(model_of(with_input(input))).hits.stages) {
            for (float g = -2; g <= 2; g += 0.093f) {
                const Vec2 grid{g, -0.7f * g + 0.1f}, back = view.grid_from_pixel(view.pixel_from_grid(grid));
                const bool has_x = !view.align_corners || view.width > 1;
                const bool has_y = !view.align_corners || view.height > 1;
                ASSERT_TRUE(is_near(back.x, has_x ? grid.x : 0, kGridTolerance)) << input << ", " << g;
                ASSERT_TRUE(is_near(back.y, has_y ? grid.y : 0, kGridTolerance)) << input << ", " << g;
            }
        }
    }
}

TEST(StageView, GridFromScreenInvertsScreenFromGrid) {
    for (const StageView& view : draw(model_of(State{})).hits.stages) {
        for (float g = -1.4f; g <= 1.4f; g += 0.11f) {
            const Vec2 back = view.grid_from_screen(view.screen_from_grid({g, -g}));
            ASSERT_TRUE(is_near(back.x, g, kGridTolerance)) << g;
            ASSERT_TRUE(is_near(back.y, -g, kGridTolerance)) << g;
        }
    }
}

TEST(StageView, PlacesMinusOneAndOneAsTheConventionSays) {
    const Drawing drawing = draw(model_of(State{}));
    const StageView &centres = drawing.hits.stages[0], &edges = drawing.hits.stages[1];
    ASSERT_TRUE(centres.align_corners);
    ASSERT_FALSE(edges.align_corners);
    const Vec2 first = centres.screen_from_grid({-1, -1}), last = centres.screen_from_grid({1, 1});
    EXPECT_TRUE(is_near(first.x, centres.cell_rect(0, 0).centre().x, kPositionTolerance));
    EXPECT_TRUE(is_near(last.y, centres.cell_rect(3, 3).centre().y, kPositionTolerance));
    const Vec2 top_left = edges.screen_from_grid({-1, -1}), bottom_right = edges.screen_from_grid({1, 1});
    EXPECT_TRUE(is_near(top_left.x, edges.image_rect().x, kPositionTolerance));
    EXPECT_TRUE(is_near(bottom_right.y, edges.image_rect().bottom(), kPositionTolerance));
}

TEST(StageView, BothStagesShowTheSamePixelsInTheSameSize) {
    for (const char* input : kInputs) {
        for (const Theme theme : kThemes) {
            for (const Vec2 size : page_sizes()) {
                State state = with_input(input);
                state.look.theme = theme;
                const auto [a, b] = draw(model_of(state), {.size = size}).hits.stages;
                EXPECT_EQ(a.cell, b.cell) << input;
                EXPECT_EQ(a.window.left, b.window.left) << input;
                EXPECT_EQ(a.window.top, b.window.top) << input;
                EXPECT_EQ(a.window.columns, b.window.columns) << input;
                EXPECT_EQ(a.window.rows, b.window.rows) << input;
                EXPECT_EQ(a.origin.y, b.origin.y) << input;
            }
        }
    }
}

TEST(StageView, TheWindowShowsWhereTheQueryReads) {
    for (float x = -1.2f; x <= 1.2f; x += 0.07f) {
        State state = with_input("ramp:64x64");
        state.query = {.x = x, .y = -x};
        state.sampling.padding = gs::Padding::border;
        const FileModel model = model_of(state);
        for (const StageView& view : draw(model).hits.stages) {
            const Trace& trace = model.side(view.align_corners).trace;
            for (const TapTrace& tap : trace.taps)
                EXPECT_TRUE(view.window.contains(tap.unpadded_x, tap.unpadded_y)) << x << ", " << tap.name;
        }
    }
}

/// The window of a 64 x 64 image, so many pixels wide around a place.
PixelWindow window_around(PixelPoint centre, double pixels) {
    State state = with_input("ramp:64x64");
    state.view = {.pixels = pixels, .centre = centre};
    return draw(model_of(state)).hits.stages[0].window;
}

TEST(StageView, TheWindowLiesAroundItsCentreWhereverThatIs) {
    // 64 pixels and less are powers of two of these steps, so that floats hold them exactly.
    for (double pixels = 6; pixels < 30; pixels += 2.625) {
        for (double at = 20; at < 40; at += 0.71875) {
            const PixelWindow window = window_around({at, 60 - at}, pixels);
            EXPECT_EQ(window.columns, pixels);
            EXPECT_EQ(window.rows, pixels);
            EXPECT_EQ(window.left + window.columns / 2, at + 0.5);
            EXPECT_EQ(window.top + window.rows / 2, 60.5 - at);
        }
    }
}

TEST(StageView, TheImageStaysInViewWhereverTheCentreIs) {
    for (const double at : {-1e9, -3.0, 2.0, 62.0, 70.0, 1e9}) {
        const PixelWindow window = window_around({at, at}, 10);
        EXPECT_EQ(window.columns, 10) << at;
        EXPECT_GE(window.left, -1) << at;
        EXPECT_LE(window.left + window.columns, 65) << at;
        EXPECT_EQ(window.left, window.top) << at;
        EXPECT_EQ(window.left < 27, at < 32) << at;
    }
    const PixelWindow whole = window_around({3, 3}, 100);
    EXPECT_LE(whole.left, 0);
    EXPECT_GE(whole.left + whole.columns, 64);
}

TEST(StageView, ZoomingBetweenThePartsAndTheWholeDoesNotJump) {
    PixelWindow before = window_around({11, 40}, 60);
    constexpr double kStep = 0.125, kMostMoved = 2 * kStep;  // the far edge moves by the step, or each by half of it
    for (double pixels = 60 + kStep; pixels < 67; pixels += kStep) {
        const PixelWindow window = window_around({11, 40}, pixels);
        EXPECT_NEAR(window.left, before.left, kMostMoved) << pixels;
        EXPECT_NEAR(window.columns, before.columns, kMostMoved) << pixels;
        before = window;
    }
}

TEST(StageView, AWindowThatIsGivenStays) {
    const PixelWindow window{3, 5, 8, 6};
    const Drawing drawing = draw(model_of(with_input("ramp:64x64")), {.window = window});
    for (const StageView& view : drawing.hits.stages) {
        EXPECT_EQ(view.window.left, 3);
        EXPECT_EQ(view.window.top, 5);
        EXPECT_EQ(view.window.columns, 8);
        EXPECT_EQ(view.window.rows, 6);
    }
}

}  // namespace
}  // namespace viz
