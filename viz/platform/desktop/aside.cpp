// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/aside.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <stdexcept>

#include "core/files/descriptor.h"
#include "core/memory.h"

#if defined(__linux__)
#include <sys/prctl.h>
#endif

namespace viz {
namespace {

constexpr size_t kMostSentence = 1000;
constexpr int kHasSentence = 1, kLacksMemory = 2;  // exit codes of the process

/// Memory that the process and the one beside it share.
class Shared {
public:
    explicit Shared(size_t count) : count_(count) {
        void* const place = mmap(nullptr, count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (place == MAP_FAILED) throw gs::OutOfMemory(count);
        bytes_ = static_cast<uint8_t*>(place);
    }
    ~Shared() { munmap(bytes_, count_); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;

    uint8_t* bytes() const { return bytes_; }

private:
    uint8_t* bytes_;
    size_t count_;
};

/// In the new process: it ends with the one that started it, by any signal, in time, and without a word.
void settle(unsigned seconds) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGALRM}) std::signal(signal, SIG_DFL);
    alarm(seconds);
#if defined(__linux__)
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, stream);
}

/// In the new process: does the work and ends, without what the program does at its end.
[[noreturn]] void work_and_end(const Shared& shared, size_t count,
                               const std::function<void(std::span<uint8_t>)>& work) {
    char* const sentence = reinterpret_cast<char*>(shared.bytes() + count);
    try {
        work({shared.bytes(), count});
        _exit(0);
    } catch (const std::bad_alloc&) {
        _exit(kLacksMemory);
    } catch (const std::exception& error) {
        std::strncpy(sentence, error.what(), kMostSentence - 1);
    }
    _exit(kHasSentence);
}

std::string ending_of(int status) {
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) return "it took too long";
    if (WIFSIGNALED(status)) return fmt::format("the driver ended with signal {}", WTERMSIG(status));
    return WEXITSTATUS(status) == kLacksMemory ? "that is not enough" : "the driver ended the process";
}

}  // namespace

std::vector<uint8_t> made_aside(size_t count, unsigned seconds, const std::string& failure,
                                const std::function<void(std::span<uint8_t>)>& work) {
    const Shared shared(count + kMostSentence);
    const pid_t process = fork();
    if (process < 0) throw std::runtime_error(fmt::format("{}: {}", failure, gs::error_text(errno)));
    if (process == 0) {
        settle(seconds);
        work_and_end(shared, count, work);
    }
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {shared.bytes(), shared.bytes() + count};
    const char* const sentence = reinterpret_cast<const char*>(shared.bytes() + count);
    const bool has_sentence = WIFEXITED(status) && WEXITSTATUS(status) == kHasSentence && *sentence != '\0';
    throw std::runtime_error(has_sentence ? sentence : fmt::format("{}: {}", failure, ending_of(status)));
}

}  // namespace viz
