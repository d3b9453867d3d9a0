// SPDX-License-Identifier: MIT
// What is told of a sample: which case holds in each step.
#include "tests/figures/support.h"
#include "viz/text/steps.h"

namespace viz {
namespace {

/// The facts of a query on the 4 x 4 ramp, as long as the model lives.
struct Told {
    Model model;
    StepFacts facts;

    Told(gs::Mode mode, gs::Padding padding, double x, double y) : model(model_of(state_of(mode, padding, x, y))) {
        facts = step_facts(model);
    }
    const SideFacts& on() const { return facts.sides[0]; }
    const SideFacts& off() const { return facts.sides[1]; }

    static State state_of(gs::Mode mode, gs::Padding padding, double x, double y) {
        State state;
        state.sampling.mode = mode;
        state.sampling.padding = padding;
        state.query = {.x = x, .y = y};
        return state;
    }
};

TEST(StepFacts, SayWhatPaddingDoesToEachAxis) {
    const Told inside(gs::Mode::bilinear, gs::Padding::border, 0.5, -0.5);
    EXPECT_EQ(inside.on().padding, AxisCase::inside);

    const Told zeros(gs::Mode::bilinear, gs::Padding::zeros, 1.5, 0.5);
    EXPECT_EQ(zeros.on().x.what, AxisCase::outside);
    EXPECT_EQ(zeros.on().y.what, AxisCase::inside);
    EXPECT_EQ(zeros.on().padding, AxisCase::outside);

    const Told border(gs::Mode::bilinear, gs::Padding::border, 1.5, -1.5);
    EXPECT_EQ(border.on().x.what, AxisCase::clamped);
    EXPECT_TRUE(border.on().x.goes_to_last);
    EXPECT_EQ(border.on().y.what, AxisCase::clamped);
    EXPECT_FALSE(border.on().y.goes_to_last);

    const Told mirror(gs::Mode::bilinear, gs::Padding::reflection, 1.5, 0.5);
    EXPECT_EQ(mirror.on().x.what, AxisCase::reflected);
    EXPECT_FALSE(mirror.on().x.pads_taps);
    EXPECT_TRUE(Told(gs::Mode::bicubic, gs::Padding::reflection, 1.5, 0.5).on().x.pads_taps);
}

TEST(StepFacts, TellAPositionThatIsNoneFromOneThatIsReplaced) {
    const Told zeros(gs::Mode::bilinear, gs::Padding::zeros, kNaN, 0.5);
    EXPECT_EQ(zeros.on().padding, AxisCase::nowhere);
    EXPECT_TRUE(zeros.on().is_nowhere);
    for (const TapCase tap : zeros.on().taps) EXPECT_EQ(tap, TapCase::nowhere);
    EXPECT_FALSE(zeros.facts.comparison.has_positions);

    const Told border(gs::Mode::bilinear, gs::Padding::border, kInf, 0.5);
    EXPECT_EQ(border.on().padding, AxisCase::replaced);
    EXPECT_TRUE(border.on().x.goes_to_last);
    EXPECT_FALSE(border.on().is_nowhere);
}

TEST(StepFacts, TellPixelsThatCountAsZeroFromThoseThatAreNotRead) {
    const Told zeros(gs::Mode::bilinear, gs::Padding::zeros, 1.1, 0.5);
    EXPECT_EQ(zeros.on().taps, (std::vector{TapCase::read, TapCase::zero, TapCase::read, TapCase::zero}));
    EXPECT_FALSE(zeros.facts.has_unread_tap);

    const Told border(gs::Mode::bilinear, gs::Padding::border, 1.1, 0.5);
    EXPECT_EQ(border.on().taps, (std::vector{TapCase::read, TapCase::unread, TapCase::read, TapCase::unread}));
    EXPECT_TRUE(border.facts.has_unread_tap);
}

TEST(StepFacts, SayWhereAmongThePixelsAPositionLies) {
    const auto place = [](double x, double y) { return Told(gs::Mode::bilinear, gs::Padding::zeros, x, y).on().place; };
    EXPECT_EQ(place(1, -1), Place::centre);
    EXPECT_EQ(place(1, 0.5), Place::column);
    EXPECT_EQ(place(0.5, 1), Place::row);
    EXPECT_EQ(place(0.5, 0.5), Place::between);
}

TEST(StepFacts, KnowTies) {
    const Told told(gs::Mode::nearest, gs::Padding::zeros, 0, 0.5);
    EXPECT_TRUE(told.on().x.is_tie);   // 1.5
    EXPECT_FALSE(told.on().y.is_tie);  // 2.25
    EXPECT_TRUE(told.off().x.is_tie);  // 1.5
    EXPECT_TRUE(told.off().y.is_tie);  // 2.5
}

TEST(StepFacts, TapsOfAnAxisAreThoseOfTheTrace) {
    const Told told(gs::Mode::bicubic, gs::Padding::border, -1, 0.5);
    const AxisFacts& x = told.on().x;
    ASSERT_EQ(x.taps.size(), 4u);
    EXPECT_TRUE(x.moves_taps);
    EXPECT_EQ(x.taps[0].unpadded, -1);
    EXPECT_EQ(x.taps[0].index, 0);
    EXPECT_EQ(x.taps[3].unpadded, 2);
    EXPECT_TRUE(x.taps[0].is_inside);
}

TEST(StepFacts, CompareTheConventions) {
    const Told told(gs::Mode::bilinear, gs::Padding::zeros, 0.5, -0.5);
    EXPECT_TRUE(told.facts.comparison.has_positions);
    EXPECT_EQ(told.facts.comparison.shift_x, 0.25);
    EXPECT_EQ(told.facts.comparison.shift_y, -0.25);
    EXPECT_EQ(told.facts.comparison.output, told.on().trace->output - told.off().trace->output);
}

}  // namespace
}  // namespace viz
