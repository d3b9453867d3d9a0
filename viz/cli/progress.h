// SPDX-License-Identifier: MIT
// What a terminal shows of long work. Nothing is written where standard error is no terminal.
#pragma once

#include <memory>
#include <optional>
#include <string>

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
/// "sampling  [####    ]  52 %". The work must outlive this. A build without threads shows nothing: somebody has to look
/// while the work is done.
class ProgressBar {
public:
    ProgressBar(std::string what, const gs::Work& work);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

private:
    class Watcher;
    std::unique_ptr<Watcher> watcher_;  ///< null: nobody looks
};

/// The text of a progress bar: `fraction` is from 0 to 1, or nothing where it is not known; then the seconds are told.
std::string progress_text(const std::string& what, std::optional<double> fraction, int seconds);

}  // namespace viz
