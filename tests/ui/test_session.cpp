// SPDX-License-Identifier: MIT
// What is left over of a window that ended without being closed.
#include "viz/platform/desktop/session.h"

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
    state.sampling.mode = gs::Mode::bicubic;
    state.walk.step = 3;
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
    EXPECT_EQ(read_scene(file_of(getpid()).string(), disk(), gs::Work()), some_state());
}

TEST(Session, OfAWindowThatWasClosedLeavesNothing) {
    const ScratchFolder folder;
    Session session;
    session.note(some_state(), 0);
    session.save();
    session.end();
    EXPECT_FALSE(Session().take_left_over({}));
    EXPECT_TRUE(std::filesystem::is_empty(session_folder()));
}

TEST(Session, OfAWindowThatWasNotClosedIsOpenedFromAnyFolder) {
    const ScratchFolder folder;
    const State channels = with_channels(folder.path());
    {
        State state = channels;
        state.sources.input = "channels.npy";
        Session session;
        session.note(state, 0);
        session.save();
    }
    std::filesystem::current_path(folder.home());
    EXPECT_EQ(Session().take_left_over({}), channels);
    std::filesystem::current_path(folder.path());
}

constexpr pid_t kNoProcess = 999999999;  // more than the kernel hands out

void leave_over(const State& state) {
    std::filesystem::create_directories(session_folder());
    std::ofstream(file_of(kNoProcess)) << scene_text(state);
}

TEST(Session, ThatIsLeftOverGoesWhenTheNextWindowHasAStateOfItsOwn) {
    const ScratchFolder folder;
    leave_over(some_state());
    Session session;
    EXPECT_EQ(session.take_left_over({}), some_state());
    EXPECT_FALSE(std::filesystem::exists(file_of(kNoProcess))) << "no other window takes it, too";
    session.note({}, 0);
    EXPECT_FALSE(session.due()) << "what the window began with is no reason";
    EXPECT_TRUE(session.save());
    EXPECT_EQ(read_scene(file_of(getpid()).string(), disk(), gs::Work()), some_state());
    State other;
    other.walk.step = 1;
    session.note(other, 0);
    session.save();
    EXPECT_EQ(read_scene(file_of(getpid()).string(), disk(), gs::Work()), other);
    session.end();
    EXPECT_TRUE(std::filesystem::is_empty(session_folder()));
}

TEST(Session, ThatIsLeftOverAndWasNotOpenedIsThereForTheNextWindow) {
    const ScratchFolder folder;
    leave_over(some_state());
    Session session;
    EXPECT_EQ(session.take_left_over({}), some_state());
    session.note({}, 0);
    session.save();
    session.end();
    EXPECT_EQ(Session().take_left_over({}), some_state());
}

TEST(Session, ThatIsLeftOverAndOpenedGoesWhenTheWindowIsClosed) {
    const ScratchFolder folder;
    leave_over(some_state());
    Session session;
    session.take_left_over({});
    session.note(some_state(), 0);
    session.end();
    EXPECT_TRUE(std::filesystem::is_empty(session_folder()));
}

TEST(Session, IsTheUsersAlone) {
    using std::filesystem::perms;
    const ScratchFolder folder;
    std::ofstream("before");
    Session session;
    session.note(some_state(), 0);
    ASSERT_TRUE(session.save());
    EXPECT_EQ(std::filesystem::status(session_folder()).permissions(), perms::owner_all);
    EXPECT_EQ(std::filesystem::status(file_of(getpid())).permissions(), perms::owner_read | perms::owner_write);
    std::ofstream("after");
    EXPECT_EQ(std::filesystem::status("after").permissions(), std::filesystem::status("before").permissions())
        << "other files are made as before";
    session.end();

    leave_over(some_state());
    std::filesystem::permissions(file_of(kNoProcess), perms::all);
    EXPECT_TRUE(session.take_left_over({}));
    EXPECT_EQ(std::filesystem::status(file_of(getpid())).permissions(), perms::owner_read | perms::owner_write)
        << "whatever it was before";
    std::filesystem::remove(file_of(getpid()));

    std::ofstream("planted.json") << scene_text(some_state());
    std::filesystem::create_symlink(folder.path() / "planted.json", file_of(kNoProcess));
    EXPECT_FALSE(Session().take_left_over({})) << "what a link leads to";
}

TEST(Session, IsNotKeptWhereThereIsNoHome) {
    const ScratchFolder folder;
    unsetenv("HOME");
    EXPECT_TRUE(session_folder().empty());
    Session session;
    EXPECT_FALSE(session.take_left_over({}));
    session.note(some_state(), 0);
    EXPECT_FALSE(session.save());
    EXPECT_FALSE(session.due());
    session.end();
    EXPECT_EQ(folder.files(), std::vector<std::string>{});
}

TEST(Session, OfAWindowThatIsOpenIsLeftAlone) {
    const ScratchFolder folder;
    std::filesystem::create_directories(session_folder());
    std::ofstream(file_of(getppid())) << scene_text(some_state());
    std::ofstream(session_folder() / "window-7x.json") << scene_text(some_state());
    std::ofstream(session_folder() / "notes.json") << scene_text(some_state());
    EXPECT_FALSE(Session().take_left_over({}));
}

TEST(Session, ThatCannotBeReadOrWrittenCostsNothing) {
    const ScratchFolder folder;
    std::filesystem::create_directories(session_folder());
    std::ofstream(file_of(getpid())) << "{ broken";
    EXPECT_FALSE(Session().take_left_over({}));
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
    state.sources.input = "/nowhere/photo.png";
    screen.app().restore(state);
    EXPECT_EQ(screen.state(), State{});
    EXPECT_NE(screen.app().message().find("/nowhere/photo.png"), std::string::npos) << screen.app().message();
}

}  // namespace
}  // namespace viz
