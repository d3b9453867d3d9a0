// SPDX-License-Identifier: MIT
// Esc closes the topmost thing alone, keys do nothing behind what is open, lists leave their box in sight, and the
// pointer says what can be done.
#include <imgui_internal.h>

#include "core/files/npy.h"
#include "tests/ui/screen.h"

namespace viz {
namespace {

/// Hovering finds the ends of a box to within this, in design units.
constexpr float kFound = 1.5f;

constexpr KeyPress kEsc{Key::escape};
constexpr const char* kLists[] = {"##scene", "##mode", "##padding", "##device", "##theme", "Export"};

TEST(Escape, ClosesAnOpenListOrPanelAndChangesNothing) {
    const ScratchFolder folder;
    Screen screen;
    for (const char* list : kLists) {
        screen.click(screen.widget("toolbar", list)->centre());
        ASSERT_TRUE(screen.is_popup_open()) << list;
        screen.key(kEsc);
        EXPECT_FALSE(screen.is_popup_open()) << list;
        EXPECT_EQ(screen.state(), State{}) << list;
    }
}

TEST(Escape, ClosesOneThingAtATimeFromTheTop) {
    State state;
    state.look.theme = Theme::print;
    Screen screen(state);
    screen.choose("##theme", "projector");
    State first = screen.state();
    first.walk.step = 1;
    screen.app().change(first);
    screen.app().toggle_play();
    screen.frame(0);
    screen.app().open_file("missing.json");
    screen.app().toggle_help();
    screen.settle();
    screen.app().ask_where_to_save(PictureFormat::png);
    screen.settle();

    const auto is_playing = [&] { return screen.app().next_wake().has_value(); };
    ASSERT_TRUE(screen.is_popup_open());
    screen.key(kEsc);
    EXPECT_FALSE(screen.is_popup_open());
    ASSERT_TRUE(screen.app().is_help_open());
    screen.key(kEsc);
    EXPECT_FALSE(screen.app().is_help_open());
    ASSERT_NE(screen.app().message(), "");
    screen.key(kEsc);
    EXPECT_EQ(screen.app().message(), "");
    ASSERT_TRUE(is_playing());
    screen.key(kEsc);
    EXPECT_FALSE(is_playing());
    ASSERT_EQ(screen.state().look.theme, Theme::projector);
    screen.key(kEsc);
    EXPECT_EQ(screen.state().look.theme, Theme::print) << "the theme before";
    screen.key(kEsc);
    EXPECT_EQ(screen.state().look.theme, Theme::print) << "there is nothing more to close";
}

TEST(Escape, FromAProjectorThatWasThereFromTheStartGoesToLight) {
    State state;
    state.look.theme = Theme::projector;
    Screen screen(state);
    screen.key(kEsc);
    EXPECT_EQ(screen.state().look.theme, Theme::light);
}

TEST(Escape, GivesUpATextInThePanelBeforeThePanel) {
    const ScratchFolder folder;
    Screen screen;
    screen.app().ask_where_to_save(PictureFormat::png);
    screen.settle();
    screen.key({Key::tab});
    screen.settle();
    ASSERT_TRUE(ImGui::GetIO().WantTextInput) << "Tab goes into the first field";
    screen.key(kEsc);
    EXPECT_TRUE(screen.is_popup_open());
    EXPECT_FALSE(ImGui::GetIO().WantTextInput);
    screen.key(kEsc);
    EXPECT_FALSE(screen.is_popup_open());
}

/// Presses every key that has a command, but those that close something.
void press_all(Screen& screen) {
    for (const Command& command : commands()) {
        if (!command.acts_over_help) screen.key(command.press);
    }
}

TEST(Keys, DoNothingBehindAnOpenListOrPanel) {
    const ScratchFolder folder;
    Screen screen;
    for (const char* list : {"##mode", "##theme", "##scene"}) {
        screen.click(screen.widget("toolbar", list)->centre());
        ASSERT_TRUE(screen.is_popup_open());
        press_all(screen);
        screen.key({Key::f1});
        EXPECT_FALSE(screen.app().is_help_open());
        EXPECT_TRUE(screen.is_popup_open()) << list;
        EXPECT_EQ(screen.state(), State{}) << list;
        screen.key(kEsc);
    }
}

TEST(Keys, DoNothingBehindTheHelpButCloseIt) {
    Screen screen;
    for (const KeyPress& close : {KeyPress{Key::f1}, KeyPress{Key::slash, true}, kEsc}) {
        screen.app().toggle_help();
        press_all(screen);
        EXPECT_EQ(screen.state(), State{});
        EXPECT_TRUE(screen.app().is_help_open());
        screen.key(close);
        EXPECT_FALSE(screen.app().is_help_open());
    }
}

TEST(Keys, BelongToTheTextWhileOneIsTyped) {
    Screen screen;
    screen.click(screen.widget("toolbar", "##x")->centre());
    for (const Command& command : commands()) press_key(screen.app(), command.press);
    screen.settle();
    EXPECT_EQ(screen.state(), State{});
    EXPECT_FALSE(screen.app().is_help_open());
}

TEST(Lists, StandBelowTheirBoxAndInsideTheWindow) {
    const ScratchFolder folder;
    for (const Vec2 size : {Vec2{1024, 700}, {1280, 800}, {1920, 1080}}) {
        Screen screen({}, size.x, size.y);
        const Vec2 page = design_size(size.x, size.y).size;
        for (const char* list : kLists) {
            const Rect box = *screen.widget("toolbar", list);
            const float box_end = screen.box("toolbar", list, box.centre().x)->bottom();
            screen.click(box.centre());
            const auto popup = screen.popup();
            ASSERT_TRUE(popup) << list;
            EXPECT_GE(popup->y, box_end - kFound) << list;
            EXPECT_TRUE(popup->x >= 0 && popup->right() <= page.x && popup->bottom() <= page.y) << list;
            screen.key(kEsc);
        }
    }
}

TEST(Lists, ALongOneScrollsInsteadOfCoveringItsBox) {
    const ScratchFolder folder;
    State state;
    state.sources.input = (folder.path() / "many.npy").string();
    gs::write_npy(state.sources.input, gs::Tensor<float>({1, 200, 2, 2}));
    Screen screen(state);
    const Rect box = *screen.widget("toolbar", "##channel");
    const float box_end = screen.box("toolbar", "##channel", box.centre().x)->bottom();
    screen.click(box.centre());
    const auto popup = screen.popup();
    ASSERT_TRUE(popup);
    EXPECT_GE(popup->y, box_end - kFound);
    EXPECT_LE(popup->bottom(), 800);
}

TEST(Pointer, SaysWhatCanBeDone) {
    Screen screen;
    const auto pointer_at = [&](Vec2 at) {
        screen.move(at);
        return ImGui::GetMouseCursor();
    };
    for (size_t stage = 0; stage < 2; ++stage) {
        const StageView& view = screen.app().hits().stages[stage];
        const auto [x, y] = screen.app().model().query_grid();
        const Vec2 query = view.screen_from_grid({static_cast<float>(x), static_cast<float>(y)});
        EXPECT_EQ(pointer_at(query), ImGuiMouseCursor_ResizeAll) << "the query can be dragged";
        EXPECT_EQ(pointer_at(query + Vec2{10, 10}), ImGuiMouseCursor_ResizeAll);
        EXPECT_EQ(pointer_at(view.picture().centre()), ImGuiMouseCursor_Hand) << "and fetched from afar";
    }
    EXPECT_EQ(pointer_at(screen.middle_of({.kind = Target::Kind::cell, .h = 1, .w = 1})), ImGuiMouseCursor_Hand);
    EXPECT_EQ(pointer_at(screen.middle_of({.kind = Target::Kind::step, .index = 2})), ImGuiMouseCursor_Hand);
    EXPECT_EQ(pointer_at(screen.middle_of({.kind = Target::Kind::back})), ImGuiMouseCursor_Hand);
    EXPECT_EQ(pointer_at(screen.middle_of({.kind = Target::Kind::forward})), ImGuiMouseCursor_Arrow) << "the end";
    EXPECT_EQ(pointer_at({900, 700}), ImGuiMouseCursor_Arrow);
    EXPECT_EQ(pointer_at(screen.widget("toolbar", "##x")->centre()), ImGuiMouseCursor_TextInput);
}

TEST(Pointer, KeepsSayingSoWhileTheQueryIsDragged) {
    Screen screen;
    const Rect picture = screen.app().hits().stages[0].picture();
    screen.move(picture.centre());
    screen.press();
    screen.move(picture.centre() + Vec2{30, 10});
    EXPECT_EQ(ImGui::GetMouseCursor(), ImGuiMouseCursor_ResizeAll);
    screen.move({900, 700});
    EXPECT_EQ(ImGui::GetMouseCursor(), ImGuiMouseCursor_ResizeAll) << "wherever the mouse goes";
    screen.release();
    EXPECT_EQ(ImGui::GetMouseCursor(), ImGuiMouseCursor_Arrow);
}

}  // namespace
}  // namespace viz
