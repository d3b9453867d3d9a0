// SPDX-License-Identifier: MIT
// Files that take long: the window goes on meanwhile, and can stop it.
#include <atomic>
#include <fstream>
#include <thread>

#include "core/files/npy.h"
#include "tests/ui/screen.h"
#include "viz/pages/compare_layout.h"
#include "viz/ui/message.h"

namespace viz {
namespace {

using std::chrono::milliseconds;

/// No machine is so busy that a thread does not get on in this time.
constexpr std::chrono::seconds kDeadline{60};

template <class Condition>
bool comes_true(Condition&& condition) {
    const auto end = std::chrono::steady_clock::now() + kDeadline;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(milliseconds(1));
    }
    return true;
}

/// What PNG files begin with; a reader of tests looks no further.
constexpr std::string_view kBeginningOfPng = "\x89PNG\r\n\x1a\n";

/// Images that are read for as long as a test wants.
class SlowFiles : public DiskFiles {
public:
    explicit SlowFiles(std::initializer_list<const char*> names) {
        for (const char* name : names) std::ofstream(name) << kBeginningOfPng;
    }

    std::atomic<bool> is_released = false;  ///< reading may end
    std::atomic<bool> fails = false;
    mutable std::atomic<int> begun = 0, stopped = 0;

    Source decode(const std::string&, const FileOptions&, const gs::Work& work) const override {
        ++begun;
        work.begin(4);
        work.advance(1);
        while (!is_released) {
            if (work.is_stopped()) ++stopped;
            work.check();
            std::this_thread::sleep_for(milliseconds(1));
        }
        if (fails) throw std::runtime_error("slow.png: is broken near its end");
        Source source;
        source.tensor = gs::Tensor<float>({1, 1, 8, 8});
        source.facts.kind = SourceKind::image;
        source.facts.format = "PNG";
        source.facts.layout = "HW";
        return source;
    }
};

struct SlowFile : testing::Test {
    /// A window that waits for nothing.
    Screen& open(const State& state = {}, const gs::WorkLimits& limits = {}) {
        screen_.emplace(state, files, DocumentOptions{.limits = limits, .patience = milliseconds(0)});
        // Without patience even the start scene may take a moment.
        if (state == State{}) {
            EXPECT_TRUE(finishes());
        }
        return *screen_;
    }
    void close() { screen_.reset(); }

    bool finishes() {
        return comes_true([&] {
            screen_->frame();
            return !screen_->app().is_loading();
        });
    }

    void drop_slow_file() {
        screen_->app().open_file("slow.png");
        ASSERT_TRUE(comes_true([&] { return files.begun > 0; }));
        ASSERT_TRUE(screen_->app().is_loading());
    }

    /// Draws until the line is there.
    void see_line() {
        ASSERT_TRUE(comes_true([&] {
            screen_->frame();
            return !screen_->app().loading_words().empty();
        }));
        screen_->frame();
    }

    /// So little that the history does not keep the slow file.
    const gs::WorkLimits kForgetful{.memory = 400};

    ScratchFolder folder;
    SlowFiles files{"slow.png", "other.png"};
    std::optional<Screen> screen_;
};

TEST_F(SlowFile, LeavesTheWindowAliveWithTheStateBefore) {
    Screen& screen = open();
    const State before = screen.state();
    drop_slow_file();
    EXPECT_EQ(screen.state(), before);
    const Vec2 middle = screen.app().hits().stages[0].picture().centre();
    screen.drag(middle, middle + Vec2{60, 30});
    EXPECT_NE(screen.state().query, before.query) << "the query is dragged meanwhile";
    screen.key({Key::left});
    screen.key({Key::t});
    EXPECT_EQ(screen.state().walk.step, kSteps - 1);
    const State edited = screen.state();
    ASSERT_TRUE(screen.app().is_loading());

    files.is_released = true;
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state().sources.input, "slow.png");
    EXPECT_EQ(screen.app().model().width(), 8);
    EXPECT_EQ(screen.state().query, edited.query) << "what was changed meanwhile stays changed";
    EXPECT_EQ(screen.state().walk.step, edited.walk.step);
    EXPECT_EQ(screen.state().look.theme, edited.look.theme);
    screen.app().undo();
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state(), edited) << "undo returns to the State right before";
}

