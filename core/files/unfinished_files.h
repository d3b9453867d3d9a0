// SPDX-License-Identifier: MIT
// Files that are being written, so that a signal that ends the program can take them along.
#pragma once

#include <csignal>

namespace gs {

/// For handlers of SIGINT, SIGTERM and SIGHUP, after which the program ends: removes every file that is not finished,
/// on whichever thread it is written, and lets no new one be begun. Waits while another thread is inside
/// `Uninterrupted`. Async-signal-safe. A program without such a handler leaves an unfinished file, which the next file
/// written into that folder removes.
void remove_unfinished_files();

/// As long as this lives no signal ends the program by way of remove_unfinished_files: for steps that are done together
/// or not at all. One thread at a time; may be nested.
class Uninterrupted {
public:
    Uninterrupted();
    ~Uninterrupted();
    Uninterrupted(const Uninterrupted&) = delete;
    Uninterrupted& operator=(const Uninterrupted&) = delete;

private:
    sigset_t before_;
};

/// A name for an unfinished file in a folder: ".gridscope-", eight letters or digits, ".part". It is short, whatever
/// the file will be called. What stands under it is removed when this goes, or when a signal ends the program.
class PartName {
public:
    /// `folder`: a descriptor, which outlives this. To be used inside Uninterrupted, together with making the file.
    explicit PartName(int folder);
    ~PartName();
    PartName(const PartName&) = delete;
    PartName& operator=(const PartName&) = delete;

    static constexpr char kBegin[] = ".gridscope-", kEnd[] = ".part";
    static constexpr int kRandom = 8, kLength = sizeof kBegin - 1 + kRandom + sizeof kEnd - 1;

    /// Ends with a zero.
    const char* text() const { return text_; }
    int folder() const { return folder_; }

    /// What stands under the name is not, or no longer, an unfinished file of ours: it stays.
    void forget();

    /// Whether a file is called as this class calls them.
    static bool matches(const char* name);

private:
    int folder_;
    char text_[kLength + 1];
    int slot_;  ///< in the list that signals read; -1 when that is full
    bool is_ours_ = true;
};

}  // namespace gs
