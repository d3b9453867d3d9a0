// SPDX-License-Identifier: MIT
// Files that are written: complete or as they were, whatever they are and whoever may do what with them.
#include "core/files/replace_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <thread>

#include "core/files/file.h"
#include "core/files/staged_output.h"
#include "file_test.h"
#include "support.h"

namespace gs {
namespace {

constexpr uid_t kNobody = 65534;

struct stat status_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(lstat(path.c_str(), &status), 0) << path;
    return status;
}

mode_t mode_of(const std::string& path) {
    return status_of(path).st_mode & 07777;
}

/// What replacing a file says; "" when it is done.
std::string refusal(const std::string& path, std::string_view bytes = "new") {
    try {
        replace_file(path, bytes);
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

/// What function() returns in a process of the user nobody, who has no rights.
std::string as_nobody(const std::function<std::string()>& function) {
    int pipe_ends[2];
    EXPECT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        const bool is_nobody = setresgid(kNobody, kNobody, kNobody) == 0 && setresuid(kNobody, kNobody, kNobody) == 0;
        const std::string answer = is_nobody ? function() : "cannot become nobody";
        _exit(write(pipe_ends[1], answer.data(), answer.size()) < 0);
    }
    close(pipe_ends[1]);
    waitpid(child, nullptr, 0);
    std::string answer(4096, '\0');
    answer.resize(static_cast<size_t>(std::max<ssize_t>(0, read(pipe_ends[0], answer.data(), answer.size()))));
    close(pipe_ends[0]);
    return answer;
}

#define GS_NEEDS_ROOT() \
    if (geteuid() != 0) GTEST_SKIP() << "NOT TESTED: needs root, to be two users"

class ReplaceFile : public FileTest {
protected:
    /// Nothing but these is in the folder.
    void expect_files(std::vector<std::string> expected) const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(folder_))
            found.push_back(entry.path().filename().string());
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        EXPECT_EQ(found, expected);
    }
    /// A file with the bytes "old".
    std::string old_file(const std::string& name, mode_t mode = 0644) const {
        replace_file(path(name), "old");
        chmod(path(name).c_str(), mode);
        return path(name);
    }
    void give_to(const std::string& name, uid_t owner) const { ASSERT_EQ(chown(path(name).c_str(), owner, owner), 0); }
};

TEST_F(ReplaceFile, ANewFileIsWhatTheUmaskMakesOfIt) {
    const mode_t before = umask(027);
    replace_file(path("a"), "new");
    umask(before);
    EXPECT_EQ(mode_of(path("a")), 0640u);
}

TEST_F(ReplaceFile, ModeAndAttributesOfTheOldFileAreKept) {
    for (const mode_t mode : {0600u, 0640u, 0755u, 0666u}) {
        old_file("a", mode);
        const bool has_attributes = setxattr(path("a").c_str(), "user.note", "mine", 4, 0) == 0;
        const ino_t before = status_of(path("a")).st_ino;
        EXPECT_EQ(refusal(path("a")), "");
        EXPECT_EQ(mode_of(path("a")), mode);
        EXPECT_EQ(read_file(path("a")), "new");
        EXPECT_NE(status_of(path("a")).st_ino, before) << "it is another file, complete when it takes the name";
        char note[8];
        if (has_attributes) {
            EXPECT_EQ(getxattr(path("a").c_str(), "user.note", note, sizeof note), 4);
        }
    }
    expect_files({"a"});
}

TEST_F(ReplaceFile, OwnerAndGroupAreKept) {
    GS_NEEDS_ROOT();
    old_file("a", 0600);
    give_to("a", kNobody);
    EXPECT_EQ(refusal(path("a")), "");
    EXPECT_EQ(status_of(path("a")).st_uid, kNobody);
    EXPECT_EQ(status_of(path("a")).st_gid, kNobody);
    EXPECT_EQ(mode_of(path("a")), 0600u);
}

TEST_F(ReplaceFile, AnOwnerThatCannotBeKeptIsKeptByOverwriting) {
    GS_NEEDS_ROOT();
    old_file("a", 0666);
    chmod(folder_.c_str(), 0777);
    const ino_t before = status_of(path("a")).st_ino;
    EXPECT_EQ(as_nobody([&] { return refusal(path("a"), "longer than the old one"); }), "");
    EXPECT_EQ(read_file(path("a")), "longer than the old one");
    EXPECT_EQ(status_of(path("a")).st_uid, 0u);
    EXPECT_EQ(status_of(path("a")).st_ino, before);
    expect_files({"a"});
}