TEST_F(SlowFile, SaysWhatItReadsAndHowFarItIsAndWakesTheWindowForThat) {
    Screen& screen = open();
    EXPECT_FALSE(screen.app().next_wake());
    drop_slow_file();
    EXPECT_EQ(screen.app().loading_words(), "") << "what is quick does not flicker";
    see_line();
    EXPECT_EQ(screen.app().loading_words(), "Reading slow.png 25 %");
    screen.frame(7);
    ASSERT_TRUE(screen.app().next_wake());
    EXPECT_NEAR(*screen.app().next_wake(), 7, 0.2);
    files.is_released = true;
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.app().loading_words(), "");
    EXPECT_FALSE(screen.app().next_wake()) << "and then the window sleeps";
}

TEST_F(SlowFile, EscStopsItAndNothingIsLost) {
    Screen& screen = open();
    State next = screen.state();
    next.walk.step = 2;
    screen.app().change(next);
    drop_slow_file();
    screen.key({Key::escape});
    EXPECT_FALSE(screen.app().is_loading());
    EXPECT_EQ(screen.state(), next);
    EXPECT_NE(screen.app().message().find("Stopped"), std::string::npos);
    EXPECT_TRUE(comes_true([&] { return files.stopped == 1; })) << "the reader is told";
    screen.app().undo();
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state(), State{}) << "and the history is as it was";
}

TEST_F(SlowFile, IsStoppedByAClickOnItsButtonAlsoWhileTheHelpIsOpen) {
    for (const Theme theme : kThemes) {
        Screen& screen = open();
        State state = screen.state();
        state.look.theme = theme;
        screen.app().change(state);
        if (theme != Theme::light) screen.app().toggle_help();
        files.begun = 0;
        drop_slow_file();
        see_line();
        // The pointer says where the button is.
        const Rect place = message_place(make_layout(kDesignSize, Look{.theme = theme}));
        Vec2 at{place.x, place.centre().y};
        const auto is_on_button = [&] {
            screen.move(at);
            return ImGui::GetMouseCursor() == ImGuiMouseCursor_Hand;
        };
        while (at.x < place.right() && !is_on_button()) at.x += 8;
        ASSERT_LT(at.x, place.right()) << name(theme);
        screen.click(at);
        EXPECT_FALSE(screen.app().is_loading()) << name(theme);
        EXPECT_EQ(screen.state(), state) << name(theme);
        close();
    }
}

TEST_F(SlowFile, IsStoppedWhenTheWindowCloses) {
    open();
    drop_slow_file();
    close();
    EXPECT_EQ(files.stopped, 1);
}

TEST_F(SlowFile, ASecondFileGoesOnTopOfTheFirst) {
    gs::write_npy("g.npy", gs::Tensor<float>({5, 7, 2}));
    Screen& screen = open();
    drop_slow_file();
    screen.app().open_file("g.npy");
    EXPECT_TRUE(comes_true([&] { return files.stopped == 1; }));
    files.is_released = true;
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state().sources.input, "slow.png");
    EXPECT_EQ(screen.state().sources.grid, "g.npy");
    screen.app().undo();
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state(), State{}) << "both are one step";
}

TEST_F(SlowFile, OfAnotherInputTheLastOneStays) {
    Screen& screen = open();
    drop_slow_file();
    screen.app().open_file("other.png");
    State next = screen.state();
    next.sampling.mode = gs::Mode::nearest;
    screen.app().change(next);
    files.is_released = true;
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state().sources.input, "other.png");
    EXPECT_EQ(screen.state().sampling.mode, gs::Mode::nearest);
}

TEST_F(SlowFile, UndoStopsWhatIsOnItsWay) {
    Screen& screen = open();
    drop_slow_file();
    screen.key({Key::z, false, true});
    EXPECT_FALSE(screen.app().is_loading());
    EXPECT_EQ(screen.state(), State{});
}

TEST_F(SlowFile, UndoTwiceGoesTwoStepsBack) {
    files.is_released = true;
    Screen& screen = open({}, kForgetful);
    const State first = screen.state();
    screen.app().open_file("slow.png");
    ASSERT_TRUE(finishes());
    State next = screen.state();
    next.sources.input = "ramp:5x5";
    screen.app().change(next);
    ASSERT_TRUE(finishes());
    next = screen.state();
    files.is_released = false;
    files.begun = 0;
    screen.app().undo();
    ASSERT_TRUE(comes_true([&] { return files.begun > 0; }));
    screen.app().undo();
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state(), first);
    files.is_released = true;
    screen.app().redo();
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state().sources.input, "slow.png");
    screen.app().redo();
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state(), next);
}

