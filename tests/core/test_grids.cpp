// SPDX-License-Identifier: MIT
// Grids that are made: PyTorch's numbers, and what they read.
#include "core/grids.h"

#include <gtest/gtest.h>

#include "core/files/npy.h"
#include "core/grid_sample.h"
#include "core/sample_math.h"
#include "golden.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

constexpr int64_t kRulers = 40;  // make_golden.py: RULER_SIZES

/// Calls function(count, values) with the golden rulers of 1, 2, ... points.
template <class Function>
void for_each_ruler(const std::string& file, Function&& function) {
    const Tensor<float> all = read_npy(golden_path(file));
    ASSERT_EQ(all.count(), kRulers * (kRulers + 1) / 2);
    const float* values = all.data();
    for (int64_t count = 1; count <= kRulers; values += count++) function(count, values);
}

TEST(Linspace, EqualsPyTorchBitForBit) {
    for_each_ruler("linspace.npy", [](int64_t count, const float* want) {
        const std::vector<float> got = linspace(-1, 1, count);
        ASSERT_EQ(static_cast<int64_t>(got.size()), count);
        for (int64_t i = 0; i < count; ++i)
            EXPECT_TRUE(same_bits(got[static_cast<size_t>(i)], want[i])) << i << " of " << count;
    });
}

TEST(Linspace, HoldsBothEndsExactly) {
    for (int64_t count = 2; count <= 2000; ++count) {
        EXPECT_EQ(linspace(-0.3f, 0.7f, count).front(), -0.3f);
        EXPECT_EQ(linspace(-0.3f, 0.7f, count).back(), 0.7f);
    }
    EXPECT_EQ(linspace(3, 4, 1), std::vector<float>{3});
    EXPECT_TRUE(linspace(3, 4, 0).empty());
}

TEST(CentresGrid, EqualsPyTorchsAffineGridBitForBit) {
    for_each_ruler("centres.npy", [](int64_t count, const float* want) {
        const Tensor<float> along_x = centres_grid(1, count), along_y = centres_grid(count, 1);
        for (int64_t i = 0; i < count; ++i) {
            EXPECT_TRUE(same_bits(along_x.at(0, 0, i, 0), want[i])) << i << " of " << count;
            EXPECT_TRUE(same_bits(along_y.at(0, i, 0, 1), want[i])) << i << " of " << count;
        }
    });
}

TEST(BaseAxis, HasItsPointsOnTheCentresOfPixels) {
    constexpr double kLastBits = 1e-15;  // a few roundings of values up to 2
    for (const int64_t count : {1, 2, 3, 16, 17, 1000})
        for (const bool align_corners : {true, false}) {
            const std::vector<double> axis = base_axis<double>(count, align_corners);
            ASSERT_EQ(static_cast<int64_t>(axis.size()), count);
            for (int64_t i = 0; i < count; ++i)
                EXPECT_TRUE(near(axis[static_cast<size_t>(i)], normalize(static_cast<double>(i), count, align_corners),
                                 kLastBits))
                    << i << " of " << count;
        }
    EXPECT_TRUE(base_axis<double>(0, true).empty());
    EXPECT_TRUE(base_axis<double>(0, false).empty());
}

TEST(LinspaceGrid, HoldsXFirstAlongColumnsAndYAlongRows) {
    const Tensor<float> grid = linspace_grid(2, 5);
    ASSERT_EQ(grid.sizes(), (Sizes{1, 2, 5, 2}));
    for (int64_t h = 0; h < 2; ++h)
        for (int64_t w = 0; w < 5; ++w) {
            EXPECT_EQ(grid.at(0, h, w, 0), linspace(-1, 1, 5)[static_cast<size_t>(w)]);
            EXPECT_EQ(grid.at(0, h, w, 1), h == 0 ? -1 : 1);
        }
}

TEST(LinspaceGrid, PutsASinglePointInTheMiddle) {
    const Tensor<float> grid = linspace_grid(1, 1);
    EXPECT_EQ(grid.at(0, 0, 0, 0), 0);
    EXPECT_EQ(grid.at(0, 0, 0, 1), 0);
}

/// Whether the grid reads the very image: by the nearest pixel exactly, by the others to within last bits.
void expect_identity(const Tensor<float>& grid, int64_t height, int64_t width, bool align_corners) {
    // The coordinate is off by a last bit of up to 33 pixels (2e-6); neighbours differ by up to 2, in x and in y.
    constexpr double kMissedCentre = 2e-5;
    const Tensor<float> input = random_tensor({1, 1, height, width}, 1);
    for (const Padding padding : kPaddings)
        for (const Mode mode : kModes) {
            const Tensor<float> output = grid_sample(input.view(), grid.view(), {mode, padding, align_corners});
            if (mode == Mode::nearest) {
                EXPECT_TRUE(same_bits(output, input)) << height << "x" << width;
            }
            for (int64_t i = 0; i < input.count(); ++i)
                ASSERT_TRUE(near(output.data()[i], input.data()[i], kMissedCentre)) << height << "x" << width;
        }
}

TEST(IdentityGrids, ReadEveryPixelUnderTheirOwnConvention) {
    for (const int64_t height : {1, 2, 3, 4, 16, 33})
        for (const int64_t width : {1, 2, 5, 7, 17, 32}) {
            expect_identity(linspace_grid(height, width), height, width, true);
            expect_identity(centres_grid(height, width), height, width, false);
        }
}

TEST(IdentityGrids, MayBeEmpty) {
    EXPECT_EQ(linspace_grid(0, 3).sizes(), (Sizes{1, 0, 3, 2}));
    EXPECT_EQ(centres_grid(3, 0).sizes(), (Sizes{1, 3, 0, 2}));
}

}  // namespace
}  // namespace gs
