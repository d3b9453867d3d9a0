// SPDX-License-Identifier: MIT
// A mutex for what several threads share; nothing in a build without threads (GRIDSCOPE_THREADS=OFF). Internal.
#pragma once

#if GRIDSCOPE_THREADS
#include <mutex>
#endif

namespace gs {

#if GRIDSCOPE_THREADS
using Mutex = std::mutex;
/// Holds a mutex for as long as it lives.
using Lock = std::lock_guard<Mutex>;
#else
struct Mutex {};
struct Lock {
    explicit Lock(Mutex&) {}
    ~Lock() {}  // not trivial, or else it would be a variable that nobody uses
};
#endif

}  // namespace gs
