// SPDX-License-Identifier: MIT
// A plane's levels: means of blocks, in which nothing that matters gets lost.
#include <cmath>
#include <set>

#include "tests/figures/support.h"
#include "viz/model/difference.h"
#include "viz/model/level_view.h"
#include "viz/model/positions.h"
#include "viz/model/pyramid.h"

namespace viz {
namespace {

template <class T>
Plane plane_of(gs::Tensor<T> tensor, int64_t n = 0, int64_t c = 0) {
    return new_plane(std::make_shared<const gs::AnyTensor>(std::move(tensor)), n, c);
}

/// Values without a pattern that a wrong place could share.
gs::Tensor<float> scattered(const gs::Sizes& sizes) {
    gs::Tensor<float> tensor(sizes);
    for (int64_t k = 0; k < tensor.count(); ++k)
        tensor.data()[k] = static_cast<float>(k * 7919 % 1009) / 64 - 5;  // 64ths, whose means are exact
    return tensor;
}

/// The mean of the places of the level below, as many as there are.
double mean_below(const Plane& plane, int level, int64_t y, int64_t x) {
    double sum = 0;
    int count = 0;
    visit_level(plane, level - 1, [&](const auto& values) {
        for (int64_t v = 2 * y; v < std::min(2 * y + 2, values.sizes[0]); ++v) {
            for (int64_t u = 2 * x; u < std::min(2 * x + 2, values.sizes[1]); ++u) {
                sum += static_cast<double>(gs::value_of(values.at(v, u)));
                ++count;
            }
        }
    });
    return sum / count;
}

TEST(Pyramid, EachPlaceIsTheMeanOfThoseBelowIt) {
    for (const gs::Sizes& sizes : {gs::Sizes{2, 3, 16, 8}, gs::Sizes{2, 3, 7, 13}, gs::Sizes{2, 3, 1, 9},
                                   gs::Sizes{2, 3, 5, 1}, gs::Sizes{2, 3, 1, 1}}) {
        Plane plane = plane_of(scattered(sizes), 1, 2);
        plane.levels = std::make_shared<Pyramid>(plane);
        ASSERT_EQ(plane.levels->count(), level_count(plane));
        for (int level = 1; level < plane.levels->count(); ++level) {
            const gs::AnyTensor& means = plane.levels->level(level);
            EXPECT_EQ(sizes_of(means)[2], size_in_level(sizes[2], level));
            EXPECT_EQ(sizes_of(means)[3], size_in_level(sizes[3], level));
            for (int64_t y = 0; y < sizes_of(means)[2]; ++y) {
                for (int64_t x = 0; x < sizes_of(means)[3]; ++x) {
                    constexpr double kRoundings = 4e-6;  // of float32, for values up to 20
                    EXPECT_NEAR(value_at(means, 0, 0, y, x), mean_below(plane, level, y, x), kRoundings)
                        << sizes.text() << " level " << level << " at " << y << ", " << x;
                }
            }
        }
        if (plane.levels->count() > 1) {
            const gs::AnyTensor& last = plane.levels->level(plane.levels->count() - 1);
            EXPECT_EQ(sizes_of(last), (gs::Sizes{1, 1, 1, 1}));
        }
    }
}

TEST(Pyramid, DoesNotDependOnTheNumberOfThreads) {
    const Plane plane = plane_of(scattered({1, 1, 700, 900}));
    const Pyramid one(plane, gs::Work(), 1), four(plane, gs::Work(), 4);
    for (int level = 1; level < one.count(); ++level) {
        for (int64_t y = 0; y < sizes_of(one.level(level))[2]; ++y)
            ASSERT_EQ(value_at(one.level(level), 0, 0, y, 0), value_at(four.level(level), 0, 0, y, 0));
    }
}

TEST(Pyramid, WhatIsNotFiniteStaysVisibleInEveryLevel) {
    for (const float special : {kNaN, kInf, -kInf}) {
        gs::Tensor<float> tensor({1, 1, 37, 64});
        tensor.at(0, 0, 36, 5) = special;
        const Pyramid levels(plane_of(tensor));
        for (int level = 1; level < levels.count(); ++level) {
            const gs::AnyTensor& means = levels.level(level);
            for (int64_t y = 0; y < sizes_of(means)[2]; ++y) {
                for (int64_t x = 0; x < sizes_of(means)[3]; ++x)
                    EXPECT_EQ(std::isfinite(value_at(means, 0, 0, y, x)), y != 36 >> level || x != 5 >> level)
                        << special << " level " << level << " at " << y << ", " << x;
            }
        }
    }
}

TEST(Pyramid, TheLargestFiniteValuesHaveFiniteMeans) {
    constexpr float kLargest = std::numeric_limits<float>::max();
    gs::Tensor<float> tensor({1, 1, 5, 5});
    std::fill_n(tensor.data(), tensor.count(), kLargest);
    const Pyramid levels(plane_of(tensor));
    EXPECT_EQ(value_at(levels.level(levels.count() - 1), 0, 0, 0, 0), static_cast<double>(kLargest));
}

TEST(Pyramid, HasTheTypeOfTheArithmetic) {
    EXPECT_EQ(dtype_of(Pyramid(plane_of(gs::Tensor<double>({1, 1, 4, 4}))).level(1)), gs::Dtype::float64);
    EXPECT_EQ(dtype_of(Pyramid(plane_of(gs::Tensor<gs::Half>({1, 1, 4, 4}))).level(1)), gs::Dtype::float32);
    EXPECT_EQ(dtype_of(Pyramid(plane_of(gs::Tensor<gs::BFloat16>({1, 1, 4, 4}))).level(1)), gs::Dtype::float32);
}

TEST(Pyramid, TakesAThirdOfThePlane) {
    const Plane plane = plane_of(gs::Tensor<float>({1, 2, 512, 512}));
    constexpr double kPlane = 512 * 512 * 4;
    EXPECT_NEAR(Pyramid(plane).bytes(), kPlane / 3, kPlane / 1000);
}

TEST(Pyramid, StopsWhenItIsAskedTo) {
    gs::Work work;
    work.stop();
    EXPECT_THROW(Pyramid(plane_of(gs::Tensor<float>({1, 1, 64, 64})), work), gs::Stopped);
}

TEST(Pyramid, UntilItIsMadeABlockIsItsFirstPixel) {
    const Plane plane = plane_of(scattered({1, 1, 13, 10}));
    visit_level(plane, 2, [&](const auto& values) {
        ASSERT_EQ(values.sizes, (gs::Sizes{4, 3}));
        EXPECT_EQ(static_cast<double>(gs::value_of(values.at(3, 2))), plane.at(12, 8));
    });
}

TEST(Difference, IsThatOfEachPlaceAndKnowsTheLargest) {
    gs::Tensor<float> a({1, 2, 2, 2}), b({1, 2, 2, 2});
    const float minuend[] = {1, kNaN, 0.1f, 3}, subtrahend[] = {5, 1, 0.3f, kInf};
    std::copy_n(minuend, 4, &a.at(0, 1, 0, 0));
    std::copy_n(subtrahend, 4, &b.at(0, 1, 0, 0));
    const Difference difference = difference_of(plane_of(a, 0, 1), plane_of(b, 0, 1));
    EXPECT_EQ(difference.largest, 4);
    EXPECT_EQ(difference.plane.at(0, 0), -4);
    EXPECT_TRUE(std::isnan(difference.plane.at(0, 1)));
    EXPECT_EQ(difference.plane.at(1, 0), static_cast<double>(0.1f - 0.3f)) << "in float32, as the outputs are";
    EXPECT_EQ(difference.plane.at(1, 1), -HUGE_VAL);
}

TEST(Positions, AreThoseThatTheTraceHas) {
    for (const bool align_corners : {true, false}) {
        State state;
        state.sources.grid = "linspace:3x5";
        state.query = {.is_cell = true, .h = 1, .w = 3};
        const Model model = model_of(state);
        const auto positions = pixel_positions(model.grid(), 0, model.height(), model.width(), align_corners);
        ASSERT_EQ(positions.size(), 15u);
        EXPECT_EQ(positions[8].x, static_cast<float>(model.side(align_corners).trace.x.unnormalized));
        EXPECT_EQ(positions[8].y, static_cast<float>(model.side(align_corners).trace.y.unnormalized));
    }
}

/// Points on a slanted lattice, with some that are nowhere.
std::vector<Position> lattice() {
    std::vector<Position> positions;
    for (int h = 0; h < 200; ++h) {
        for (int w = 0; w < 200; ++w)
            positions.push_back({static_cast<float>(w) * 0.37f - static_cast<float>(h) * 0.11f,
                                 static_cast<float>(h) * 0.41f + static_cast<float>(w) * 0.05f - 3});
    }
    positions[77] = {kNaN, 3};
    positions[78] = {1e30f, -kInf};
    return positions;
}

TEST(Positions, AreThinnedToOneForEachSquare) {
    const std::vector<Position> kept = thinned(lattice(), {-4, -8, 64, 64}, 4);
    std::set<std::pair<int, int>> squares;
    for (const Position at : kept)
        EXPECT_TRUE(
            squares.insert({static_cast<int>(std::floor(at.x / 4)), static_cast<int>(std::floor(at.y / 4))}).second);
    EXPECT_GT(kept.size(), 250u);
}

TEST(Positions, ThatAreKeptStayWhileTheViewMoves) {
    const std::vector<Position> all = lattice();
    const auto inside = [](const std::vector<Position>& positions, const PixelArea& area) {
        std::vector<std::pair<float, float>> found;
        for (const Position at : positions) {
            if (at.x >= area.left && at.x < area.right && at.y >= area.top && at.y < area.bottom)
                found.emplace_back(at.x, at.y);
        }
        return found;
    };
    const PixelArea seen_by_all{20, 20, 40, 40};
    const auto expected = inside(thinned(all, seen_by_all, 2), seen_by_all);
    ASSERT_GT(expected.size(), 50u);
    for (float moved = -19.7f; moved < 20; moved += 1.3f) {
        const PixelArea area{moved, moved / 2, moved + 60, moved / 2 + 60};
        EXPECT_EQ(inside(thinned(all, area, 2), seen_by_all), expected) << moved;
    }
}

}  // namespace
}  // namespace viz
