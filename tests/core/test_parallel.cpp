// SPDX-License-Identifier: MIT
// parallel_for: every index once, on as many threads as asked for.
#include "core/parallel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <sys/resource.h>
#endif

namespace gs {
namespace {

/// How often each index of a run was visited. Plain integers: a race would be ours to see, and the sanitizer's.
std::vector<int> visits(int64_t count, int64_t grain, int threads) {
    std::vector<int> visited(static_cast<size_t>(count), 0);
    parallel_for(count, grain, threads, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) ++visited[static_cast<size_t>(i)];
    });
    return visited;
}

TEST(ParallelFor, VisitsEachIndexExactlyOnce) {
    for (const int64_t count : {1, 2, 3, 7, 64, 1000, 10007})
        for (const int64_t grain : {0, 1, 3, 64, 5000})
            for (const int threads : {0, 1, 2, 3, 8})
                EXPECT_EQ(visits(count, grain, threads), std::vector<int>(static_cast<size_t>(count), 1))
                    << "count " << count << " grain " << grain << " threads " << threads;
}

TEST(ParallelFor, WatchedWorkIsDoneToTheEndInMorePieces) {
    const Work work;
    for (const int threads : {1, 2, 5}) {
        std::vector<int> visited(1000, 0);
        std::atomic<int> pieces{0};
        const auto visit = [&](int64_t begin, int64_t end) {
            ++pieces;
            for (int64_t i = begin; i < end; ++i) ++visited[static_cast<size_t>(i)];
        };
        parallel_for(1000, 1, threads, visit, &work);
        EXPECT_EQ(visited, std::vector<int>(1000, 1)) << threads;
        EXPECT_GE(pieces, 200) << threads;
    }
}

TEST(ParallelFor, WorkThatIsToStopGetsNoFurtherRanges) {
    for (const int threads : {1, 2, 5}) {
        Work work;
        std::atomic<int64_t> done{0};
        const auto stop_soon = [&](int64_t begin, int64_t end) {
            done += end - begin;
            work.stop();
        };
        parallel_for(1 << 20, 1, threads, stop_soon, &work);
        EXPECT_LE(done, threads * ((1 << 20) / 256)) << threads;
        EXPECT_GT(done, 0) << threads;
    }
}

TEST(ParallelFor, ThreadsThatCannotBePreparedTakeNoPart) {
    const std::thread::id caller = std::this_thread::get_id();
    const auto only_caller = [&] {
        if (std::this_thread::get_id() != caller) throw std::bad_alloc();
    };
    std::vector<int> visited(1000, 0);
    const auto visit = [&](int64_t begin, int64_t end) {
        EXPECT_EQ(std::this_thread::get_id(), caller);
        for (int64_t i = begin; i < end; ++i) ++visited[static_cast<size_t>(i)];
    };
    parallel_for(1000, 1, 4, visit, nullptr, only_caller);
    EXPECT_EQ(visited, std::vector<int>(1000, 1));
}

TEST(ParallelFor, ACallerThatCannotBePreparedThrowsBeforeAnythingIsDone) {
    const auto no_memory = [] { throw std::bad_alloc(); };
    EXPECT_THROW(parallel_for(
                     1000, 1, 4, [](int64_t, int64_t) { FAIL(); }, nullptr, no_memory),
                 std::bad_alloc);
    EXPECT_THROW(parallel_in_order(
                     1000, 4, [](int64_t) { FAIL(); }, nullptr, no_memory),
                 std::bad_alloc);
}

TEST(ParallelInOrder, WhatWasHandedOutIsDoneAlsoWhenTheWorkIsToStop) {
    for (const int threads : {1, 2, 5}) {
        Work work;
        std::vector<std::atomic<int>> visited(10000);
        const auto visit = [&](int64_t index) {
            visited[static_cast<size_t>(index)] = 1;
            if (index == 100) work.stop();
        };
        parallel_in_order(static_cast<int64_t>(visited.size()), threads, visit, &work);
        const auto end = std::find(visited.begin(), visited.end(), 0);
        EXPECT_GT(end - visited.begin(), 100) << threads;
        EXPECT_EQ(std::count(end, visited.end(), 1), 0) << threads;
    }
}

TEST(ParallelFor, CallsNothingWhenThereIsNothingToDo) {
    for (const int64_t count : {0, -1}) parallel_for(count, 1, 4, [](int64_t, int64_t) { FAIL(); });
}

TEST(ParallelFor, GivesRangesOfAtLeastTheGrainButForTheLast) {
    if (!GRIDSCOPE_THREADS) GTEST_SKIP() << "this build has no threads";
    constexpr int64_t kCount = 1003, kGrain = 20;
    std::mutex mutex;
    std::vector<std::pair<int64_t, int64_t>> ranges;
    parallel_for(kCount, kGrain, 4, [&](int64_t begin, int64_t end) {
        const std::lock_guard lock(mutex);
        ranges.emplace_back(begin, end);
    });
    EXPECT_GT(ranges.size(), 1u);
    for (const auto& [begin, end] : ranges) {
        EXPECT_LT(begin, end);
        if (end != kCount) {
            EXPECT_GE(end - begin, kGrain);
        }
    }
}

