// SPDX-License-Identifier: MIT
// What parallel.cpp needs of threads. threads.cpp has it; no_threads.cpp does without them. Each also has thread_count
// and Turns of parallel.h. Internal.
#pragma once

#include <functional>

namespace gs {

/// Runs `job` on the caller's thread and on up to `helpers` further ones, as many as the system gives; returns when all
/// have come back from it. Calls from several threads take turns.
void run_on_threads(int helpers, const std::function<void()>& job);

}  // namespace gs