TEST_F(SlowFile, ThatUndoReadsAgainKeepsWhatIsChangedMeanwhile) {
    files.is_released = true;
    Screen& screen = open({}, kForgetful);
    screen.app().open_file("slow.png");
    ASSERT_TRUE(finishes());
    State other = screen.state();
    other.sources.input = "ramp:5x5";
    screen.app().change(other);
    ASSERT_TRUE(finishes());
    files.is_released = false;
    screen.app().undo();
    screen.key({Key::left});
    const State edited = screen.state();
    ASSERT_EQ(edited.walk.step, other.walk.step - 1);
    ASSERT_TRUE(screen.app().is_loading());
    files.is_released = true;
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state().sources.input, "slow.png");
    EXPECT_EQ(screen.state().walk.step, edited.walk.step);
    screen.app().undo();
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state(), edited) << "undo returns to the State right before";
}

TEST_F(SlowFile, AFileThatTurnsOutBrokenIsRefused) {
    Screen& screen = open();
    drop_slow_file();
    files.fails = true;
    files.is_released = true;
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state(), State{});
    EXPECT_EQ(screen.app().message(), "slow.png: is broken near its end");
    EXPECT_EQ(screen.app().message_kind(), MessageKind::refused);
}

TEST_F(SlowFile, TakesNothingOutOfTheHandThatDragsIt) {
    Screen& screen = open();
    const Vec2 middle = screen.app().hits().stages[0].picture().centre();
    drop_slow_file();
    screen.move(middle);
    screen.press();
    files.is_released = true;
    for (int k = 0; k < 100; ++k) {
        std::this_thread::sleep_for(milliseconds(1));
        screen.move(middle + Vec2{static_cast<float>(k), 0});
    }
    EXPECT_EQ(screen.state().sources.input, State{}.sources.input);
    screen.release();
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.state().sources.input, "slow.png");
}

State slow_state() {
    State state;
    state.sources.input = "slow.png";
    state.look.theme = Theme::dark;
    return state;
}

TEST_F(SlowFile, OfTheFirstStateShowsTheStartSceneMeanwhile) {
    Screen& screen = open(slow_state());
    EXPECT_EQ(screen.state().sources.input, builtin_scenes().front().state.sources.input);
    EXPECT_EQ(screen.state().look.theme, Theme::dark);
    State next = screen.state();
    next.sampling.mode = gs::Mode::nearest;
    screen.app().change(next);
    ASSERT_NE(screen.app().document().awaited(), nullptr);
    EXPECT_EQ(*screen.app().document().awaited(), slow_state()) << "whatever is changed meanwhile";
    close();
    open(slow_state());
    files.is_released = true;
    ASSERT_TRUE(finishes());
    EXPECT_EQ(screen.app().document().awaited(), nullptr);
    State want = slow_state();
    want.sources.input_id = screen.state().sources.input_id;
    EXPECT_NE(want.sources.input_id, "");
    EXPECT_EQ(screen.state(), want);
    EXPECT_NO_THROW(screen.app().document().rethrow_failure());
    screen.app().undo();
    EXPECT_FALSE(screen.app().is_loading()) << "nothing to undo";
    EXPECT_EQ(screen.state(), want);
}

TEST_F(SlowFile, OfAFirstStateThatFailsLateEndsTheProgramWithItsSentence) {
    Screen& screen = open(slow_state());
    EXPECT_NO_THROW(screen.app().document().rethrow_failure());
    files.fails = true;
    files.is_released = true;
    ASSERT_TRUE(finishes());
    EXPECT_THROW(screen.app().document().rethrow_failure(), std::runtime_error);
}

TEST_F(SlowFile, OfTheFirstStateCanBeStopped) {
    Screen& screen = open(slow_state());
    screen.key({Key::escape});
    EXPECT_FALSE(screen.app().is_loading());
    EXPECT_EQ(screen.state().sources.input, State{}.sources.input);
    EXPECT_NO_THROW(screen.app().document().rethrow_failure());
}

TEST_F(SlowFile, StandsStillInATinyWindow) {
    Screen& screen = open();
    drop_slow_file();
    for (const Vec2 size : {Vec2{1, 1}, {1, 800}, {1280, 1}, {20, 20}, {60, 40}, {1280, 800}}) {
        screen.resize(size.x, size.y);
        screen.settle();
    }
    files.is_released = true;
    screen.resize(1, 1);
    ASSERT_TRUE(finishes()) << "what is loaded is taken there, too";
    EXPECT_EQ(screen.state().sources.input, "slow.png");
}

}  // namespace
}  // namespace viz
