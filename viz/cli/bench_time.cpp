// SPDX-License-Identifier: MIT
#include "viz/cli/bench_time.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <vector>

#include "core/memory.h"
#include "core/parallel.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace viz {
namespace {

constexpr size_t kFewestRuns = 9, kMostRuns = 99;
constexpr double kEnoughMs = 100;  // in all; after that the fewest runs do

constexpr int64_t kCopied = int64_t{256} << 20;  // bytes: more than the caches of most machines hold
constexpr int64_t kCopyBlock = 1 << 16;          // bytes that a thread copies at a time
constexpr int kCopyTries = 8;

double now_ms() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Copies past the caches where there are instructions for it: otherwise what is written is read first.
void stream_copy(std::byte* to, const std::byte* from, int64_t bytes) {
#if defined(__SSE2__)
    for (int64_t i = 0; i < bytes; i += 16)
        _mm_stream_si128(reinterpret_cast<__m128i*>(to + i),
                         _mm_load_si128(reinterpret_cast<const __m128i*>(from + i)));
    _mm_sfence();
#else
    std::memcpy(to, from, static_cast<size_t>(bytes));
#endif
}

}  // namespace

Timing time_runs(const std::function<void()>& run) {
    run();
    std::vector<double> times;
    double total = 0;
    while (times.size() < kFewestRuns || (total < kEnoughMs && times.size() < kMostRuns)) {
        const double start = now_ms();
        run();
        times.push_back(now_ms() - start);
        total += times.back();
    }
    std::sort(times.begin(), times.end());
    const size_t half = times.size() / 2;
    const double median = times.size() % 2 == 1 ? times[half] : (times[half - 1] + times[half]) / 2;
    return {static_cast<int>(times.size()), median, times.front()};
}

double copy_bandwidth(int threads) {
    const gs::Buffer<std::byte> from(kCopied), to(kCopied);
    std::memset(from.data(), 1, kCopied);
    std::memset(to.data(), 2, kCopied);
    const auto best_ms = [&](const auto& copy) {
        double best = 0;
        for (int attempt = 0; attempt < kCopyTries; ++attempt) {
            const double start = now_ms();
            gs::parallel_for(kCopied / kCopyBlock, 1, threads, [&](int64_t begin, int64_t end) {
                copy(to.data() + begin * kCopyBlock, from.data() + begin * kCopyBlock, (end - begin) * kCopyBlock);
            });
            const double taken = now_ms() - start;
            if (attempt == 0 || taken < best) best = taken;
        }
        return best;
    };
    const double plain = best_ms([](std::byte* target, const std::byte* source, int64_t bytes) {
        std::memcpy(target, source, static_cast<size_t>(bytes));
    });
    return 2 * static_cast<double>(kCopied) / std::min(plain, best_ms(stream_copy)) * 1000;
}

}  // namespace viz
