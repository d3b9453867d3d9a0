// SPDX-License-Identifier: MIT
// Messages: where they stand, how they are set, and how long they stay.
#include "viz/pages/compare_layout.h"
#include "viz/ui/message.h"

#include "tests/ui/screen.h"
#include "viz/canvas/palette.h"

namespace viz {
namespace {

/// Hovering finds the ends of a box to within this, in design units.
constexpr float kFound = 1.5f;

bool overlaps(Rect a, Rect b) {
    return !intersection(a, b).is_empty();
}

TEST(Message, StandsOnNothingThatIsShownOrClicked) {
    for (const Theme theme : {Theme::light, Theme::dark, Theme::print}) {
        for (const Vec2 size : {Vec2{1024, 700}, {1280, 800}, {1920, 1080}, {1024, 1400}}) {
            State state;
            state.look.theme = theme;
            Screen screen(state, size.x, size.y);
            screen.settle();
            const Layout layout = make_layout(design_size(size.x, size.y).size, Look{.theme = theme});
            const Rect place = message_place(layout);
            const Rect box = *screen.widget("toolbar", "##mode");
            EXPECT_GE(place.y + kFound, screen.box("toolbar", "##mode", box.centre().x)->bottom())
                << "below the widgets";
            EXPECT_GE(place.h, 13 * line_height(Face::regular)) << "a line has room";
            EXPECT_LE(place.right(), layout.page.right());
            for (const StageLayout& stage : layout.stages) {
                EXPECT_FALSE(overlaps(place, stage.picture));
                EXPECT_FALSE(overlaps(place, stage.formula));
                EXPECT_FALSE(overlaps(place, stage.head));
            }
            for (const Rect& part : {layout.maps, layout.narration, layout.steps}) EXPECT_FALSE(overlaps(place, part));
            for (const HitMap::Hit& hit : screen.app().hits().hits) EXPECT_FALSE(overlaps(place, hit.rect));
        }
    }
}

TEST(Message, ShowsWhatForeignNamesHaveInThem) {
    Screen screen;
    screen.app().open_file("no\n\x1b[31m\u009b\u202e\xff.npy");
    EXPECT_EQ(screen.app().message(), "no\\n\\x1b[31m\\u009b\\u202e\\xff.npy: there is no such file");
    screen.app().open_file("/folder/" + std::string(5000, 'x') + "/end.npy");
    EXPECT_LT(screen.app().message().size(), 300u);
    EXPECT_TRUE(screen.app().message().ends_with("/end.npy: cannot be reached: File name too long"));
}

TEST(Message, ForAProjectorItStandsInTheHeaderBesideTheButtons) {
    Layout layout = make_layout(kDesignSize, Look{.theme = Theme::projector});
    layout.header = {8, 8, 1264, 52};
    const Rect place = message_place(layout);
    EXPECT_EQ(intersection(place, layout.header), place);
    EXPECT_LT(place.right(), 1272 - 440);
}

/// What the message draws, in the colours of its ground.
bool is_shown(Screen& screen) {
    const Palette& colors = palette(screen.state().look.theme);
    const ImU32 grounds[] = {IM_COL32(colors.ink.r, colors.ink.g, colors.ink.b, 255),
                             IM_COL32(colors.query.r, colors.query.g, colors.query.b, 255)};
    const Rect place = message_place(make_layout(kDesignSize, screen.state().look));
    for (const Corner& corner : screen.corners()) {
        if (place.contains({corner.x, corner.y}) && (corner.color == grounds[0] || corner.color == grounds[1]))
            return true;
    }
    return false;
}

TEST(Message, GoodNewsGoAwayByThemselves) {
    Screen screen;
    screen.settle();
    EXPECT_FALSE(is_shown(screen));
    screen.app().say(MessageKind::done, "Saved /somewhere/picture.png");
    screen.frame(100);
    EXPECT_TRUE(is_shown(screen));
    const auto due = screen.app().next_wake();
    ASSERT_TRUE(due) << "the window must wake for it";
    EXPECT_NEAR(*due, 104, 0.5);
    screen.frame(*due - 0.01);
    EXPECT_NE(screen.app().message(), "");
    screen.frame(*due);
    EXPECT_EQ(screen.app().message(), "");
    EXPECT_FALSE(is_shown(screen));
    EXPECT_FALSE(screen.app().next_wake()) << "and sleep then";
}

TEST(Message, GoodNewsKeepNoTinyWindowAwake) {
    Screen screen;
    screen.app().say(MessageKind::done, "Saved it");
    screen.frame(1);
    screen.resize(20, 20);
    screen.frame(1000);
    EXPECT_FALSE(screen.app().next_wake());
}

TEST(Message, ARefusalStaysUntilItIsDismissed) {
    Screen screen;
    screen.app().open_file("missing.json");
    screen.frame(0);
    EXPECT_TRUE(is_shown(screen));
    EXPECT_FALSE(screen.app().next_wake());
    screen.frame(1000);
    EXPECT_TRUE(is_shown(screen));
    screen.app().dismiss();
    screen.settle();
    EXPECT_FALSE(is_shown(screen));
}

TEST(Message, ARefusalGoesWithTheNextClickOrChange) {
    Screen screen;
    screen.app().open_file("missing.json");
    EXPECT_NE(screen.app().message(), "");
    screen.click({640, 420});
    EXPECT_EQ(screen.app().message(), "");
    screen.app().open_file("missing.json");
    State next = screen.state();
    next.walk.step = 2;
    screen.app().change(next);
    EXPECT_EQ(screen.app().message(), "");
}

TEST(Message, ALessonThatGoesOnLeavesIt) {
    State state;
    state.walk.step = 1;
    Screen screen(state);
    screen.app().toggle_play();
    screen.frame(0);
    screen.app().open_file("missing.json");
    screen.frame(100);
    EXPECT_EQ(screen.state().walk.step, 2);
    EXPECT_NE(screen.app().message(), "");
}

TEST(BreakText, KeepsWordsAndFoldersWhole) {
    const float width = text_width(Face::regular, 13, "Saved /home/somebody/");
    const auto lines = break_text(Face::regular, 13, "Saved /home/somebody/pictures/a.png", width + 1, 2);
    EXPECT_EQ(lines, (std::vector<std::string>{"Saved /home/somebody/", "pictures/a.png"}));
    EXPECT_EQ(break_text(Face::regular, 13, "short", 500, 2), std::vector<std::string>{"short"});
}

TEST(BreakText, FitsAnythingIntoItsLines) {
    constexpr float kWidth = 300;
    for (const std::string& text :
         {std::string(100000, 'x'), std::string(300, ' '), std::string("ü–×é") + std::string(900, 'W'),
          std::string("a\xff\xfe broken"), std::string()}) {
        const auto lines = break_text(Face::regular, 13, text, kWidth, 2);
        EXPECT_LE(lines.size(), 2u);
        for (const std::string& line : lines) EXPECT_LE(text_width(Face::regular, 13, line), kWidth);
    }
    const auto lines = break_text(Face::regular, 13, "begins " + std::string(3000, 'x') + " ends", kWidth, 2);
    EXPECT_EQ(lines.front().find("begins "), 0u) << "the beginning stays";
    std::string joined;
    for (const std::string& line : lines) joined += line;
    EXPECT_TRUE(joined.ends_with(" ends")) << "and the end: " << joined;
    EXPECT_NE(joined.find("…"), std::string::npos);
}

}  // namespace
}  // namespace viz