TEST(ParallelFor, StaysOnTheCallersThreadWithASingleRange) {
    for (const auto& [count, grain, threads] : {std::tuple{100, 100, 8}, {1, 1, 8}, {1000, 1, 1}}) {
        int calls = 0;
        const std::thread::id caller = std::this_thread::get_id();
        parallel_for(count, grain, threads, [&, all = count](int64_t begin, int64_t end) {
            EXPECT_EQ(std::this_thread::get_id(), caller);
            EXPECT_EQ(begin, 0);
            EXPECT_EQ(end, all);
            ++calls;
        });
        EXPECT_EQ(calls, 1);
    }
}

/// Lets nobody pass before `expected` threads have arrived.
class Meeting {
public:
    explicit Meeting(int expected) : expected_(expected) {}

    /// Whether all came within the time that even a busy machine takes.
    bool wait() {
        std::unique_lock lock(mutex_);
        if (++arrived_ >= expected_) all_here_.notify_all();
        return all_here_.wait_for(lock, std::chrono::seconds(60), [this] { return arrived_ >= expected_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable all_here_;
    int expected_, arrived_ = 0;
};

TEST(ParallelFor, RunsOnAllTheThreadsAtOnce) {
    if (!GRIDSCOPE_THREADS) GTEST_SKIP() << "this build has no threads";
    for (const int threads : {2, 5, 3}) {  // fewer than before, too: the sleeping rest must not join in
        Meeting meeting(threads);
        std::mutex mutex;
        std::vector<std::thread::id> seen;
        parallel_for(threads * 4, 1, threads, [&](int64_t, int64_t) {
            EXPECT_TRUE(meeting.wait());
            const std::lock_guard lock(mutex);
            if (std::find(seen.begin(), seen.end(), std::this_thread::get_id()) == seen.end())
                seen.push_back(std::this_thread::get_id());
        });
        EXPECT_EQ(static_cast<int>(seen.size()), threads);
    }
}

TEST(ParallelFor, ServesSeveralCallersAtATime) {
    constexpr int kCallers = 4, kRounds = 50;
    std::atomic<int> wrong{0};
    std::vector<std::thread> callers;
    for (int caller = 0; caller < kCallers; ++caller)
        callers.emplace_back([&, caller] {
            for (int round = 0; round < kRounds; ++round)
                wrong += visits(997 + caller, 1, 2 + caller) != std::vector<int>(static_cast<size_t>(997 + caller), 1);
        });
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(wrong, 0);
}

TEST(ParallelFor, LetsSeveralCallersTakeTurns) {
    if (!GRIDSCOPE_THREADS) GTEST_SKIP() << "this build has no threads";
    std::array<std::atomic<int>, 2> running{};
    std::atomic<int> overlaps{0};
    const auto call = [&](size_t caller) {
        parallel_for(20, 1, 2, [&](int64_t, int64_t) {
            ++running[caller];
            std::this_thread::sleep_for(std::chrono::milliseconds(1));  // time for the other one to barge in
            overlaps += running[1 - caller];
            --running[caller];
        });
    };
    std::thread other(call, 0);
    call(1);
    other.join();
    EXPECT_EQ(overlaps, 0);
}

TEST(ParallelFor, StaysOnTheCallersThreadInABuildWithoutThreads) {
    if (GRIDSCOPE_THREADS) GTEST_SKIP() << "this build has threads";
    EXPECT_EQ(thread_count(0), 1);
    EXPECT_EQ(thread_count(8), 1);
    const std::thread::id caller = std::this_thread::get_id();
    const Work work;
    for (const Work* const watched : {static_cast<const Work*>(nullptr), &work}) {
        int64_t done = 0;
        const auto count = [&](int64_t begin, int64_t end) {
            EXPECT_EQ(std::this_thread::get_id(), caller);
            EXPECT_EQ(begin, done);
            done = end;
        };
        parallel_for(1000, 1, 8, count, watched);
        EXPECT_EQ(done, 1000);
    }
}

TEST(ThreadCount, IsWhatWasAskedForOrTheMachines) {
    if (!GRIDSCOPE_THREADS) GTEST_SKIP() << "this build has no threads";
    EXPECT_EQ(thread_count(1), 1);
    EXPECT_EQ(thread_count(7), 7);
    EXPECT_GE(thread_count(0), 1);
    EXPECT_EQ(thread_count(-3), thread_count(0));
}

#if defined(__linux__)
TEST(GiveWay, IsOfTheCallingThreadAlone) {
    const auto niceness = [] { return getpriority(PRIO_PROCESS, 0); };
    const int before = niceness();
    int aside = before;
    std::thread([&] {
        give_way();
        aside = niceness();
    }).join();
    EXPECT_GT(aside, before);
    EXPECT_EQ(niceness(), before);
}
#endif

}  // namespace
}  // namespace gs
