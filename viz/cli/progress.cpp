// SPDX-License-Identifier: MIT
#include "viz/cli/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <system_error>
#include <utility>

#if GRIDSCOPE_THREADS
#include <condition_variable>
#include <mutex>
#include <thread>
#endif

namespace viz {

TerminalLine::TerminalLine() : is_shown_(isatty(STDERR_FILENO) != 0) {
}

TerminalLine::~TerminalLine() {
    if (has_text_) std::fputs("\r\x1b[K", stderr);
}

void TerminalLine::show(const std::string& text) {
    if (!is_shown_) return;
    // A terminal that is gone does not concern the work.
    std::fputs(("\r\x1b[K" + text).c_str(), stderr);
    has_text_ = true;
}

#if GRIDSCOPE_THREADS

/// Looks at the work on a thread of its own.
class ProgressBar::Watcher {
public:
    Watcher(std::string what, const gs::Work& work) : what_(std::move(what)), work_(work) {
        if (line_.is_shown()) thread_ = std::thread([this] { watch(); });
    }
    ~Watcher() {
        {
            const std::lock_guard lock(mutex_);
            is_over_ = true;
        }
        ending_.notify_all();
        if (thread_.joinable()) thread_.join();
    }
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

private:
    void watch() {
        using namespace std::chrono_literals;
        const auto start = std::chrono::steady_clock::now();
        std::unique_lock lock(mutex_);
        for (auto wait = 500ms; !ending_.wait_for(lock, wait, [this] { return is_over_; }); wait = 100ms) {
            const auto seconds =
                std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start).count();
            const std::string stage = work_.stage();
            line_.show(progress_text(stage.empty() ? what_ : stage, work_.fraction(), static_cast<int>(seconds)));
        }
    }

    const std::string what_;
    const gs::Work& work_;
    TerminalLine line_;
    std::mutex mutex_;
    std::condition_variable ending_;
    bool is_over_ = false;
    std::thread thread_;
};

ProgressBar::ProgressBar(std::string what, const gs::Work& work) {
    try {
        watcher_ = std::make_unique<Watcher>(std::move(what), work);
    } catch (const std::system_error&) {
        // The work itself matters more than its bar.
    }
}

#else

class ProgressBar::Watcher {};

ProgressBar::ProgressBar(std::string, const gs::Work&) {
}

#endif

ProgressBar::~ProgressBar() = default;

std::string progress_text(const std::string& what, std::optional<double> fraction, int seconds) {
    if (!fraction) return fmt::format("{}  {} s", what, seconds);
    constexpr int kCells = 30;
    const int done = static_cast<int>(*fraction * kCells);
    return fmt::format("{}  [{:#<{}}{:{}}] {:3} %", what, "", done, "", kCells - done,
                       static_cast<int>(*fraction * 100));
}

}  // namespace viz
