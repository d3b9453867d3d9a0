// SPDX-License-Identifier: MIT
// gridscope bench: how fast this machine samples, and how near that is to what its memory allows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/options.h"
#include "viz/cli/bench_cases.h"
#include "viz/cli/bench_time.h"

namespace viz {

/// Copy bandwidth in bytes a second, with so many threads.
struct Bandwidth {
    int threads;
    double bytes_per_s;
};

/// One thing measured.
struct Measurement {
    BenchCase bench_case;
    bool is_backward;
    gs::Options options;
    gs::Device device;
    int threads;    ///< 0 where that means nothing (CUDA)
    int64_t bytes;  ///< the fewest that have to be read and written
    Timing timing;
    std::optional<double> floor_ms;  ///< what copying these bytes takes; on the CPU

    double gigabytes_per_s() const { return static_cast<double>(bytes) / timing.median_ms * 1e-6; }
};

struct BenchReport {
    std::vector<Bandwidth> bandwidths;
    std::vector<Measurement> measurements;
};

/// What to measure. Nothing said about device or threads: every device that can be used, one thread and all.
struct BenchPlan {
    std::vector<BenchCase> cases;
    std::optional<gs::Device> device;
    std::optional<int> threads;
};

/// Checks and measures; shows how far it is on stderr if that is a terminal. Throws std::runtime_error when a result is
/// wrong.
BenchReport run_bench(const BenchPlan& plan);

std::string bench_text(const BenchReport& report);
std::string bench_json(const BenchReport& report);

}  // namespace viz
