// SPDX-License-Identifier: MIT
// Reading and computing on another thread, while the window goes on.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "viz/document/background.h"
#include "viz/document/loaded_state.h"

namespace viz {

/// What a task is at: which tensor is being read or made, and what its spec is.
struct LoadStage {
    LoadPart part = LoadPart::input;
    std::string spec;  ///< empty: nothing yet
};

/// What came of a task.
struct Outcome {
    LoadedState loaded;                         ///< as it is to be from now on
    std::string refusals;                       ///< what could not be done, in sentences
    std::vector<std::string> read_again;        ///< the files that had changed, by their visible names
    std::vector<std::string> other_contents{};  ///< files that hold something else than the State names
    size_t steps = 0;                           ///< through the history, to the first State that can be followed
};

/// One task at a time. For the thread that draws.
class Loading {
public:
    /// Hears what the task is at.
    using Say = std::function<void(const LoadStage&)>;
    /// Starts from what there is, and may throw.
    using Task = std::function<Outcome(const LoadedState& from, const gs::Work& work, const Say& say)>;

    explicit Loading(const gs::WorkLimits& limits) : work_(limits) {}

    /// Starts a task in place of the one that is running. Where no thread can be had it runs when it is taken.
    void start(const LoadedState& from, Task task);
    /// The task that is running is stopped, and forgotten at once: it ends when it comes to look.
    void stop() { work_.stop(); }
    /// Whether a task was started that has neither been taken nor stopped.
    bool is_running() const { return work_.is_running(); }
    /// Whether the running task can be taken; waits so long for it.
    bool is_done(std::chrono::milliseconds patience = {}) { return work_.is_done(patience); }
    /// The outcome of the task that is done. Throws what the task has thrown.
    Outcome take() { return work_.take(); }

    // Of the running task.

    std::chrono::milliseconds elapsed() const { return work_.elapsed(); }
    LoadStage stage() const;
    std::optional<double> fraction() const { return work_.fraction(); }

private:
    /// The stage of one task, which may outlive that it is wanted.
    struct Shared {
        std::mutex mutex;
        LoadStage stage;  ///< under the mutex
    };

    std::shared_ptr<Shared> shared_;
    Background<Outcome> work_;
};

}  // namespace viz
