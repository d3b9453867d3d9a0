// SPDX-License-Identifier: MIT
// Files that belong together, files that nobody else may make at the same time, and what is left of those that were
// never finished.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

#include "core/files/file.h"
#include "core/files/part_file.h"
#include "core/files/replace_file.h"
#include "core/files/staged_output.h"
#include "file_test.h"
#include "support.h"

namespace gs {
namespace {

using FilesTogether = FileTest;

/// What replacing two files says; "" when it is done.
std::string refusal(const std::string& a, const std::string& b) {
    try {
        replace_files(std::array{NewFile{a, "new a"}, NewFile{b, "new b"}});
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

TEST_F(FilesTogether, BothAreReplacedOrNone) {
    replace_file(path("a"), "old");
    std::filesystem::create_directory(path("d"));
    EXPECT_EQ(refusal(path("a"), path("d")), path("d") + ": is a folder, not a file");
    EXPECT_EQ(refusal(path("a"), "/dev/full"), "/dev/full: cannot be written: No space left on device");
    EXPECT_EQ(refusal("/dev/full", path("a")), "/dev/full: cannot be written: No space left on device");
    EXPECT_EQ(read_file(path("a")), "old");
    EXPECT_EQ(refusal(path("a"), path("b")), "");
    EXPECT_EQ(read_file(path("a")), "new a");
    EXPECT_EQ(read_file(path("b")), "new b");
    EXPECT_EQ(entries(), 3u);
}

TEST_F(FilesTogether, OneFileUnderTwoNamesIsRefused) {
    replace_file(path("a"), "old");
    std::filesystem::create_symlink("a", path("link"));
    std::filesystem::create_symlink("none", path("dangling"));
    std::filesystem::create_hard_link(path("a"), path("b"));
    std::filesystem::create_directory(path("d"));
    for (const auto& [first, second] : std::vector<std::pair<std::string, std::string>>{
             {"a", "a"}, {"a", "d/../a"}, {"a", "link"}, {"b", "link"}, {"a", "b"}, {"none", "dangling"}}) {
        EXPECT_EQ(refusal(path(first), path(second)), path(first) + " and " + path(second) + " are one file");
    }
    EXPECT_EQ(read_file(path("a")), "old");
    EXPECT_EQ(entries(), 5u);
}

/// Stages two files, makes the second one's place a folder, so that it cannot be put there, and brings back the first.
void expect_taken_back(const std::string& first, const std::string& second) {
    const auto a = stage_output(find_output(first), "new a", true);
    const auto b = stage_output(find_output(second), "new b", true);
    std::filesystem::create_directory(second);
    a->put_in_place();
    EXPECT_TRUE(read_file(first).starts_with("new a"));
    EXPECT_THROW(b->put_in_place(), std::system_error);
    a->take_back();
}

TEST_F(FilesTogether, TheFirstIsBroughtBackWhenTheSecondCannotBePutInPlace) {
    replace_file(path("a"), "old, and longer");
    struct stat before {
    }, after{};
    stat(path("a").c_str(), &before);
    expect_taken_back(path("a"), path("b"));
    EXPECT_EQ(read_file(path("a")), "old, and longer");
    stat(path("a").c_str(), &after);
    EXPECT_EQ(before.st_ino, after.st_ino) << "it is the very file";
    EXPECT_EQ(entries(), 2u);
}

TEST_F(FilesTogether, AFileThatWasNotThereIsNotThereAfterwards) {
    expect_taken_back(path("a"), path("b"));
    EXPECT_FALSE(std::filesystem::exists(path("a")));
    EXPECT_EQ(entries(), 1u);
}

TEST_F(FilesTogether, AnOverwrittenFileIsBroughtBack) {
    for (const std::string old : {"old, and longer", "old", ""}) {
        replace_file(path("a"), old);
        std::filesystem::create_hard_link(path("a"), path("name"));
        expect_taken_back(path("a"), path("b"));
        EXPECT_EQ(read_file(path("name")), old);
        std::filesystem::remove(path("b"));
        std::filesystem::remove(path("name"));
    }
}

using CreateFile = FileTest;

TEST_F(CreateFile, ANameThatIsTakenIsLeftAlone) {
    EXPECT_TRUE(create_file(path("a"), "first"));
    EXPECT_FALSE(create_file(path("a"), "second"));
    EXPECT_EQ(read_file(path("a")), "first");
    std::filesystem::create_symlink("none", path("link"));
    EXPECT_FALSE(create_file(path("link"), "second"));
    EXPECT_EQ(entries(), 2u);
    EXPECT_EQ(message_of<std::runtime_error>([&] { create_file(path("no/a"), ""); }),
              path("no/a") + ": cannot be written: there is no folder " + path("no"));
}

TEST_F(CreateFile, OfManyWhoWantANameOneGetsIt) {
    constexpr int kThreads = 8, kNames = 25;
    std::array<std::atomic<int>, kNames> made{};
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (int k = 0; k < kThreads; ++k)
        threads.emplace_back([&] {
            for (int name = 0; name < kNames; ++name)
                made[static_cast<size_t>(name)] += create_file(path(std::to_string(name)), "complete");
        });
    for (std::thread& thread : threads) thread.join();
    for (const auto& count : made) EXPECT_EQ(count, 1);
    EXPECT_EQ(entries(), size_t{kNames});
}

using Leftovers = FileTest;

/// Makes a file of this name and does not finish it.
int leave(const std::string& path) {
    return open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

TEST_F(Leftovers, AreRemovedByTheNextFileUnlessSomebodyHoldsThem) {
    close(leave(path(".gridscope-abcdef01.part")));
    const int held = leave(path(".gridscope-abcdef02.part"));
    ASSERT_EQ(flock(held, LOCK_EX), 0);
    // What is not called exactly so, or is no file, is none of ours.
    close(leave(path(".gridscope-abcdef0.part")));
    close(leave(path(".gridscope-ABCDEF01.part")));
    close(leave(path("x.gridscope-abcdef01.part")));
    std::filesystem::create_directory(path(".gridscope-abcdef03.part"));
    std::filesystem::create_symlink("none", path(".gridscope-abcdef04.part"));
    ASSERT_EQ(mkfifo(path(".gridscope-abcdef05.part").c_str(), 0600), 0);

    replace_file(path("a"), "new");
    EXPECT_FALSE(std::filesystem::exists(path(".gridscope-abcdef01.part")));
    EXPECT_EQ(entries(), 8u);
    close(held);
    create_file(path("b"), "new");
    EXPECT_FALSE(std::filesystem::exists(path(".gridscope-abcdef02.part")));
    EXPECT_EQ(entries(), 8u);
}

TEST_F(Leftovers, ASecondNameThatWasLeftIsNoReasonToOverwrite) {
    replace_file(path("a"), "old");
    std::filesystem::create_hard_link(path("a"), path(".gridscope-abcdef01.part"));
    struct stat before {
    }, after{};
    stat(path("a").c_str(), &before);
    replace_file(path("a"), "new");
    stat(path("a").c_str(), &after);
    EXPECT_NE(before.st_ino, after.st_ino);
    EXPECT_EQ(entries(), 1u);
}

TEST_F(Leftovers, AnUnfinishedFileIsPrivateAndGoesWithItsOwner) {
    const Descriptor folder(open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    {
        const PartFile part(*folder, 0600);
        replace_file(path("a"), "new");
        EXPECT_EQ(entries(), 2u) << "that it is held is seen by its own process, too";
        struct stat status {};
        fstat(part.descriptor(), &status);
        EXPECT_EQ(status.st_mode & 07777, 0600u);
    }
    EXPECT_EQ(entries(), 1u);
}

TEST_F(Leftovers, AHandlerRemovesAllThatIsUnfinished) {
    const pid_t child = fork();
    if (child == 0) {
        const Descriptor folder(open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        PartFile first(*folder, 0600), second(*folder, 0600);
        first.write("some");
        const size_t before = entries();
        remove_unfinished_files();
        remove_unfinished_files();
        _exit(before == 2 && entries() == 0 ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace gs
