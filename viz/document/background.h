// SPDX-License-Identifier: MIT
// Work on another thread, while the window goes on.
#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "core/parallel.h"
#include "core/work.h"

namespace viz {

/// One task at a time. For the thread that draws.
template <class Result>
class Background {
public:
    using Task = std::function<Result(const gs::Work& work)>;

    /// How much of the processors the thread has that is started: as much as others, or what these leave, where it
    /// would otherwise take from the thread that draws.
    enum class Share { equal, least };

    explicit Background(const gs::WorkLimits& limits = {}, Share share = Share::equal)
        : limits_(limits), share_(share) {}
    /// Stops what is running and waits for its end.
    ~Background() = default;
    Background(Background&&) noexcept = default;
    Background& operator=(Background&&) noexcept = default;

    /// Starts a task in place of the one that is running. Where no thread can be had it runs when it is taken; in a
    /// build without threads (GRIDSCOPE_THREADS=OFF) at once.
    void start(Task task) {
        stop();
        forget_ended();
        job_ = std::make_unique<Job>(limits_);
        const auto run = [task = std::move(task), &job = *job_] { return task(job.work); };
#if GRIDSCOPE_THREADS
        try {
            job_->result = std::async(std::launch::async, [run, share = share_] {
                if (share == Share::least) gs::give_way();
                return run();
            });
        } catch (const std::system_error&) {
            job_->result = std::async(std::launch::deferred, run);
        }
#else
        std::packaged_task<Result()> now(run);
        job_->result = now.get_future();
        now();
#endif
    }
    /// The task that is running is stopped, and forgotten at once: it ends when it comes to look.
    void stop() {
        if (!job_) return;
        job_->work.stop();
        ending_.push_back(std::move(job_));
    }
    /// Whether a task was started that has neither been taken nor stopped.
    bool is_running() const {
        return job_ != nullptr;
    }
    /// Whether the running task can be taken; waits so long for it.
    bool is_done(std::chrono::milliseconds patience = {}) {
        forget_ended();
        return job_ && is_ready(*job_, patience);
    }
    /// The result of the task, once it is done. Throws what the task has thrown.
    Result take() {
        const std::unique_ptr<Job> job = std::move(job_);
        return job->result.get();
    }

    // Of the running task.

    std::chrono::milliseconds elapsed() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - job_->start);
    }
    std::optional<double> fraction() const {
        return job_->work.fraction();
    }

private:
    struct Job {
        explicit Job(const gs::WorkLimits& limits) : work(limits) {}
        ~Job() { work.stop(); }  // the future's destructor then waits

        gs::Work work;
        std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
        std::future<Result> result;
    };

    static bool is_ready(const Job& job, std::chrono::milliseconds patience) {
        return job.result.wait_for(patience) != std::future_status::timeout;
    }
    void forget_ended() {
        ending_.remove_if([](const std::unique_ptr<Job>& job) { return is_ready(*job, {}); });
    }

    gs::WorkLimits limits_;
    Share share_;
    std::unique_ptr<Job> job_;
    std::list<std::unique_ptr<Job>> ending_;  ///< stopped, but perhaps not ended yet
};

}  // namespace viz
