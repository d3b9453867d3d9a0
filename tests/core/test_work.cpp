// SPDX-License-Identifier: MIT
// Work as those see it who watch it: how far it is, and that it can be stopped.
#include "core/work.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/grid_sample.h"
#include "tests/core/near.h"

namespace gs {
namespace {

struct Watched {
    int64_t channels, side;
    bool is_scattered;  ///< neighbours read far apart, so that images are packed whole
};

/// Tiles that read in place, and packed images of several groups of channels.
constexpr Watched kWatched[]{{3, 256, false}, {9, 256, true}};

Tensor<float> input_of(const Watched& watched) {
    Tensor<float> input({2, watched.channels, watched.side, watched.side});
    for (int64_t i = 0; i < input.count(); ++i) input.data()[i] = static_cast<float>(i % 1009) / 1009;
    return input;
}

Tensor<float> grid_of(const Watched& watched) {
    Tensor<float> grid({2, watched.side, watched.side, 2});
    const int64_t step = watched.is_scattered ? 7919 : 1, places = grid.count() / 2;
    for (int64_t i = 0; i < grid.count(); ++i)
        grid.data()[i] = static_cast<float>(i / 2 * step % places) / static_cast<float>(places) * 2 - 1;
    return grid;
}

TEST(Work, KnowsNoFractionBeforeItsUnitsAreKnown) {
    const Work work;
    EXPECT_EQ(work.fraction(), std::nullopt);
    work.begin(0);
    EXPECT_EQ(work.fraction(), std::nullopt);
    work.begin(8);
    work.advance(2);
    EXPECT_EQ(work.fraction(), 0.25);
    work.advance(100);
    EXPECT_EQ(work.fraction(), 1);
}

TEST(Work, IsDoneToTheLastUnitWithTheSameBitsAsUnwatched) {
    for (const Watched& watched : kWatched)
        for (const Simd simd : {Simd::none, Simd::avx512})
            for (const int threads : {1, 3}) {
                const Tensor<float> input = input_of(watched), grid = grid_of(watched);
                const Work work;
                const Execution execution{.threads = threads, .simd = simd, .work = &work};
                const auto output = grid_sample(input.view(), grid.view(), {}, execution);
                EXPECT_EQ(work.fraction(), 1);
                EXPECT_TRUE(same_bits(output, grid_sample(input.view(), grid.view(), {})));
            }
}

TEST(Work, OfTheBackwardIsDoneToTheLastUnitWithTheSameBitsAsUnwatched) {
    for (const Watched& watched : kWatched)
        for (const int threads : {1, 3}) {
            const Tensor<float> input = input_of(watched), grid = grid_of(watched);
            const Tensor<float> grad = grid_sample(input.view(), grid.view(), {});
            const Work work;
            const Execution execution{.threads = threads, .work = &work};
            const auto got = grid_sample_backward(grad.view(), input.view(), grid.view(), {}, execution);
            const auto want = grid_sample_backward(grad.view(), input.view(), grid.view(), {});
            EXPECT_EQ(work.fraction(), 1);
            EXPECT_TRUE(same_bits(got.input, want.input));
            EXPECT_TRUE(same_bits(got.grid, want.grid));
        }
}

TEST(Work, ThatIsToStopThrowsStopped) {
    for (const Watched& watched : kWatched)
        for (const Simd simd : {Simd::none, Simd::avx512}) {
            const Tensor<float> input = input_of(watched), grid = grid_of(watched);
            Work work;
            work.stop();
            const Execution execution{.simd = simd, .work = &work};
            EXPECT_THROW(grid_sample(input.view(), grid.view(), {}, execution), Stopped);
            EXPECT_THROW(grid_sample_backward(input.view(), input.view(), grid.view(), {}, execution), Stopped);
        }
}

TEST(Work, StopsInTheMidstOfABatch) {
    const Tensor<float> input = input_of(kWatched[0]);
    Tensor<float> grid({2, 4096, 4096, 2});
    Work work;
    std::thread watcher([&] {
        while (work.fraction().value_or(0) == 0) std::this_thread::yield();
        work.stop();
    });
    EXPECT_THROW(grid_sample(input.view(), grid.view(), {}, {.threads = 1, .work = &work}), Stopped);
    watcher.join();
    EXPECT_LT(work.fraction(), 1);
}

}  // namespace
}  // namespace gs
