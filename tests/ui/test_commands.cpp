// SPDX-License-Identifier: MIT
// The table of keys: every one does what its line of the help says.
#define GLFW_INCLUDE_NONE
#include "viz/ui/commands.h"

#include <GLFW/glfw3.h>

#include <cmath>
#include <functional>

#include "tests/ui/screen.h"
#include "viz/ui/settings.h"

namespace viz {
namespace {

constexpr KeyPress plain(int key) {
    return {key};
}
constexpr KeyPress shift(int key) {
    return {key, true};
}
constexpr KeyPress ctrl(int key) {
    return {key, false, true};
}
constexpr KeyPress alt(int key) {
    return {key, false, false, true};
}

void press(Screen& screen, const KeyPress& key) {
    EXPECT_TRUE(run_command(screen.app(), key)) << "key " << key.key;
    screen.settle();
}

/// Saving a PNG runs OpenGL; it has a test of its own.
bool saves_png(const Command& command) {
    return command.press == ctrl(GLFW_KEY_E);
}

/// Whether pressing it is meant to be undone by Ctrl + Z.
bool is_edit(const Command& command) {
    for (const KeyPress& key :
         {ctrl(GLFW_KEY_Z), ctrl(GLFW_KEY_Y), ctrl(GLFW_KEY_E), KeyPress{GLFW_KEY_E, true, true}}) {
        if (command.press == key) return false;
    }
    return true;
}

TEST(Commands, EachHasItsOwnKeyAndALineOfHelp) {
    bool has_line_above = false;
    for (const Command& command : commands()) {
        has_line_above = has_line_above || !command.keys.empty();
        EXPECT_TRUE(has_line_above);
        EXPECT_EQ(command.keys.empty(), command.what.empty()) << command.keys << command.what;
        EXPECT_NE(command.run, nullptr);
        int same = 0;
        for (const Command& other : commands()) same += other.press == command.press;
        EXPECT_EQ(same, 1) << "key " << command.press.key;
    }
}

TEST(Commands, RunFromEveryBuiltinSceneAndCanBeUndone) {
    const ScratchFolder folder;
    for (const auto& [scene, state] : builtin_scenes()) {
        for (const Command& command : commands()) {
            if (saves_png(command)) continue;
            Screen screen(state);
            EXPECT_NO_THROW(command.run(screen.app())) << scene << ", key " << command.press.key;
            screen.settle();
            if (!is_edit(command) || screen.state() == state) continue;
            const State after = screen.state();
            screen.app().undo();
            EXPECT_EQ(screen.state(), state) << scene << ", key " << command.press.key;
            screen.app().redo();
            EXPECT_EQ(screen.state(), after) << scene << ", key " << command.press.key;
        }
    }
}

TEST(Commands, UnknownKeysDoNothing) {
    Screen screen;
    for (const KeyPress& key : {plain(GLFW_KEY_F12), ctrl(GLFW_KEY_M), alt(GLFW_KEY_SPACE), plain(0), plain(-1)})
        EXPECT_FALSE(run_command(screen.app(), key));
    EXPECT_EQ(screen.state(), State{});
}

TEST(Commands, StepForwardAndBackReturnsExactly) {
    for (const auto& [forward, back] :
         {std::pair{GLFW_KEY_RIGHT, GLFW_KEY_LEFT}, std::pair{GLFW_KEY_PAGE_DOWN, GLFW_KEY_PAGE_UP}}) {
        Screen screen;
        press(screen, plain(GLFW_KEY_HOME));
        EXPECT_EQ(screen.state().walk.step, 1);
        for (int step = 1; step < kSteps; ++step) {
            const State before = screen.state();
            const auto drawn = screen.corners();
            press(screen, plain(forward));
            EXPECT_EQ(screen.state().walk.step, step + 1);
            EXPECT_NE(screen.corners(), drawn);
            press(screen, plain(back));
            EXPECT_EQ(screen.state(), before);
            EXPECT_EQ(screen.corners(), drawn);
            press(screen, plain(forward));
        }
        press(screen, plain(forward));
        EXPECT_EQ(screen.state().walk.step, kSteps) << "the last one is the last";
        press(screen, plain(GLFW_KEY_HOME));
        press(screen, plain(back));
        EXPECT_EQ(screen.state().walk.step, 1);
        press(screen, plain(GLFW_KEY_END));
        EXPECT_EQ(screen.state().walk.step, kSteps);
    }
}

TEST(Commands, ArrowsAndTabWalkTheOutputCells) {
    for (const auto& [next, previous] :
         {std::pair{plain(GLFW_KEY_DOWN), plain(GLFW_KEY_UP)}, std::pair{plain(GLFW_KEY_TAB), shift(GLFW_KEY_TAB)}}) {
        Screen screen;
        for (int64_t cell = 0; cell < 9; ++cell) {
            press(screen, next);
            EXPECT_EQ(screen.state().query, (Query{.is_cell = true, .h = cell / 3, .w = cell % 3}));
        }
        press(screen, next);
        EXPECT_EQ(screen.state().query, (Query{.is_cell = true, .h = 2, .w = 2})) << "the last one is the last";
        press(screen, previous);
        EXPECT_EQ(screen.state().query, (Query{.is_cell = true, .h = 2, .w = 1}));
    }
    Screen screen;
    press(screen, plain(GLFW_KEY_UP));
    EXPECT_EQ(screen.state().query, (Query{.is_cell = true, .h = 2, .w = 2})) << "back from a free query";
}

TEST(Commands, ArrowsNudgeTheQueryByAnEighthOfAPixelAndByAPixel) {
    constexpr float kTolerance = 1e-5f;  // a few roundings of positions up to 8
    const struct {
        int key;
        float x, y;
    } directions[] = {{GLFW_KEY_RIGHT, 1, 0}, {GLFW_KEY_LEFT, -1, 0}, {GLFW_KEY_UP, 0, -1}, {GLFW_KEY_DOWN, 0, 1}};
    for (const char* input : {"ramp:4x4", "ramp:3x8"}) {
        State state;
        state.sources.input = input;
        for (const auto& [key, x, y] : directions) {
            for (const auto& [pressed, pixels] : {std::pair{shift(key), 0.125f}, std::pair{ctrl(key), 1.0f}}) {
                Screen screen(state);
                const Trace before = screen.app().model().side(false).trace;
                press(screen, pressed);
                const Trace& after = screen.app().model().side(false).trace;
                EXPECT_TRUE(std::abs(after.x.unnormalized - before.x.unnormalized - x * pixels) <= kTolerance);
                EXPECT_TRUE(std::abs(after.y.unnormalized - before.y.unnormalized - y * pixels) <= kTolerance);
            }
        }
    }
}

TEST(Commands, AltAndArrowsGoToTheNextFloat) {
    const auto after = [](int key) {
        Screen screen;
        press(screen, alt(key));
        return screen.state().query;
    };
    const Query start;
    const Query right = after(GLFW_KEY_RIGHT), left = after(GLFW_KEY_LEFT), up = after(GLFW_KEY_UP),
                down = after(GLFW_KEY_DOWN);
    const auto next = [](double value, float towards) { return std::nextafter(static_cast<float>(value), towards); };
    EXPECT_EQ(static_cast<float>(right.x), next(start.x, 2));
    EXPECT_EQ(right.y, start.y);
    EXPECT_EQ(static_cast<float>(left.x), next(start.x, -2));
    EXPECT_EQ(static_cast<float>(up.y), next(start.y, -2));
    EXPECT_EQ(static_cast<float>(down.y), next(start.y, 2));
    EXPECT_EQ(down.x, start.x);
}

/// The values that a setting goes through, key press by key press.
template <class Choices>
void expect_cycle(const Choices& choices, auto part, auto setting, int key) {
    Screen screen;
    for (size_t k = 1; k <= choices.size(); ++k) {
        press(screen, plain(key));
        EXPECT_EQ(screen.state().*part.*setting, choices[k % choices.size()]);
    }
    EXPECT_EQ(screen.state(), State{}) << "and nothing else changes";
}

TEST(Commands, LettersGoThroughModesPaddingsAndThemes) {
    expect_cycle(gs::kModes, &State::sampling, &Sampling::mode, GLFW_KEY_M);
    expect_cycle(gs::kPaddings, &State::sampling, &Sampling::padding, GLFW_KEY_Z);
    expect_cycle(kThemes, &State::look, &Look::theme, GLFW_KEY_T);
}

TEST(Commands, CGoesThroughTheChannels) {
    const ScratchFolder folder;
    Screen screen(with_channels(folder.path()));
    for (const int64_t channel : {1, 2, 0}) {
        press(screen, plain(GLFW_KEY_C));
        EXPECT_EQ(screen.state().view.channel, channel);
    }
}

TEST(Commands, PlusAndMinusZoom) {
    State state;
    state.sources.input = "ramp:64x64";
    Screen screen(state);
    const auto shown = [&] { return screen.app().hits().stages[0].window.columns; };
    for (int k = 0; k < 3; ++k) press(screen, plain(GLFW_KEY_MINUS));
    for (const KeyPress& in : {plain(GLFW_KEY_EQUAL), shift(GLFW_KEY_EQUAL), plain(GLFW_KEY_KP_ADD)}) {
        const float before = shown();
        press(screen, in);
        EXPECT_LT(shown(), before);
    }
    for (const KeyPress& out : {plain(GLFW_KEY_MINUS), plain(GLFW_KEY_KP_SUBTRACT)}) {
        const float before = shown();
        press(screen, out);
        EXPECT_GT(shown(), before);
    }
    for (int k = 0; k < 40; ++k) press(screen, plain(GLFW_KEY_MINUS));
    EXPECT_LE(shown(), 200) << "there is an end to it";
    for (int k = 0; k < 40; ++k) press(screen, plain(GLFW_KEY_EQUAL));
    EXPECT_GE(shown(), 2);
}

TEST(Commands, SpacePlaysAndStops) {
    Screen screen;
    press(screen, plain(GLFW_KEY_SPACE));
    EXPECT_TRUE(screen.app().next_wake());
    press(screen, plain(GLFW_KEY_SPACE));
    EXPECT_FALSE(screen.app().next_wake());
}

TEST(Commands, QuestionMarkAndF1ShowTheKeysAndEscapeHidesThem) {
    for (const KeyPress& key : {plain(GLFW_KEY_F1), shift(GLFW_KEY_SLASH)}) {
        Screen screen;
        press(screen, key);
        EXPECT_TRUE(screen.app().is_help_open());
        press(screen, plain(GLFW_KEY_ESCAPE));
        EXPECT_FALSE(screen.app().is_help_open());
    }
}

TEST(Commands, UndoAndRedoWalkThroughAllStates) {
    Screen screen;
    std::vector<State> states{screen.state()};
    for (const int key : {GLFW_KEY_M, GLFW_KEY_Z, GLFW_KEY_LEFT, GLFW_KEY_DOWN, GLFW_KEY_T, GLFW_KEY_M}) {
        press(screen, plain(key));
        states.push_back(screen.state());
    }
    for (size_t k = states.size() - 1; k-- > 0;) {
        press(screen, ctrl(GLFW_KEY_Z));
        EXPECT_EQ(screen.state(), states[k]);
    }
    press(screen, ctrl(GLFW_KEY_Z));
    EXPECT_EQ(screen.state(), states.front());
    for (size_t k = 1; k < states.size(); ++k) {
        press(screen, ctrl(GLFW_KEY_Y));
        EXPECT_EQ(screen.state(), states[k]);
    }
    press(screen, ctrl(GLFW_KEY_Y));
    EXPECT_EQ(screen.state(), states.back());
}

TEST(Commands, ANewChangeForgetsWhatWasUndone) {
    Screen screen;
    press(screen, plain(GLFW_KEY_M));
    press(screen, ctrl(GLFW_KEY_Z));
    press(screen, plain(GLFW_KEY_Z));
    const State after = screen.state();
    press(screen, ctrl(GLFW_KEY_Y));
    EXPECT_EQ(screen.state(), after);
}

TEST(Commands, CtrlShiftEAsksForAFolderOnceAndThenSavesThere) {
    const ScratchFolder folder;
    Screen screen;
    press(screen, {GLFW_KEY_E, true, true});
    ASSERT_TRUE(screen.is_popup_open());
    screen.press_enter();
    EXPECT_FALSE(screen.is_popup_open());
    EXPECT_TRUE(std::filesystem::exists(folder.home() / "gridscope-4x4-ramp.svg"));
    press(screen, {GLFW_KEY_E, true, true});
    EXPECT_FALSE(screen.is_popup_open());
    EXPECT_TRUE(std::filesystem::exists(folder.home() / "gridscope-4x4-ramp-2.svg"));
    EXPECT_EQ(folder.files(), std::vector<std::string>{}) << "nothing goes into the working folder unasked";
}

TEST(Picture, CtrlESavesAPngOrSaysWhyNot) {
    const ScratchFolder folder;
    write_settings({folder.path().string()});
    Screen screen;
    press(screen, ctrl(GLFW_KEY_E));
    EXPECT_FALSE(screen.app().message().empty());
    const bool is_saved = screen.app().message_kind() == MessageKind::done;
    EXPECT_EQ(folder.files(),
              is_saved ? std::vector<std::string>{"gridscope-4x4-ramp.png"} : std::vector<std::string>{});
}

}  // namespace
}  // namespace viz
