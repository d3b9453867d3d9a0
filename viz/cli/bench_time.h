// SPDX-License-Identifier: MIT
// How long something takes, and how fast this machine copies memory.
#pragma once

#include <functional>

namespace viz {

struct Timing {
    int runs = 0;
    double median_ms = 0, least_ms = 0;
};

/// Runs it once to warm up and then at least nine times; more often when it is quick.
Timing time_runs(const std::function<void()>& run);

/// Bytes read and written a second, when so many threads copy more memory than fits into the caches: the best of
/// several tries. No sampler that reads and writes each byte at least once can be faster than this.
double copy_bandwidth(int threads);

}  // namespace viz
