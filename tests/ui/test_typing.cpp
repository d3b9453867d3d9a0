// SPDX-License-Identifier: MIT
// What is typed into the fields stays until it is accepted, refused with a sentence, or given up.
#include "tests/ui/screen.h"

namespace viz {
namespace {

class Typing : public testing::Test {
protected:
    Vec2 x() { return x_; }
    Vec2 y() { return y_; }
    Query query() { return screen_.state().query; }

    Screen screen_;

private:
    const Vec2 x_ = screen_.widget("toolbar", "##x")->centre(), y_ = screen_.widget("toolbar", "##y")->centre();
};

TEST_F(Typing, TabAcceptsAndGoesToTheNextField) {
    screen_.click(x());
    screen_.type("0.25");
    screen_.key({Key::tab});
    EXPECT_EQ(query(), (Query{.x = 0.25}));
    EXPECT_TRUE(ImGui::GetIO().WantTextInput) << "in y now";
    screen_.type("0.5");
    screen_.key({Key::tab, true});
    EXPECT_EQ(query(), (Query{.x = 0.25, .y = 0.5}));
    screen_.type("-1");
    screen_.press_enter();
    EXPECT_EQ(query(), (Query{.x = -1, .y = 0.5})) << "and back to x";
    EXPECT_FALSE(ImGui::GetIO().WantTextInput);
}

TEST_F(Typing, AClickIntoTheOtherFieldAcceptsInEitherDirection) {
    screen_.click(y());
    screen_.type("0.5");
    screen_.click(x());
    EXPECT_EQ(query().y, 0.5);
    screen_.type("0.25");
    screen_.click(y());
    EXPECT_EQ(query(), (Query{.x = 0.25, .y = 0.5}));
}

TEST_F(Typing, AClickIntoThePictureOrOnTheStepsAccepts) {
    screen_.click(x());
    screen_.type("0.25");
    screen_.click(screen_.middle_of({.kind = Target::Kind::step, .index = 3}));
    EXPECT_EQ(query(), (Query{.x = 0.25}));
}

TEST_F(Typing, TakesArithmeticAndTheCommaOfAContinent) {
    for (const auto& [text, value] :
         {std::pair{"1/3", 1.0f / 3}, {"2/7-1", 2.0f / 7 - 1}, {"0,5", 0.5f}, {"--1", 1.0f}}) {
        screen_.click(x());
        screen_.type(text);
        screen_.press_enter();
        EXPECT_FLOAT_EQ(static_cast<float>(query().x), value) << text;
        EXPECT_EQ(screen_.app().message(), "");
    }
}

TEST_F(Typing, WhatIsRefusedStaysWithASentenceAndChangesNothing) {
    for (const char* text : {"abc", "1.2.3", "1,2,3", "1 2", "0x10", "1e", "1e400", "1/0", " "}) {
        screen_.click(x());
        screen_.type(text);
        screen_.press_enter();
        EXPECT_EQ(screen_.state(), State{}) << text;
        EXPECT_EQ(screen_.app().drafts()[0].text, text);
        EXPECT_TRUE(screen_.app().drafts()[0].is_refused) << text;
        EXPECT_EQ(screen_.app().message_kind(), MessageKind::typed);
        EXPECT_NE(screen_.app().message(), "") << text;
        EXPECT_TRUE(ImGui::GetIO().WantTextInput) << "the keyboard stays there: " << text;
        screen_.key({Key::escape});
        EXPECT_EQ(screen_.app().message(), "") << text;
        EXPECT_FALSE(screen_.app().drafts()[0].is_refused);
        screen_.settle();
        EXPECT_EQ(screen_.app().drafts()[0].text, "0.7143") << "Esc shows again what is set";
    }
}

TEST_F(Typing, WhatIsRefusedOnTabKeepsTheKeyboard) {
    screen_.click(x());
    screen_.type("abc");
    screen_.key({Key::tab});
    EXPECT_EQ(screen_.app().drafts()[0].text, "abc");
    EXPECT_TRUE(screen_.app().drafts()[0].is_refused);
    screen_.type("0.125");
    screen_.press_enter();
    EXPECT_EQ(query(), (Query{.x = 0.125}));
    EXPECT_EQ(screen_.app().message(), "");
}

TEST_F(Typing, NoKeyIsLostOrActsWhileTheKeyboardReturnsToTheField) {
    for (int frames = 1; frames < 5; ++frames) {
        screen_.click(x());
        screen_.type("abc");
        screen_.press_enter(frames);
        press_key(screen_.app(), {Key::m});
        EXPECT_EQ(screen_.state(), State{}) << frames;
        EXPECT_EQ(screen_.app().message_kind(), MessageKind::typed) << frames;
        screen_.key({Key::escape});
        EXPECT_EQ(screen_.app().message(), "") << frames;
        EXPECT_FALSE(ImGui::GetIO().WantTextInput) << frames;
        EXPECT_FALSE(screen_.app().drafts()[0].is_refused) << frames;
    }
}

TEST_F(Typing, WhatIsRefusedAndLeftByAClickStaysUntilEscOrAnotherChange) {
    screen_.click(x());
    screen_.type("abc");
    screen_.click(y());
    EXPECT_TRUE(screen_.app().drafts()[0].is_refused);
    EXPECT_TRUE(ImGui::GetIO().WantTextInput) << "in y, where the click was";
    screen_.key({Key::escape});
    EXPECT_TRUE(screen_.app().drafts()[0].is_refused) << "this Esc was y's";
    screen_.key({Key::escape});
    EXPECT_FALSE(screen_.app().drafts()[0].is_refused);
    EXPECT_EQ(screen_.app().message(), "");
    EXPECT_EQ(screen_.state(), State{});
}

TEST_F(Typing, EscGivesUpWhatIsBeingTyped) {
    screen_.click(x());
    screen_.type("0.25");
    screen_.key({Key::escape});
    EXPECT_EQ(screen_.state(), State{});
    EXPECT_FALSE(ImGui::GetIO().WantTextInput);
    EXPECT_EQ(screen_.app().drafts()[0].text, "0.7143");
}

TEST_F(Typing, WhatIsBeingTypedOutlastsStepsThatPlay) {
    State first;
    first.walk.step = 1;
    screen_.app().change(first);
    screen_.app().toggle_play();
    screen_.frame(0);
    screen_.click(x());
    screen_.type("0.25");
    screen_.frame(100);
    screen_.frame(100);
    EXPECT_EQ(screen_.state().walk.step, 2);
    screen_.press_enter();
    EXPECT_EQ(query().x, 0.25);
}

TEST_F(Typing, ASceneForAProjectorTakesTheFieldsAwayAndGivesTheKeysBack) {
    screen_.click(x());
    screen_.type("0.25");
    State hall = screen_.state();
    hall.look.theme = Theme::projector;
    screen_.app().change(hall);
    screen_.settle();
    screen_.key({Key::m});
    EXPECT_EQ(screen_.state().sampling.mode, gs::Mode::nearest);
    screen_.key({Key::escape});
    EXPECT_EQ(screen_.state().look.theme, Theme::light);
}

TEST_F(Typing, TabOutsideOfAFieldGoesToTheNextOutputAlone) {
    // The tool bar was used last.
    screen_.choose("##mode", "nearest");
    screen_.key({Key::tab});
    EXPECT_TRUE(screen_.state().query.is_cell);
    EXPECT_FALSE(ImGui::GetIO().WantTextInput);
}

}  // namespace
}  // namespace viz
