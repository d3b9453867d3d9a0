// SPDX-License-Identifier: MIT
// Undo and redo, also over files that are gone or have changed.
#include <filesystem>
#include <fstream>

#include "core/files/npy.h"
#include "tests/ui/screen.h"
#include "viz/document/fields.h"
#include "viz/platform/desktop/disk_files.h"

namespace viz {
namespace {

void write_input(const std::string& path, float value, gs::Sizes sizes = {1, 1, 4, 4}) {
    gs::Tensor<float> tensor(sizes);
    for (int64_t k = 0; k < tensor.count(); ++k) tensor.data()[k] = value;
    gs::write_npy(path, tensor);
}

double first_value(Screen& screen) {
    return value_at(screen.app().model().input(), 0, 0, 0, 0);
}

bool says(Screen& screen, const std::string& words) {
    return screen.app().message().find(words) != std::string::npos;
}

/// So little memory that the history keeps no tensors, and files are read again.
const DocumentOptions kForgetful{.limits = {.memory = 120}, .patience = std::chrono::minutes(1)};

TEST(History, HoldsWhatFilesHeldWhateverBecomesOfThem) {
    const ScratchFolder folder;
    Screen screen;
    write_input("a.npy", 1);
    screen.app().open_file("a.npy");
    const State second = screen.state();
    write_input("b.npy", 2);
    screen.app().open_file("b.npy");
    const State third = screen.state();
    write_input("a.npy", 9);
    std::filesystem::remove("b.npy");
    screen.app().undo();
    EXPECT_EQ(screen.state(), second);
    EXPECT_EQ(first_value(screen), 1) << "though the file holds something else by now";
    screen.app().redo();
    EXPECT_EQ(screen.state(), third);
    EXPECT_EQ(first_value(screen), 2) << "though the file is gone";
    EXPECT_NE(screen.app().message_kind(), MessageKind::refused);
}

TEST(History, UndoGoesPastAStateWhoseFileIsGoneAndSaysSo) {
    const ScratchFolder folder;
    Screen screen(State{}, disk(), kForgetful);
    const State first = screen.state();
    write_input("a.npy", 1);
    write_input("b.npy", 2);
    screen.app().open_file("a.npy");
    const State second = screen.state();
    screen.app().open_file("b.npy");
    const State third = screen.state();
    std::filesystem::remove("a.npy");

    screen.app().undo();
    EXPECT_EQ(screen.state(), first);
    EXPECT_EQ(screen.app().message_kind(), MessageKind::refused);
    EXPECT_TRUE(says(screen, "a.npy")) << screen.app().message();
    screen.app().redo();
    EXPECT_EQ(screen.state(), third) << "redo goes past it, too";
    EXPECT_TRUE(says(screen, "a.npy")) << screen.app().message();

    write_input("a.npy", 1);
    screen.app().undo();
    EXPECT_EQ(screen.state(), second) << "a file that is there again is no reason to go past it";
    EXPECT_EQ(screen.app().message(), "");
    screen.app().undo();
    EXPECT_EQ(screen.state(), first);
}

TEST(History, WhereNothingElseIsLeftUndoSaysWhyAndIsNotStuck) {
    const ScratchFolder folder;
    write_input("a.npy", 1);
    State state;
    state.sources.input = "a.npy";
    Screen screen(state, disk(), kForgetful);
    State next = screen.state();
    next.sources.input = "ramp:4x4";
    screen.app().change(next);
    next = screen.state();
    std::filesystem::remove("a.npy");
    for (int k = 0; k < 2; ++k) {
        screen.app().undo();
        EXPECT_EQ(screen.state(), next);
        EXPECT_TRUE(says(screen, "a.npy")) << screen.app().message();
    }
    State other = next;
    other.walk.step = 3;
    screen.app().change(other);
    screen.app().undo();
    EXPECT_EQ(screen.state(), next);
}

TEST(History, UndoGoesPastAStateWhoseFileNoLongerFits) {
    const ScratchFolder folder;
    write_input("a.npy", 1, {1, 3, 2, 4});
    Screen screen(State{}, disk(), kForgetful);
    const State first = screen.state();
    screen.app().open_file("a.npy");
    ASSERT_EQ(screen.state().sources.input, "a.npy") << screen.app().message();
    State channel = screen.state();
    channel.view.channel = 2;
    screen.app().change(channel);
    State other = channel;
    other.sources.input = "ramp:4x4";
    other.view.channel = 0;
    screen.app().change(other);
    write_input("a.npy", 1, {1, 1, 2, 4});
    screen.app().undo();
    EXPECT_EQ(screen.state().sources.input, "a.npy") << "its channel 0 is still there";
    EXPECT_EQ(screen.state().view.channel, 0);
    EXPECT_TRUE(says(screen, "a.npy") && says(screen, "channel 2")) << screen.app().message();
    screen.app().undo();
    EXPECT_EQ(screen.state(), first);
}

TEST(ChangedFile, IsReadAgainWhenItIsDroppedAgain) {
    const ScratchFolder folder;
    Screen screen;
    write_input("a.npy", 1);
    screen.app().open_file("a.npy");
    const State before = screen.state();
    EXPECT_EQ(first_value(screen), 1);
    screen.app().open_file("a.npy");
    EXPECT_FALSE(says(screen, "read again")) << "it has not changed";

    write_input("a.npy", 2);
    screen.settle();
    EXPECT_EQ(first_value(screen), 1) << "not before";
    screen.app().open_file("a.npy");
    EXPECT_EQ(first_value(screen), 2);
    EXPECT_EQ(what_changes(screen.state(), before), Remakes::input) << "its content is another one";
    EXPECT_EQ(screen.state().title, before.title);
    EXPECT_TRUE(says(screen, "a.npy had changed and was read again")) << screen.app().message();
    screen.app().undo();
    EXPECT_EQ(screen.state(), before);
    EXPECT_EQ(first_value(screen), 1) << "what is gone from the disk is still a step";
    screen.app().undo();
    EXPECT_EQ(screen.state(), State{});
}

TEST(ChangedFile, MayHaveOtherSizes) {
    const ScratchFolder folder;
    Screen screen;
    write_input("a.npy", 1, {1, 3, 4, 4});
    screen.app().open_file("a.npy");
    State channel = screen.state();
    channel.view.channel = 2;
    screen.app().change(channel);
    write_input("a.npy", 2, {1, 1, 6, 5});
    screen.app().open_file("a.npy");
    EXPECT_EQ(screen.app().model().width(), 5);
    EXPECT_EQ(screen.state().view.channel, 0);
    screen.settle();
    screen.app().undo();
    EXPECT_EQ(screen.state().view.channel, 2) << "of what the file held then";
    EXPECT_EQ(screen.app().model().width(), 4);
}

TEST(ChangedFile, IsNoticedAndOfferedForReading) {
    const ScratchFolder folder;
    Screen screen;
    write_input("a.npy", 1);
    screen.app().open_file("a.npy");
    screen.frame(10);
    EXPECT_EQ(screen.app().message(), "");
    write_input("a.npy", 2);
    screen.frame(20);
    EXPECT_TRUE(says(screen, "a.npy has changed on the disk; Ctrl + R reads it again")) << screen.app().message();
    EXPECT_EQ(first_value(screen), 1) << "and not before";
    screen.key({Key::escape});
    screen.frame(30);
    EXPECT_EQ(screen.app().message(), "") << "it is said once";
    write_input("a.npy", 3);
    std::filesystem::remove("a.npy");
    screen.frame(40);
    EXPECT_EQ(screen.app().message(), "") << "what is gone cannot be read";
}

TEST(ChangedFile, IsReadAgainByItsKeyAndNothingElseIsTouched) {
    const ScratchFolder folder;
    Screen screen;
    screen.key({Key::f5});
    EXPECT_TRUE(says(screen, "No file has changed")) << screen.app().message();
    write_input("a.npy", 1);
    gs::write_npy("g.npy", gs::Tensor<float>({5, 7, 2}));
    screen.app().open_files(std::vector<std::string>{"a.npy", "g.npy"});
    const State before = screen.state();
    gs::write_npy("g.npy", gs::Tensor<float>({6, 7, 2}));
    screen.key({Key::r, false, true});
    EXPECT_EQ(screen.app().model().rows(), 6);
    EXPECT_TRUE(says(screen, "g.npy had changed")) << screen.app().message();
    EXPECT_FALSE(says(screen, "a.npy had changed"));
    EXPECT_EQ(what_changes(screen.state(), before), Remakes::grid);

    std::filesystem::remove("a.npy");
    screen.key({Key::f5});
    EXPECT_EQ(screen.app().message_kind(), MessageKind::refused);
    EXPECT_TRUE(says(screen, "a.npy")) << screen.app().message();
    EXPECT_EQ(first_value(screen), 1) << "what was read stays";
    write_input("a.npy", 3);
    screen.key({Key::f5});
    EXPECT_EQ(first_value(screen), 3);
}

TEST(ChangedFile, ThatCannotBeReadAgainLeavesTheWindowAsUsableAsItWas) {
    const ScratchFolder folder;
    write_input("a.npy", 1);
    Screen screen;
    screen.app().open_file("a.npy");
    std::filesystem::remove("a.npy");
    screen.key({Key::f5});
    EXPECT_EQ(screen.app().message_kind(), MessageKind::refused);
    EXPECT_FALSE(says(screen, "read again")) << screen.app().message();
    const int step = screen.state().walk.step;
    screen.key({Key::left});
    EXPECT_EQ(screen.state().walk.step, step - 1) << screen.app().message();
    EXPECT_EQ(screen.app().message(), "");
}

TEST(ChangedFile, ThatNoLongerHasTheChannelIsRefusedByName) {
    const ScratchFolder folder;
    write_input("a.npy", 1, {1, 3, 4, 4});
    Screen screen;
    screen.app().open_file("a.npy");
    State channel = screen.state();
    channel.view.channel = 2;
    screen.app().change(channel);
    write_input("a.npy", 2, {1, 1, 4, 4});
    screen.key({Key::f5});
    EXPECT_EQ(screen.app().message_kind(), MessageKind::refused);
    EXPECT_TRUE(says(screen, "a.npy: there is no channel 2")) << screen.app().message();
    EXPECT_EQ(first_value(screen), 1) << "what was read stays";
    screen.key({Key::left});
    EXPECT_EQ(screen.state().walk.step, channel.walk.step - 1) << screen.app().message();
}

}  // namespace
}  // namespace viz
