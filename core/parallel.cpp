// SPDX-License-Identifier: MIT
#include "core/parallel.h"

#include <algorithm>
#include <atomic>
#include <new>

#include "core/threads.h"

namespace gs {
namespace {

bool is_to_stop(const Work* work) {
    return work != nullptr && work->is_stopped();
}

/// Runs `job` on so many threads, the caller's among them, which is prepared already. Whom `prepare` fails takes no
/// part.
template <class Job>
void run_prepared(int64_t threads, const std::function<void()>& prepare, const Job& job) {
    if (threads <= 1) return job();
    run_on_threads(static_cast<int>(threads) - 1, [&] {
        try {
            if (prepare) prepare();
        } catch (const std::bad_alloc&) {
            return;
        }
        job();
    });
}

}  // namespace

void parallel_for(int64_t count, int64_t grain, int threads, const std::function<void(int64_t, int64_t)>& body,
                  const Work* work, const std::function<void()>& prepare) {
    if (count <= 0) return;
    grain = std::max<int64_t>(grain, 1);
    const int64_t useful = std::min<int64_t>(thread_count(threads), (count + grain - 1) / grain);
    if (prepare) prepare();
    if (useful <= 1 && work == nullptr) return body(0, count);

    // Four ranges a thread: an uneven grid costs some ranges more than others, and late threads find less to do. Many
    // more where somebody may want to stop between two of them.
    constexpr int64_t kWatchedRanges = 256;
    const int64_t ranges = work == nullptr ? 4 * useful : std::max(kWatchedRanges, 4 * useful);
    const int64_t range = std::max(grain, (count + ranges - 1) / ranges);
    std::atomic<int64_t> next{0};
    run_prepared(useful, prepare, [&] {
        for (int64_t begin; !is_to_stop(work) && (begin = next.fetch_add(range)) < count;)
            body(begin, std::min(begin + range, count));
    });
}

void parallel_in_order(int64_t count, int threads, const std::function<void(int64_t)>& body, const Work* work,
                       const std::function<void()>& prepare) {
    if (prepare) prepare();
    std::atomic<int64_t> next{0};
    run_prepared(std::min<int64_t>(thread_count(threads), count), prepare, [&] {
        for (int64_t index; !is_to_stop(work) && (index = next.fetch_add(1)) < count;) body(index);
    });
}

}  // namespace gs
