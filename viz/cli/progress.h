// SPDX-License-Identifier: MIT
// What a terminal shows of long work. Nothing is written where standard error is no terminal.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "core/work.h"

namespace viz {

/// One line on the terminal, which is written again and again and goes away in the end.
class TerminalLine {
public:
    TerminalLine();
    ~TerminalLine();
    TerminalLine(const TerminalLine&) = delete;
    TerminalLine& operator=(const TerminalLine&) = delete;

    bool is_shown() const { return is_shown_; }
    void show(const std::string& text);

private:
    const bool is_shown_;
    bool has_text_ = false;
};

/// Shows how far the work is, for as long as this lives and once it has taken half a second:
/// "sampling  [####    ]  52 %". The work must outlive this.
class ProgressBar {
public:
    ProgressBar(std::string what, const gs::Work& work);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

private:
    void watch();

    const std::string what_;
    const gs::Work& work_;
    TerminalLine line_;
    std::mutex mutex_;
    std::condition_variable ending_;
    bool is_over_ = false;
    std::thread watcher_;
};

/// The text of a progress bar: `fraction` is from 0 to 1, or nothing where it is not known; then the seconds are told.
std::string progress_text(const std::string& what, std::optional<double> fraction, int seconds);

}  // namespace viz
