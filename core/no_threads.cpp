// SPDX-License-Identifier: MIT
// GRIDSCOPE_THREADS=OFF: whoever calls does all the work.
#include "core/parallel.h"
#include "core/threads.h"

namespace gs {

void run_on_threads(int, const std::function<void()>& job) {
    job();
}

int thread_count(int) {
    return 1;
}

void give_way() {}

void Turns::wait(int64_t, int64_t) const {
    // Never: what comes before has been done, in order.
}

void Turns::pass(int64_t queue, int64_t number) {
    turn_[static_cast<size_t>(queue)] = number + 1;
}

}  // namespace gs
