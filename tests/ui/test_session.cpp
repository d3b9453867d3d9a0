// SPDX-License-Identifier: MIT
// What is left over of a window that ended without being closed.
#include "viz/ui/session.h"

#include <unistd.h>

#include <fstream>

#include "core/files/npy.h"
#include "tests/ui/screen.h"

namespace viz {
namespace {

std::filesystem::path file_of(pid_t process) {
    return session_folder() / ("window-" + std::to_string(process) + ".json");
}

State some_state() {
    State state;
    state.mode = gs::Mode::bicubic;
    state.step = 3;
    return state;
}

TEST(Session, IsSavedAtOnceAndThenSoonAfterEachChange) {
    const ScratchFolder folder;
    Session session;
    EXPECT_FALSE(session.due());
    session.note({}, 100);
    ASSERT_TRUE(session.due());
    EXPECT_LE(*session.due(), 100);
    EXPECT_TRUE(session.save());
    EXPECT_FALSE(session.due());
    session.note(some_state(), 200);
    session.note(some_state(), 300);
    EXPECT_EQ(session.due(), 201) << "after the change, however often it is looked at";
    EXPECT_TRUE(session.save());
    EXPECT_EQ(read_scene(file_of(getpid()).string()), some_state());
}

TEST(Session, OfAWindowThatWasClosedLeavesNothing) {
    const ScratchFolder folder;
    Session session;
    session.note(some_state(), 0);
    session.save();
    session.end();
    EXPECT_FALSE(Session().take_left_over());
    EXPECT_TRUE(std::filesystem::is_empty(session_folder()));
}

TEST(Session, OfAWindowThatWasNotClosedIsOpenedFromAnyFolder) {
    const ScratchFolder folder;
    const State channels = with_channels(folder.path());
    {
        State state = channels;
        state.input = "channels.npy";
        Session session;
        session.note(state, 0);
        session.save();
    }
    std::filesystem::current_path(folder.home());
    EXPECT_EQ(Session().take_left_over(), channels);
    std::filesystem::current_path(folder.path());
}

TEST(Session, ThatIsLeftOverGoesWhenTheNextWindowIsSaved) {
    const ScratchFolder folder;
    std::filesystem::create_directories(session_folder());
    constexpr pid_t kNoProcess = 999999999;  // more than the kernel hands out
    std::ofstream(file_of(kNoProcess)) << scene_text(some_state());
    Session session;
    EXPECT_EQ(session.take_left_over(), some_state());
    EXPECT_TRUE(std::filesystem::exists(file_of(kNoProcess))) << "not before";
    session.note(some_state(), 0);
    session.save();
    EXPECT_FALSE(std::filesystem::exists(file_of(kNoProcess)));
    EXPECT_TRUE(std::filesystem::exists(file_of(getpid())));
}

TEST(Session, OfAWindowThatIsOpenIsLeftAlone) {
    const ScratchFolder folder;
    std::filesystem::create_directories(session_folder());
    std::ofstream(file_of(getppid())) << scene_text(some_state());
    std::ofstream(session_folder() / "window-7x.json") << scene_text(some_state());
    std::ofstream(session_folder() / "notes.json") << scene_text(some_state());
    EXPECT_FALSE(Session().take_left_over());
}

TEST(Session, ThatCannotBeReadOrWrittenCostsNothing) {
    const ScratchFolder folder;
    std::filesystem::create_directories(session_folder());
    std::ofstream(file_of(getpid())) << "{ broken";
    EXPECT_FALSE(Session().take_left_over());
    std::filesystem::remove_all(session_folder());
    std::ofstream(session_folder().string()) << "a file where the folder belongs";
    Session session;
    session.note(some_state(), 0);
    EXPECT_FALSE(session.save());
    EXPECT_FALSE(session.due()) << "it is not tried again and again";
}

TEST(Restore, OpensTheStateSaysSoAndCanBeUndone) {
    Screen screen;
    const State start = screen.state();
    screen.app().restore(some_state());
    EXPECT_EQ(screen.state(), some_state());
    EXPECT_NE(screen.app().message().find("without being closed"), std::string::npos) << screen.app().message();
    screen.app().undo();
    EXPECT_EQ(screen.state(), start);
}

TEST(Restore, OfAFileThatIsGoneStartsAnewAndNamesIt) {
    const ScratchFolder folder;
    Screen screen;
    State state;
    state.input = "/nowhere/photo.png";
    screen.app().restore(state);
    EXPECT_EQ(screen.state(), State{});
    EXPECT_NE(screen.app().message().find("/nowhere/photo.png"), std::string::npos) << screen.app().message();
}

}  // namespace
}  // namespace viz