TEST_F(ReplaceFile, AFileInAFolderThatMayNotBeWrittenIsOverwritten) {
    GS_NEEDS_ROOT();
    old_file("a");
    give_to("a", kNobody);
    chmod(folder_.c_str(), 0755);
    EXPECT_EQ(as_nobody([&] { return refusal(path("a"), "n"); }), "");
    EXPECT_EQ(read_file(path("a")), "n");
    EXPECT_EQ(as_nobody([&] { return refusal(path("b")); }), path("b") + ": cannot be written: Permission denied");
    expect_files({"a"});
}

TEST_F(ReplaceFile, AReadOnlyFileIsRefused) {
    GS_NEEDS_ROOT();
    old_file("a", 0444);
    give_to("a", kNobody);
    ASSERT_EQ(chown(folder_.c_str(), kNobody, kNobody), 0);
    EXPECT_EQ(as_nobody([&] { return refusal(path("a")); }), path("a") + ": cannot be written: Permission denied");
    EXPECT_EQ(read_file(path("a")), "old");
    expect_files({"a"});
}

TEST_F(ReplaceFile, AllNamesOfAFileLeadToTheNewContents) {
    old_file("a", 0600);
    std::filesystem::create_hard_link(path("a"), path("b"));
    for (const std::string bytes : {"longer than the old one", "", "short"}) {
        EXPECT_EQ(refusal(path("b"), bytes), "");
        EXPECT_EQ(read_file(path("a")), bytes);
        EXPECT_EQ(status_of(path("a")).st_ino, status_of(path("b")).st_ino);
        EXPECT_EQ(mode_of(path("a")), 0600u);
    }
    expect_files({"a", "b"});
}

TEST_F(ReplaceFile, LinksAreFollowedToTheirEndAndStay) {
    std::filesystem::create_directory(path("there"));
    std::filesystem::create_symlink("there/next", path("first"));
    std::filesystem::create_symlink(path("end"), path("there/next"));
    for (const std::string bytes : {"made", "replaced"}) {
        EXPECT_EQ(refusal(path("first"), bytes), "");
        EXPECT_TRUE(S_ISREG(status_of(path("end")).st_mode));
        EXPECT_EQ(read_file(path("end")), bytes);
    }
    EXPECT_TRUE(std::filesystem::is_symlink(path("first")) && std::filesystem::is_symlink(path("there/next")));
    std::filesystem::create_symlink("loop", path("loop"));
    EXPECT_EQ(refusal(path("loop")), path("loop") + ": cannot be written: Too many levels of symbolic links");
    std::filesystem::create_symlink("gone/x", path("dangling"));
    EXPECT_EQ(refusal(path("dangling")), path("dangling") + ": cannot be written: there is no folder gone");
}

TEST_F(ReplaceFile, NobodyElsesLinkIsFollowedInAFolderForAll) {
    GS_NEEDS_ROOT();
    std::filesystem::create_directory(path("tmp"));
    chmod(path("tmp").c_str(), 01777);
    old_file("mine");
    std::filesystem::create_symlink(path("mine"), path("tmp/trap"));
    ASSERT_EQ(lchown(path("tmp/trap").c_str(), kNobody, kNobody), 0);
    EXPECT_EQ(refusal(path("tmp/trap")), path("tmp/trap") + ": cannot be written: Permission denied");
    EXPECT_EQ(read_file(path("mine")), "old");
}

TEST_F(ReplaceFile, NamesMayHave255Bytes) {
    const std::string longest(255, 'n');
    for (const std::string bytes : {"made", "replaced"}) {
        EXPECT_EQ(refusal(path(longest), bytes), "");
        EXPECT_EQ(read_file(path(longest)), bytes);
    }
    EXPECT_TRUE(contains(refusal(path(longest + "n")), ": cannot be written: File name too long"));
    EXPECT_TRUE(create_file(path(std::string(255, 'm')), "new"));
    EXPECT_EQ(entries(), 2u);
}

