// SPDX-License-Identifier: MIT
// The widgets of the tool bar, by mouse and keyboard.
#include <cmath>
#include <cstdlib>

#include "core/grid_sample.h"
#include "tests/ui/screen.h"

namespace viz {
namespace {

/// Types a text into the field at that place.
void enter_at(Screen& screen, Vec2 field, std::string_view text) {
    screen.click(field);
    EXPECT_TRUE(ImGui::GetIO().WantTextInput) << text;
    screen.type(text);
    screen.press_enter();
}

void enter(Screen& screen, const char* field, std::string_view text) {
    const auto box = screen.widget("toolbar", field);
    ASSERT_TRUE(box) << field;
    enter_at(screen, box->centre(), text);
}

TEST(Toolbar, TypingAGridValueMovesTheQuery) {
    Screen screen;
    enter(screen, "##x", "0.25");
    EXPECT_EQ(screen.state().query, (Query{.x = 0.25}));
    enter(screen, "##y", "+1e-1");
    EXPECT_EQ(screen.state().query, (Query{.x = 0.25, .y = 0.1}));
    screen.app().undo();
    screen.app().undo();
    EXPECT_EQ(screen.state(), State{});
}

TEST(Toolbar, TypingTakesEveryFloatTheWayItIsWritten) {
    Screen screen;
    const Vec2 field = screen.widget("toolbar", "##x")->centre();
    for (const char* text : {"0.71430004", "-0", "1e30", "-3.4028235e38", "1e-45", "inf", "-inf"}) {
        enter_at(screen, field, text);
        EXPECT_EQ(screen.state().query.x, std::strtod(text, nullptr)) << text;
    }
    enter_at(screen, field, "nan");
    EXPECT_TRUE(std::isnan(screen.state().query.x));
    screen.settle();
}

TEST(Toolbar, LeavingAFieldAsItWasChangesNothing) {
    State state;
    state.query = {.is_cell = true, .h = 1, .w = 2};
    Screen screen(state);
    screen.click(screen.widget("toolbar", "##x")->centre());
    screen.press_enter();
    screen.click({640, 420});
    EXPECT_EQ(screen.state(), state) << "an output cell stays one";
}

TEST(Toolbar, ChoosesTheMode) {
    Screen screen;
    for (const gs::Mode mode : {gs::Mode::bicubic, gs::Mode::nearest, gs::Mode::bilinear}) {
        screen.choose("##mode", std::string(name(mode)));
        EXPECT_EQ(screen.state().sampling.mode, mode);
        EXPECT_FALSE(screen.is_popup_open());
    }
}

TEST(Toolbar, ChoosesThePadding) {
    Screen screen;
    for (const gs::Padding padding : {gs::Padding::reflection, gs::Padding::border, gs::Padding::zeros}) {
        screen.choose("##padding", std::string(name(padding)));
        EXPECT_EQ(screen.state().sampling.padding, padding);
    }
}

TEST(Toolbar, ChoosesTheTheme) {
    Screen screen;
    for (const Theme theme : {Theme::dark, Theme::print, Theme::light, Theme::projector}) {
        screen.choose("##theme", std::string(name(theme)));
        EXPECT_EQ(screen.state().look.theme, theme);
    }
}

TEST(Toolbar, ChoosesASceneAndKeepsThemeAndStep) {
    for (const auto& [scene, wanted] : builtin_scenes()) {
        State state;
        state.look.theme = Theme::dark;
        state.walk.step = 4;
        Screen screen(state);
        screen.choose("##scene", wanted.title);
        State expected = wanted;
        expected.look.theme = Theme::dark;
        expected.walk.step = 4;
        EXPECT_EQ(screen.state(), expected) << scene;
    }
}

TEST(Toolbar, ChoosesTheChannelWhereThereAreSeveral) {
    const ScratchFolder folder;
    Screen screen(with_channels(folder.path()));
    screen.choose("##channel", "2");
    EXPECT_EQ(screen.state().view.channel, 2);
    Screen one;
    EXPECT_FALSE(one.widget("toolbar", "##channel"));
}

TEST(Toolbar, GreysOutADeviceThatCannotBeUsedAndSaysWhy) {
    const std::string reason = gs::unavailable_reason(gs::Device::cuda);
    if (reason.empty()) GTEST_SKIP() << "CUDA can be used";
    Screen screen;
    screen.click(screen.widget("toolbar", "##device")->centre());
    const auto entry = screen.entry("cuda: " + reason);
    ASSERT_TRUE(entry) << "cuda: " << reason;
    screen.click(entry->centre());
    EXPECT_EQ(screen.state(), State{});
    EXPECT_EQ(screen.app().message(), "");
}

TEST(Toolbar, ExportAsksWhereThePictureGoes) {
    const ScratchFolder folder;
    Screen screen;
    screen.click(screen.widget("toolbar", "Export")->centre());
    ASSERT_TRUE(screen.is_popup_open());
    screen.app().export_panel().format = PictureFormat::svg;
    screen.app().export_panel().folder = folder.path().string();
    screen.press_enter();
    EXPECT_EQ(folder.files(), std::vector<std::string>{"gridscope-4x4-ramp.svg"});
}

TEST(Toolbar, TheQuestionMarkShowsTheKeys) {
    Screen screen;
    screen.click(screen.widget("toolbar", "?")->centre());
    EXPECT_TRUE(screen.app().is_help_open());
    screen.click(screen.widget("toolbar", "?")->centre());
    EXPECT_FALSE(screen.app().is_help_open());
}

TEST(Toolbar, ForAProjectorItIsTheWayOutTheHelpAndTheExport) {
    State state;
    state.look.theme = Theme::dark;
    for (const auto& [width, height] : {Vec2{1024, 700}, {1280, 800}, {1920, 1080}}) {
        Screen screen(state, width, height);
        screen.choose("##theme", "projector");
        screen.settle();
        EXPECT_FALSE(screen.widget("toolbar", "##mode"));
        screen.click(screen.widget("toolbar", "?")->centre());
        EXPECT_TRUE(screen.app().is_help_open());
        screen.app().toggle_help();
        screen.click(screen.widget("toolbar", "Export")->centre());
        EXPECT_TRUE(screen.is_popup_open());
        screen.key({Key::escape});
        EXPECT_EQ(screen.state().look.theme, Theme::projector) << "the panel alone was closed";
        screen.click(screen.widget("toolbar", "Leave projector (Esc)")->centre());
        EXPECT_EQ(screen.state(), state) << "back to the theme before";
    }
}

TEST(Toolbar, LeavesLargeTextsOfAnyTheme) {
    State state;
    state.look = {.theme = Theme::dark, .text_size = TextSize::large};
    Screen screen(state);
    screen.settle();
    screen.click(screen.widget("toolbar", "Leave projector (Esc)")->centre());
    EXPECT_EQ(screen.state().look, (Look{.theme = Theme::dark}));
    EXPECT_TRUE(screen.widget("toolbar", "?").has_value());
}

}  // namespace
}  // namespace viz
