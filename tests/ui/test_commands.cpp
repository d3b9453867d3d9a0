// SPDX-License-Identifier: MIT
// The table of keys: every one does what its line of the help says.
#define GLFW_INCLUDE_NONE
#include "viz/ui/commands.h"

#include <GLFW/glfw3.h>

#include <cmath>
#include <functional>

#include "tests/ui/screen.h"
#include "viz/platform/desktop/settings.h"

namespace viz {
namespace {

constexpr KeyPress plain(Key key) {
    return {key};
}
constexpr KeyPress shift(Key key) {
    return {key, true};
}
constexpr KeyPress ctrl(Key key) {
    return {key, false, true};
}
constexpr KeyPress alt(Key key) {
    return {key, false, false, true};
}

void press(Screen& screen, const KeyPress& key) {
    EXPECT_TRUE(run_command(screen.app(), key)) << "key " << static_cast<int>(key.key);
    screen.settle();
}

/// Saving a PNG runs OpenGL; it has a test of its own.
bool saves_png(const Command& command) {
    return command.press == ctrl(Key::e);
}

/// Whether pressing it is meant to be undone by Ctrl + Z.
bool is_edit(const Command& command) {
    for (const KeyPress& key :
         {ctrl(Key::z), ctrl(Key::y), ctrl(Key::e), KeyPress{Key::e, true, true}}) {
        if (command.press == key) return false;
    }
    return true;
}

TEST(Commands, EachHasItsOwnKeyAndALineOfHelp) {
    bool has_line_above = false;
    for (const Command& command : commands()) {
        has_line_above = has_line_above || !command.keys.empty();
        EXPECT_TRUE(has_line_above);
        EXPECT_EQ(command.keys.empty(), !command.what.has_value()) << command.keys;
        EXPECT_NE(command.run, nullptr);
        int same = 0;
        for (const Command& other : commands()) same += other.press == command.press;
        EXPECT_EQ(same, 1) << "key " << static_cast<int>(command.press.key);
    }
}

TEST(Commands, RunFromEveryBuiltinSceneAndCanBeUndone) {
    const ScratchFolder folder;
    for (const auto& [scene, state] : builtin_scenes()) {
        for (const Command& command : commands()) {
            if (saves_png(command)) continue;
            Screen screen(state);
            EXPECT_NO_THROW(command.run(screen.app())) << scene << ", key " << static_cast<int>(command.press.key);
            screen.settle();
            if (!is_edit(command) || screen.state() == state) continue;
            const State after = screen.state();
            screen.app().undo();
            EXPECT_EQ(screen.state(), state) << scene << ", key " << static_cast<int>(command.press.key);
            screen.app().redo();
            EXPECT_EQ(screen.state(), after) << scene << ", key " << static_cast<int>(command.press.key);
        }
    }
}

TEST(Commands, UnknownKeysDoNothing) {
    Screen screen;
    for (const KeyPress& key : {plain(Key::none), plain(Key::q), ctrl(Key::m), alt(Key::space)})
        EXPECT_FALSE(run_command(screen.app(), key));
    EXPECT_EQ(screen.state(), State{});
}

TEST(Commands, StepForwardAndBackReturnsExactly) {
    for (const auto& [forward, back] :
         {std::pair{Key::right, Key::left}, std::pair{Key::page_down, Key::page_up}}) {
        Screen screen;
        press(screen, plain(Key::home));
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
        press(screen, plain(Key::home));
        press(screen, plain(back));
        EXPECT_EQ(screen.state().walk.step, 1);
        press(screen, plain(Key::end));
        EXPECT_EQ(screen.state().walk.step, kSteps);
    }
}

TEST(Commands, ArrowsAndTabWalkTheOutputCells) {
    for (const auto& [next, previous] :
         {std::pair{plain(Key::down), plain(Key::up)}, std::pair{plain(Key::tab), shift(Key::tab)}}) {
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
    press(screen, plain(Key::up));
    EXPECT_EQ(screen.state().query, (Query{.is_cell = true, .h = 2, .w = 2})) << "back from a free query";
}

TEST(Commands, ArrowsNudgeTheQueryByAnEighthOfAPixelAndByAPixel) {
    constexpr float kTolerance = 1e-5f;  // a few roundings of positions up to 8
    const struct {
        Key key;
        float x, y;
    } directions[] = {{Key::right, 1, 0}, {Key::left, -1, 0}, {Key::up, 0, -1}, {Key::down, 0, 1}};
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
    const auto after = [](Key key) {
        Screen screen;
        press(screen, alt(key));
        return screen.state().query;
    };
    const Query start;
    const Query right = after(Key::right), left = after(Key::left), up = after(Key::up),
                down = after(Key::down);
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
void expect_cycle(const Choices& choices, auto part, auto setting, Key key) {
    Screen screen;
    for (size_t k = 1; k <= choices.size(); ++k) {
        press(screen, plain(key));
        EXPECT_EQ(screen.state().*part.*setting, choices[k % choices.size()]);
    }
    EXPECT_EQ(screen.state(), State{}) << "and nothing else changes";
}

TEST(Commands, LettersGoThroughModesPaddingsAndThemes) {
    expect_cycle(gs::kModes, &State::sampling, &Sampling::mode, Key::m);
    expect_cycle(gs::kPaddings, &State::sampling, &Sampling::padding, Key::z);
    expect_cycle(kThemes, &State::look, &Look::theme, Key::t);
}

TEST(Commands, CGoesThroughTheChannels) {
    const ScratchFolder folder;
    Screen screen(with_channels(folder.path()));
    for (const int64_t channel : {1, 2, 0}) {
        press(screen, plain(Key::c));
        EXPECT_EQ(screen.state().view.channel, channel);
    }
}

TEST(Commands, PlusAndMinusZoom) {
    State state;
    state.sources.input = "ramp:64x64";
    Screen screen(state);
    const auto shown = [&] { return screen.app().hits().stages[0].window.columns; };
    for (int k = 0; k < 3; ++k) press(screen, plain(Key::minus));
    for (const KeyPress& in : {plain(Key::equal), shift(Key::equal), plain(Key::keypad_add)}) {
        const float before = shown();
        press(screen, in);
        EXPECT_LT(shown(), before);
    }
    for (const KeyPress& out : {plain(Key::minus), plain(Key::keypad_subtract)}) {
        const float before = shown();
        press(screen, out);
        EXPECT_GT(shown(), before);
    }
    for (int k = 0; k < 40; ++k) press(screen, plain(Key::minus));
    EXPECT_LE(shown(), 200) << "there is an end to it";
    for (int k = 0; k < 40; ++k) press(screen, plain(Key::equal));
    EXPECT_GE(shown(), 2);
}

TEST(Commands, SpacePlaysAndStops) {
    Screen screen;
    press(screen, plain(Key::space));
    EXPECT_TRUE(screen.app().next_wake());
    press(screen, plain(Key::space));
    EXPECT_FALSE(screen.app().next_wake());
}

TEST(Commands, QuestionMarkAndF1ShowTheKeysAndEscapeHidesThem) {
    for (const KeyPress& key : {plain(Key::f1), shift(Key::slash)}) {
        Screen screen;
        press(screen, key);
        EXPECT_TRUE(screen.app().is_help_open());
        press(screen, plain(Key::escape));
        EXPECT_FALSE(screen.app().is_help_open());
    }
}

TEST(Commands, UndoAndRedoWalkThroughAllStates) {
    Screen screen;
    std::vector<State> states{screen.state()};
    for (const Key key : {Key::m, Key::z, Key::left, Key::down, Key::t, Key::m}) {
        press(screen, plain(key));
        states.push_back(screen.state());
    }
    for (size_t k = states.size() - 1; k-- > 0;) {
        press(screen, ctrl(Key::z));
        EXPECT_EQ(screen.state(), states[k]);
    }
    press(screen, ctrl(Key::z));
    EXPECT_EQ(screen.state(), states.front());
    for (size_t k = 1; k < states.size(); ++k) {
        press(screen, ctrl(Key::y));
        EXPECT_EQ(screen.state(), states[k]);
    }
    press(screen, ctrl(Key::y));
    EXPECT_EQ(screen.state(), states.back());
}

TEST(Commands, ANewChangeForgetsWhatWasUndone) {
    Screen screen;
    press(screen, plain(Key::m));
    press(screen, ctrl(Key::z));
    press(screen, plain(Key::z));
    const State after = screen.state();
    press(screen, ctrl(Key::y));
    EXPECT_EQ(screen.state(), after);
}

TEST(Commands, CtrlShiftEAsksForAFolderOnceAndThenSavesThere) {
    const ScratchFolder folder;
    Screen screen;
    press(screen, {Key::e, true, true});
    ASSERT_TRUE(screen.is_popup_open());
    screen.press_enter();
    EXPECT_FALSE(screen.is_popup_open());
    EXPECT_TRUE(std::filesystem::exists(folder.home() / "gridscope-4x4-ramp.svg"));
    press(screen, {Key::e, true, true});
    EXPECT_FALSE(screen.is_popup_open());
    EXPECT_TRUE(std::filesystem::exists(folder.home() / "gridscope-4x4-ramp-2.svg"));
    EXPECT_EQ(folder.files(), std::vector<std::string>{}) << "nothing goes into the working folder unasked";
}

TEST(Picture, CtrlESavesAPngOrSaysWhyNot) {
    const ScratchFolder folder;
    write_settings({folder.path().string()});
    Screen screen;
    press(screen, ctrl(Key::e));
    EXPECT_FALSE(screen.app().message().empty());
    const bool is_saved = screen.app().message_kind() == MessageKind::done;
    EXPECT_EQ(folder.files(),
              is_saved ? std::vector<std::string>{"gridscope-4x4-ramp.png"} : std::vector<std::string>{});
}

}  // namespace
}  // namespace viz
