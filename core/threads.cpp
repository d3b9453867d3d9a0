// SPDX-License-Identifier: MIT
#include "core/threads.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "core/parallel.h"

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#endif

namespace gs {
namespace {

/// A breath between two looks. Not a yield: on a busy machine that would give the processor away for milliseconds.
void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/// The processor that this thread is on; -1 where that is not known.
int processor() {
#if defined(__linux__)
    return sched_getcpu();
#else
    return -1;
#endif
}

/// Threads that sleep between jobs. A job is a function that each of them calls once; it hands out its own ranges.
class Pool {
public:
    ~Pool() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        for (std::thread& worker : workers_) worker.join();
    }

    /// Runs `job` on the caller and on up to `wanted` further threads, as many as the system gives; returns when all
    /// have come back from it.
    void run(int wanted, const std::function<void()>& job) {
        const std::lock_guard one_job_at_a_time(turn_);
        {
            const std::lock_guard lock(mutex_);
            hire(wanted);
            const int helpers = std::min(wanted, static_cast<int>(workers_.size()));
            job_ = &job;
            busy_ = helpers;
            openings_ = helpers;
        }
        wake_.notify_all();
        job();
        {
            const std::lock_guard lock(mutex_);  // nobody waits for workers that come too late to find work
            busy_ -= openings_;
            openings_ = 0;
        }
        spin_until([this] { return busy_ == 0; }, worker_processor_);
        std::unique_lock lock(mutex_);
        done_.wait(lock, [this] { return busy_ == 0; });
        caller_processor_ = processor();
    }

private:
    /// Sees to it that there are so many workers. Where a limit on processes or memory forbids that, the job is done by
    /// those that there are; the next one tries again, as limits change.
    void hire(int wanted) {
        try {
            while (static_cast<int>(workers_.size()) < wanted) workers_.emplace_back([this] { work(); });
        } catch (const std::system_error&) {
        } catch (const std::bad_alloc&) {
        }
    }

    /// Waits for something that others are likely to bring about soon: to be woken takes some ten microseconds, and on
    /// virtual machines often more than a small image takes. But whoever is waited for may be on the same processor: it
    /// gets that only from a thread that sleeps.
    template <class Condition>
    static void spin_until(Condition&& condition, const std::atomic<int>& processor_of_other) {
        constexpr std::chrono::microseconds kLongest{500};
        const auto end = std::chrono::steady_clock::now() + kLongest;
        while (!condition() && std::chrono::steady_clock::now() < end) {
            const int here = processor();
            if (here >= 0 && here == processor_of_other) return;
            pause();
        }
    }

    void work() {
        std::unique_lock lock(mutex_);
        while (true) {
            lock.unlock();
            spin_until([this] { return openings_ > 0 || stopping_; }, caller_processor_);
            lock.lock();
            wake_.wait(lock, [this] { return stopping_ || openings_ > 0; });
            if (stopping_) return;
            --openings_;
            const std::function<void()>& job = *job_;
            lock.unlock();
            worker_processor_ = processor();
            job();
            lock.lock();
            if (--busy_ == 0) done_.notify_one();
        }
    }

    std::mutex turn_, mutex_;
    std::condition_variable wake_, done_;
    std::vector<std::thread> workers_;
    const std::function<void()>* job_ = nullptr;
    // Changed under the mutex only; atomic so that they can be watched without it.
    std::atomic<int> openings_{0};  ///< how many workers may still enter the job
    std::atomic<int> busy_{0};      ///< how many have not come back from it
    std::atomic<bool> stopping_{false};
    // Where the caller and a worker were last.
    std::atomic<int> caller_processor_{-1}, worker_processor_{-1};
};

}  // namespace

void run_on_threads(int helpers, const std::function<void()>& job) {
    static Pool pool;
    pool.run(helpers, job);
}

void give_way() {
#if defined(__linux__)
    constexpr int kCallingThread = 0, kNiceness = 10;  // a tenth of the others' share
    setpriority(PRIO_PROCESS, kCallingThread, kNiceness);
#endif
}

int thread_count(int requested) {
    if (requested > 0) return requested;
    // Asking the system takes longer than sampling a small image.
    static const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    return processors;
}

void Turns::wait(int64_t queue, int64_t number) const {
    constexpr int kLooks = 2000;  // some ten microseconds: turns are short, and most waits end here
    const std::atomic<int64_t>& turn = turn_[static_cast<size_t>(queue)];
    for (int look = 0; look < kLooks; ++look) {
        if (turn.load(std::memory_order_acquire) == number) return;
        pause();
    }
    for (int64_t now; (now = turn.load(std::memory_order_acquire)) != number;) turn.wait(now);
}

void Turns::pass(int64_t queue, int64_t number) {
    std::atomic<int64_t>& turn = turn_[static_cast<size_t>(queue)];
    turn.store(number + 1, std::memory_order_release);
    turn.notify_all();
}

}  // namespace gs
