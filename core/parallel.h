// SPDX-License-Identifier: MIT
// Splitting work over threads. The only file of the core that knows threads, with parallel.cpp.
#pragma once

#include <cstdint>
#include <functional>

namespace gs {

/// The number of threads that `requested` stands for: itself when positive, else the number of processors.
int thread_count(int requested);

/// Calls body(begin, end) for ranges that cover [0, count) once each, on up to `threads` threads (0: all processors),
/// in ranges of at least `grain` items; returns when all are done. With a single range it runs on the caller's thread
/// and starts nothing. The body must not throw. Which thread runs which range is not defined, so a body whose result
/// depends on it would not be reproducible. Calls from several threads take turns;
/// a body must not call parallel_for itself.
void parallel_for(int64_t count, int64_t grain, int threads, const std::function<void(int64_t, int64_t)>& body);

}  // namespace gs
