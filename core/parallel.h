// SPDX-License-Identifier: MIT
// Splitting work over threads. In a build without them (GRIDSCOPE_THREADS=OFF) the caller does all of it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/work.h"

namespace gs {

/// The number of threads that `requested` stands for: itself when positive, else the number of processors. 1 in a build
/// without threads.
int thread_count(int requested);

/// From now on other threads that want a processor have it before the calling one, mostly, where the system can tell
/// threads apart (Linux). Nothing happens in a build without threads.
void give_way();

/// Calls body(begin, end) for ranges that cover [0, count) once each, on up to `threads` threads (0: all processors),
/// or on as many as the system gives, in ranges of at least `grain` items; returns when all are done. With a single
/// range it runs on the caller's thread and starts nothing. The body must not throw. Which thread runs which range is
/// not defined, so a body whose result depends on it would not be reproducible. Calls from several threads take turns;
/// a body must not call parallel_for itself. Work that is to stop is given no further ranges, and this returns early:
/// the caller asks Work::check.
///
/// `prepare` takes what a thread needs for the body, and may throw std::bad_alloc: on the caller's thread that ends the
/// call before anything is done; other threads for which there is no memory take no part.
void parallel_for(int64_t count, int64_t grain, int threads, const std::function<void(int64_t, int64_t)>& body,
                  const Work* work = nullptr, const std::function<void()>& prepare = {});

/// Calls body(index) for every index in [0, count), handed out one by one and in order, on up to `threads` threads. So
/// a body may wait for what those of smaller indices do (Turns): whatever was handed out is done, also when the work is
/// to stop. Otherwise as parallel_for.
void parallel_in_order(int64_t count, int threads, const std::function<void(int64_t)>& body, const Work* work = nullptr,
                       const std::function<void()>& prepare = {});

/// Lets things happen in a fixed order, whichever threads they are done by: for each of a number of queues it is the
/// turn of 0, then of 1, ...
class Turns {
public:
    explicit Turns(int64_t queues) : turn_(static_cast<size_t>(queues)) {}

    /// Returns when it is the turn of `number`.
    void wait(int64_t queue, int64_t number) const;
    /// Ends the turn of `number`.
    void pass(int64_t queue, int64_t number);

private:
    std::vector<std::atomic<int64_t>> turn_;
};

}  // namespace gs