TEST_F(ReplaceFile, WhatCannotBeAFileIsRefused) {
    const int socket_file = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{AF_UNIX, {}};
    ASSERT_LT(path("s").size(), sizeof address.sun_path);
    path("s").copy(address.sun_path, sizeof address.sun_path);
    ASSERT_EQ(bind(socket_file, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(refusal(path("s")), path("s") + ": is a socket, not a file");
    EXPECT_TRUE(S_ISSOCK(status_of(path("s")).st_mode));
    close(socket_file);
    std::filesystem::create_directory(path("d"));
    for (const std::string name : {"d", "d/", "d/.", ".."}) {
        EXPECT_EQ(refusal(path(name)), path(name) + ": is a folder, not a file");
    }
    EXPECT_EQ(refusal(path("d/no/x")), path("d/no/x") + ": cannot be written: there is no folder " + path("d/no"));
    old_file("a");
    EXPECT_EQ(refusal(path("a/x")), path("a/x") + ": cannot be written: there is no folder " + path("a"));
}

TEST_F(ReplaceFile, DevicesAndPipesAreWrittenTo) {
    EXPECT_EQ(refusal("/dev/null"), "");
    EXPECT_TRUE(S_ISCHR(status_of("/dev/null").st_mode));
    std::filesystem::create_symlink("/dev/full", path("full"));
    EXPECT_EQ(refusal(path("full")), path("full") + ": cannot be written: No space left on device");
    ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
    const std::string bytes(1 << 20, 'x');  // more than a pipe holds
    std::string got;
    std::thread reader([&] { got = read_pipe(path("pipe")); });
    EXPECT_EQ(refusal(path("pipe"), bytes), "");
    reader.join();
    EXPECT_EQ(got, bytes);
    EXPECT_TRUE(S_ISFIFO(status_of(path("pipe")).st_mode));
}

TEST_F(ReplaceFile, APipeThatNobodyReadsFromIsASentence) {
    ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
    EXPECT_EQ(refusal(path("pipe")), path("pipe") + ": cannot be written: nobody reads from this pipe");
}

TEST_F(ReplaceFile, OpenFilesGoOnWhereTheyAre) {
    old_file("log");
    const int log = open(path("log").c_str(), O_WRONLY | O_APPEND);
    for (const char* const folder : {"/dev/fd/", "/proc/self/fd/"}) {
        EXPECT_EQ(refusal(folder + std::to_string(log)), "");
    }
    std::filesystem::create_symlink("/dev/fd/" + std::to_string(log), path("link"));
    EXPECT_EQ(refusal(path("link")), "");
    close(log);
    EXPECT_EQ(read_file(path("log")), "oldnewnewnew");
    EXPECT_EQ(refusal("/dev/fd/9999"), "/dev/fd/9999: cannot be written: Bad file descriptor");
    expect_files({"log", "link"});
}

TEST_F(ReplaceFile, AFullDiskIsFoundBeforeAnythingIsTouched) {
    std::filesystem::create_directory(path("small"));
    if (mount("tmpfs", path("small").c_str(), "tmpfs", 0, "size=256k") != 0)
        GTEST_SKIP() << "NOT TESTED: no small disk can be mounted here";
    const std::string old(100'000, 'o'), next(300'000, 'n');
    replace_file(path("small/alone"), "old");
    replace_file(path("small/a"), old);
    std::filesystem::create_hard_link(path("small/a"), path("small/b"));
    for (const std::string name : {"small/alone", "small/a", "small/new"}) {
        EXPECT_EQ(refusal(path(name), next), path(name) + ": cannot be written: No space left on device");
    }
    EXPECT_EQ(read_file(path("small/alone")), "old");
    EXPECT_EQ(read_file(path("small/b")), old);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path("small")), {}), 3);
    umount(path("small").c_str());
}

TEST_F(ReplaceFile, AFileThatIsMountedIsOverwritten) {
    old_file("outside");
    old_file("inside");
    if (mount(path("outside").c_str(), path("inside").c_str(), nullptr, MS_BIND, nullptr) != 0)
        GTEST_SKIP() << "NOT TESTED: no file can be mounted here";
    EXPECT_EQ(refusal(path("inside")), "");
    umount(path("inside").c_str());
    EXPECT_EQ(read_file(path("outside")), "new");
    EXPECT_EQ(read_file(path("inside")), "old");
}

TEST_F(ReplaceFile, OverwritingThatFailsBringsBackWhatWasThere) {
    const std::string old(20'000, 'o');
    replace_file(path("a"), old);
    std::filesystem::create_hard_link(path("a"), path("b"));
    // Unlike a full disk, a limit on the size of files is met on the way.
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto signal_before = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{10'000, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string message = refusal(path("a"), std::string(30'000, 'n'));
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, signal_before);
    EXPECT_EQ(message, path("a") + ": cannot be written: File too large");
    EXPECT_EQ(read_file(path("b")), old);
}

}  // namespace
}  // namespace gs
