// SPDX-License-Identifier: MIT
#include "tests/cli/program.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "core/files/file.h"
#include "core/files/replace_file.h"
#include "tests/core/support.h"

namespace viz {
namespace {

/// In the child: becomes the program, with stdout and stderr in files.
[[noreturn]] void become_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                                 const std::filesystem::path& home, const std::string& out, const std::string& err,
                                 const std::function<void()>& prepare) {
    std::vector<char*> argv{const_cast<char*>(GRIDSCOPE_PROGRAM)};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const auto redirect = [](const std::string& file, int descriptor) {
        dup2(open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), descriptor);
    };
    redirect(out, STDOUT_FILENO);
    redirect(err, STDERR_FILENO);
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    // What the program remembers and saves unasked stays in the test's own folder, beside the working one.
    unsetenv("XDG_CONFIG_HOME");
    setenv("HOME", home.c_str(), 1);
    const bool is_there = chdir(folder.c_str()) == 0;
    if (prepare) prepare();
    if (is_there) execv(GRIDSCOPE_PROGRAM, argv.data());
    _exit(127);
}

}  // namespace

Outcome finish(const Started& started) {
    int status = 0;
    waitpid(started.process, &status, 0);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {code, gs::read_file(started.out), gs::read_file(started.err)};
}

std::vector<std::string> with_options(std::vector<std::string> arguments, const gs::Options& options) {
    arguments.insert(arguments.end(),
                     {"--mode", std::string(name(options.mode)), "--padding", std::string(name(options.padding)),
                      "--align-corners", options.align_corners ? "true" : "false"});
    return arguments;
}

ProgramTest::ProgramTest() {
    std::string name = (std::filesystem::temp_directory_path() / "gridscope-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
    scratch_ = name;
    folder_ = scratch_ / "folder";
    std::filesystem::create_directory(folder_);
    std::filesystem::create_directory(home());
    // mkdtemp lets nobody else in.
    std::filesystem::permissions(scratch_, std::filesystem::perms(0755));
}

ProgramTest::~ProgramTest() {
    std::error_code ignored;
    std::filesystem::remove_all(scratch_, ignored);
}

Started ProgramTest::start(const std::vector<std::string>& arguments, const std::function<void()>& prepare) const {
    const std::string number = std::to_string(started_++);
    const std::string out = scratch_ / ("stdout" + number), err = scratch_ / ("stderr" + number);
    const pid_t child = fork();
    if (child == 0) become_program(arguments, folder_, home(), out, err, prepare);
    return {child, out, err};
}

Outcome ProgramTest::run(const std::vector<std::string>& arguments, const std::function<void()>& prepare) const {
    return finish(start(arguments, prepare));
}

void ProgramTest::become_nobody() {
    constexpr uid_t kNobody = 65534;
    if (geteuid() != 0) return;
    if (setgroups(0, nullptr) != 0 || setgid(kNobody) != 0 || setuid(kNobody) != 0) _exit(126);
}

std::string ProgramTest::answer(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.err, "");
    return outcome.out;
}

std::string ProgramTest::noted(const std::vector<std::string>& arguments,
                               const std::vector<std::string>& sentences) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 0);
    std::string said;
    for (const std::string& sentence : sentences) said += "gridscope: " + sentence + "\n";
    EXPECT_EQ(outcome.err, said);
    return outcome.out;
}

void ProgramTest::copy(const std::vector<std::string>& names) const {
    for (const std::string& name : names)
        gs::replace_file(path(name), gs::read_file(std::string(GRIDSCOPE_TEST_FILES) + "/" + name));
}

void ProgramTest::expect_refused(const std::vector<std::string>& arguments, int code, const std::string& part) const {
    std::string shown;
    for (const std::string& argument : arguments) shown += " " + argument;
    SCOPED_TRACE("gridscope" + shown);
    const auto before = files();
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, code);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(outcome.err.starts_with("gridscope: ")) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_TRUE(outcome.err.ends_with('\n')) << outcome.err;
    EXPECT_TRUE(gs::contains(outcome.err, part));
    EXPECT_EQ(files(), before);
}

std::vector<std::pair<std::string, std::string>> ProgramTest::files() const {
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
        found.emplace_back(entry.path().filename().string(), gs::read_file(entry.path().string()));
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace viz
