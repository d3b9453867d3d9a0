// SPDX-License-Identifier: MIT
// What a terminal sees of long work.
#include "viz/cli/progress.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <unistd.h>

#include <cstdio>

namespace viz {
namespace {

/// Standard error goes to a terminal while this lives.
class Terminal {
public:
    Terminal() : before_(dup(STDERR_FILENO)) {
        int terminal = -1;
        EXPECT_EQ(openpty(&screen_, &terminal, nullptr, nullptr, nullptr), 0);
        EXPECT_EQ(dup2(terminal, STDERR_FILENO), STDERR_FILENO);
        close(terminal);
    }
    ~Terminal() {
        dup2(before_, STDERR_FILENO);
        close(before_);
        close(screen_);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    /// What is on the screen once it shows the text, or after half a minute.
    std::string screen_with(const std::string& text) {
        constexpr int kMost = 30'000;
        std::string shown;
        pollfd waiting{screen_, POLLIN, 0};
        while (shown.find(text) == std::string::npos && poll(&waiting, 1, kMost) == 1) {
            char bytes[256];
            const ssize_t count = read(screen_, bytes, sizeof bytes);
            if (count <= 0) break;
            shown.append(bytes, static_cast<size_t>(count));
        }
        return shown;
    }

private:
    int before_, screen_ = -1;
};

TEST(Progress, ATerminalShowsHowFarTheWorkIsAndForgetsItInTheEnd) {
    Terminal terminal;
    const gs::Work work;
    work.begin(4);
    {
        const ProgressBar bar("sample", work);
        work.advance(1);
        EXPECT_NE(terminal.screen_with("25 %").find("sample  [#######                       ]  25 %"),
                  std::string::npos);
        work.advance(2);
        EXPECT_NE(terminal.screen_with("75 %").find("75 %"), std::string::npos);
    }
    std::fputs("end", stderr);
    EXPECT_NE(terminal.screen_with("end").find("\r\x1b[Kend"), std::string::npos);
}

TEST(Progress, ShortWorkShowsNothing) {
    Terminal terminal;
    const gs::Work work;
    { const ProgressBar bar("sample", work); }
    std::fputs("end", stderr);
    EXPECT_EQ(terminal.screen_with("end"), "end");
}

TEST(Progress, WhereNoUnitsAreKnownTheSecondsAreTold) {
    EXPECT_EQ(progress_text("info", std::nullopt, 3), "info  3 s");
    EXPECT_EQ(progress_text("grad", 1.0, 3), "grad  [##############################] 100 %");
    EXPECT_EQ(progress_text("grad", 0.0, 3), "grad  [                              ]   0 %");
}

}  // namespace
}  // namespace viz
