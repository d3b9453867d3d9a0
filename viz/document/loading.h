// SPDX-License-Identifier: MIT
// Reading and computing on another thread, while the window goes on.
#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "viz/model/model.h"

namespace viz {

/// What came of a task.
struct Outcome {
    Model model;                          ///< as it is to be from now on
    std::string refusals;                 ///< what could not be done, in sentences
    std::vector<std::string> read_again;  ///< the files that had changed, by their visible names
    size_t steps = 0;                     ///< through the history, to the first State that can be followed
};

/// One task at a time. For the thread that draws.
class Loading {
public:
    /// Says what the task is at: "Reading photo.png".
    using Say = std::function<void(const std::string&)>;
    /// Works on a copy of the model, and may throw.
    using Task = std::function<Outcome(Model model, const gs::Work& work, const Say& say)>;

    explicit Loading(const gs::WorkLimits& limits) : limits_(limits) {}
    /// Stops what is running and waits for its end.
    ~Loading() = default;
    Loading(const Loading&) = delete;
    Loading& operator=(const Loading&) = delete;

    /// Starts a task in place of the one that is running. Where no thread can be had it runs when it is taken.
    void start(const Model& model, Task task);
    /// The task that is running is stopped, and forgotten at once: it ends when it comes to look.
    void stop();
    /// Whether a task was started that has neither been taken nor stopped.
    bool is_running() const { return job_ != nullptr; }
    /// Whether the running task can be taken; waits so long for it.
    bool is_done(std::chrono::milliseconds patience = {});
    /// The outcome of the task that is done. Throws what the task has thrown.
    Outcome take();

    // Of the running task.

    std::chrono::milliseconds elapsed() const;
    std::string words() const;
    std::optional<double> fraction() const;

private:
    struct Job {
        explicit Job(const gs::WorkLimits& limits) : work(limits) {}
        ~Job() { work.stop(); }  // the future's destructor then waits

        gs::Work work;
        std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
        std::mutex mutex;
        std::string words;  ///< under the mutex
        std::future<Outcome> outcome;
    };

    static bool is_ready(const Job& job, std::chrono::milliseconds patience);
    void forget_ended();

    gs::WorkLimits limits_;
    std::unique_ptr<Job> job_;
    std::list<std::unique_ptr<Job>> ending_;  ///< stopped, but perhaps not ended yet
};

}  // namespace viz
