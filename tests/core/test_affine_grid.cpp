// SPDX-License-Identifier: MIT
// affine_grid and its gradient: PyTorch's numbers, what the grids read, sums of many terms, what is refused.
#include "core/affine_grid.h"

#include <gtest/gtest.h>

#include "core/files/npy.h"
#include "core/grid_sample.h"
#include "core/grids.h"
#include "golden.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

const std::vector<std::string> kDims{"2d", "3d"};

template <class T>
Tensor<T> convert(const Tensor<float>& tensor) {
    return {tensor.sizes(), std::vector<T>(tensor.data(), tensor.data() + tensor.count())};
}

/// The numbers of a float64 golden file.
std::vector<double> read_doubles(const std::string& file) {
    const auto values = std::get<Tensor<double>>(read_npy_any(golden_path(file)));
    return {values.data(), values.data() + values.count()};
}

/// Calls function(size, align_corners) for the golden sizes in the order of the files.
template <class Function>
void for_each_golden(const std::string& dims, Function&& function) {
    const Tensor<float> sizes = read_npy(golden_path("affine_" + dims + "_sizes.npy"));
    for (int64_t row = 0; row < sizes.size(0); ++row) {
        Sizes size;
        for (int64_t axis = 0; axis < sizes.size(1); ++axis) size.push_back(static_cast<int64_t>(sizes.at(row, axis)));
        for (const bool align_corners : {true, false}) function(size, align_corners);
    }
}

Tensor<float> golden_theta(const std::string& dims) {
    return read_npy(golden_path("affine_" + dims + "_theta.npy"));
}

TEST(AffineGrid, EqualsPyTorchBitForBitInFloat32) {
    for (const std::string& dims : kDims) {
        const Tensor<float> theta = golden_theta(dims), all = read_npy(golden_path("affine_" + dims + "_grid.npy"));
        const float* want = all.data();
        for_each_golden(dims, [&](const Sizes& size, bool align_corners) {
            const Tensor<float> grid = affine_grid<float>(theta.view(), size, align_corners);
            for (int64_t i = 0; i < grid.count(); ++i)
                EXPECT_TRUE(same_bits(grid.data()[i], *want++)) << i << " of " << size.text() << " " << align_corners;
        });
        EXPECT_EQ(want, all.data() + all.count());
    }
}

TEST(AffineGrid, EqualsPyTorchInFloat64) {
    for (const std::string& dims : kDims) {
        const Tensor<double> theta = convert<double>(golden_theta(dims));
        const std::vector<double> all = read_doubles("affine_" + dims + "_grid64.npy");
        auto want = all.begin();
        for_each_golden(dims, [&](const Sizes& size, bool align_corners) {
            const Tensor<double> grid = affine_grid<double>(theta.view(), size, align_corners);
            for (int64_t i = 0; i < grid.count(); ++i)
                EXPECT_EQ(grid.data()[i], *want++) << i << " of " << size.text() << " " << align_corners;
        });
        EXPECT_EQ(want, all.end());
    }
}

/// Compares the gradients in T of the golden cases with PyTorch's in float64.
template <class T>
void expect_golden_gradients(double tolerance_per_point) {
    for (const std::string& dims : kDims) {
        const Tensor<float> grads = read_npy(golden_path("affine_" + dims + "_grad_grid.npy"));
        const std::vector<double> all = read_doubles("affine_" + dims + "_grad_theta.npy");
        const float* grad = grads.data();
        auto want = all.begin();
        for_each_golden(dims, [&](const Sizes& size, bool align_corners) {
            const Sizes sizes = affine_grid<float>(golden_theta(dims).view(), size, align_corners).sizes();
            const Tensor<T> grad_grid(sizes, std::vector<T>(grad, grad + sizes.count()));
            const Tensor<T> grad_theta = affine_grid_backward<T>(grad_grid.view(), size, align_corners);
            const int64_t points = size.count() / size[0] / size[1];
            for (int64_t i = 0; i < grad_theta.count(); ++i)
                EXPECT_TRUE(
                    near(double{grad_theta.data()[i]}, *want++, tolerance_per_point * static_cast<double>(points)))
                    << size.text();
            if (!align_corners) grad += sizes.count();
        });
        EXPECT_EQ(want, all.end());
        EXPECT_EQ(grad, grads.data() + grads.count());
    }
}

TEST(AffineGridBackward, EqualsPyTorch) {
    // A point adds at most 1 · 1. In float its place is rounded twice, and the sum at the end.
    constexpr double kLastBitsOfFloat = 2e-7, kLastBitsOfDouble = 4e-16;
    expect_golden_gradients<float>(kLastBitsOfFloat);
    expect_golden_gradients<double>(kLastBitsOfDouble);
}

/// theta of the identity, for a batch of one.
template <class T>
Tensor<T> identity(int64_t dims) {
    Tensor<T> theta({1, dims, dims + 1});
    for (int64_t i = 0; i < dims; ++i) theta.at(0, i, i) = 1;
    return theta;
}

TEST(AffineGrid, OfTheIdentityIsTheBaseGridBitForBit) {
    const Tensor<float> theta = identity<float>(2);
    for (const int64_t height : {1, 2, 5, 33})
        for (const int64_t width : {1, 3, 4, 64}) {
            const Sizes size{1, 3, height, width};
            EXPECT_TRUE(same_bits(affine_grid<float>(theta.view(), size, true), linspace_grid(height, width)));
            EXPECT_TRUE(same_bits(affine_grid<float>(theta.view(), size, false), centres_grid(height, width)));
        }
    const Tensor<float> volume = affine_grid<float>(identity<float>(3).view(), {1, 1, 2, 3, 4}, false);
    for (int64_t d = 0; d < 2; ++d)
        for (int64_t h = 0; h < 3; ++h)
            for (int64_t w = 0; w < 4; ++w) {
                EXPECT_EQ(volume.at(0, d, h, w, 0), base_axis<float>(4, false)[static_cast<size_t>(w)]);
                EXPECT_EQ(volume.at(0, d, h, w, 1), base_axis<float>(3, false)[static_cast<size_t>(h)]);
                EXPECT_EQ(volume.at(0, d, h, w, 2), base_axis<float>(2, false)[static_cast<size_t>(d)]);
            }
}

TEST(AffineGrid, OfTheIdentityReturnsTheInput) {
    // The coordinate is off by a last bit of up to 16 pixels (1e-6); neighbours differ by up to 2, in x and in y.
    constexpr double kMissedCentre = 1e-5;
    const Tensor<float> input = random_tensor({2, 3, 9, 16}, 1);
    const Tensor<float> one = identity<float>(2);
    const TensorView<const float> theta{one.data(), {2, 2, 3}, {0, 3, 1}};  // the same for both images
    for (const bool align_corners : {true, false}) {
        const Tensor<float> grid = affine_grid<float>(theta, input.sizes(), align_corners);
        const Tensor<float> output = grid_sample(input.view(), grid.view(), {.align_corners = align_corners});
        ASSERT_EQ(output.sizes(), input.sizes());
        for (int64_t i = 0; i < input.count(); ++i)
            EXPECT_TRUE(near(output.data()[i], input.data()[i], kMissedCentre)) << align_corners;
    }
}

TEST(AffineGrid, SaysWhereToRead) {
    // x + 2/3 under align_corners = true, 4 pixels wide: one pixel to the right, so the content moves to the left.
    const Tensor<float> theta({1, 2, 3}, {1, 0, 2.0f / 3, 0, 1, 0});
    const Tensor<float> grid = affine_grid<float>(theta.view(), {1, 1, 1, 4}, true);
    const Options nearest{Mode::nearest, Padding::zeros, true};
    const Tensor<float> output = grid_sample(Tensor<float>({1, 1, 1, 4}, {5, 6, 7, 8}).view(), grid.view(), nearest);
    EXPECT_TRUE(same_bits(output, Tensor<float>({1, 1, 1, 4}, {6, 7, 8, 0})));
}

TEST(AffineGrid, LetsNaNSpreadWithinItsRow) {
    const Tensor<float> theta({1, 2, 3}, {1, kNaN, 0, 0, 1, 0});
    const Tensor<float> grid = affine_grid<float>(theta.view(), {1, 1, 3, 3}, true);
    for (int64_t w = 0; w < 3; ++w) {
        EXPECT_TRUE(std::isnan(grid.at(0, 1, w, 0)));  // also times a y of 0
        EXPECT_EQ(grid.at(0, 1, w, 1), 0);
    }
}

TEST(AffineGrid, TakesAnyStrides) {
    const Tensor<float> theta = random_tensor({2, 2, 3}, 2);
    Tensor<float> transposed({3, 2, 2});
    for (int64_t n = 0; n < 2; ++n)
        for (int64_t row = 0; row < 2; ++row)
            for (int64_t column = 0; column < 3; ++column) transposed.at(column, row, n) = theta.at(n, row, column);
    EXPECT_TRUE(same_bits(affine_grid<float>({transposed.data(), {2, 2, 3}, {1, 2, 4}}, {2, 1, 3, 4}, true),
                          affine_grid<float>(theta.view(), {2, 1, 3, 4}, true)));
}

TEST(AffineGridBackward, TakesAnyStrides) {
    // (N, 2, H, W) in memory, as a network puts it out, against the same numbers in C order.
    const Tensor<float> planes = random_tensor({2, 2, 3, 4}, 3);
    const TensorView<const float> permuted{planes.data(), {2, 3, 4, 2}, {24, 4, 1, 12}};
    Tensor<float> grad_grid(permuted.sizes);
    for (int64_t i = 0, n = 0; n < 2; ++n)
        for (int64_t h = 0; h < 3; ++h)
            for (int64_t w = 0; w < 4; ++w)
                for (int64_t k = 0; k < 2; ++k) grad_grid.data()[i++] = permuted.at(n, h, w, k);
    EXPECT_TRUE(same_bits(affine_grid_backward<float>(permuted, {2, 1, 3, 4}, false),
                          affine_grid_backward<float>(grad_grid.view(), {2, 1, 3, 4}, false)));
}

double dot(const Tensor<double>& a, const Tensor<double>& b) {
    double sum = 0;
    for (int64_t i = 0; i < a.count(); ++i) sum += a.data()[i] * b.data()[i];
    return sum;
}

TEST(AffineGridBackward, EqualsFiniteDifferences) {
    // The grid is linear in theta, so only rounding is left: of sums of up to 120 products, over the step.
    constexpr double kStep = 0.25, kRounding = 1e-12;
    for (const Sizes& size : {Sizes{2, 1, 5, 4}, Sizes{2, 1, 1, 7}, Sizes{1, 2, 3, 4, 5}, Sizes{2, 1, 1, 1, 1}})
        for (const bool align_corners : {true, false}) {
            const int64_t dims = size.rank() - 2;
            Tensor<double> theta = random_tensor<double>({size[0], dims, dims + 1}, 4);
            const Tensor<double> grad_grid =
                random_tensor<double>(affine_grid<double>(theta.view(), size, align_corners).sizes(), 5);
            const Tensor<double> grad_theta = affine_grid_backward<double>(grad_grid.view(), size, align_corners);
            ASSERT_EQ(grad_theta.sizes(), theta.sizes());
            for (int64_t i = 0; i < theta.count(); ++i) {
                const double centre = theta.data()[i];
                theta.data()[i] = centre + kStep;
                const double above = dot(grad_grid, affine_grid<double>(theta.view(), size, align_corners));
                theta.data()[i] = centre - kStep;
                const double below = dot(grad_grid, affine_grid<double>(theta.view(), size, align_corners));
                theta.data()[i] = centre;
                EXPECT_TRUE(near(grad_theta.data()[i], (above - below) / (2 * kStep), kRounding)) << size.text();
            }
        }
}

TEST(AffineGridBackward, KeepsItsDigitsOverMillionsOfPoints) {
    // One gradient of 0.1 for all points (stride 0), whose sum in float would go wrong from the third digit on.
    constexpr int64_t kSide = 3000;
    constexpr double kPoints = static_cast<double>(kSide * kSide);
    constexpr double kLastBitOfFloat = 6e-8;                 // half of it
    constexpr double kSumsOfThousands = 3000 * 1.2e-16 * 2;  // along a row, then over the rows
    const float tenth = 0.1f;
    const double tenth64 = 0.1;
    const Sizes sizes{1, kSide, kSide, 2}, size{1, 1, kSide, kSide};
    const Tensor<float> single = affine_grid_backward<float>({&tenth, sizes, {0, 0, 0, 0}}, size, false);
    const Tensor<double> twice = affine_grid_backward<double>({&tenth64, sizes, {0, 0, 0, 0}}, size, false);
    for (int64_t row = 0; row < 2; ++row) {
        EXPECT_TRUE(near(double{single.at(0, row, 2)} / (kPoints * double{tenth}), 1, kLastBitOfFloat));
        EXPECT_TRUE(near(twice.at(0, row, 2) / (kPoints * tenth64), 1, kSumsOfThousands));
        // The places lie symmetrically around 0.
        for (int64_t column = 0; column < 2; ++column) {
            EXPECT_TRUE(near(double{single.at(0, row, column)} / kPoints, 0, kLastBitOfFloat));
            EXPECT_TRUE(near(twice.at(0, row, column) / kPoints, 0, kSumsOfThousands));
        }
    }
}

struct Misuse {
    Sizes theta, size;
    std::string complaint;
};

TEST(AffineGrid, RefusesEveryMisuseAndNamesTheSizes) {
    const std::vector<Misuse> misuses{
        {{1, 2, 3}, {1, 3, 4}, "(N, C, H, W) or (N, C, D, H, W)"},
        {{1, 2, 3}, {}, "(N, C, H, W) or (N, C, D, H, W)"},
        {{1, 2, 3}, {1, 3, 0, 4}, "at least 1 along every axis"},
        {{0, 2, 3}, {0, 3, 4, 4}, "at least 1 along every axis"},
        {{1, 2, 3}, {1, 3, 4, -4}, "at least 1 along every axis"},
        {{1, 3, 4}, {1, 3, 4, 4}, "theta with sizes [1, 2, 3] for size [1, 3, 4, 4], but got sizes [1, 3, 4]"},
        {{1, 2, 3}, {1, 3, 4, 4, 4}, "theta with sizes [1, 3, 4] for"},
        {{2, 2, 3}, {1, 3, 4, 4}, "theta with sizes [1, 2, 3] for"},  // no broadcast, as in PyTorch
        {{2, 3}, {1, 3, 4, 4}, "theta with sizes [1, 2, 3] for"},
        {{1, 2, 3}, {1, 1, int64_t{1} << 32, int64_t{1} << 32}, "fits memory"},
    };
    const std::vector<float> none;  // a refusal comes before the first element is looked at
    for (const Misuse& misuse : misuses) {
        const std::string message = message_of<std::invalid_argument>([&] {
            affine_grid<float>({none.data(), misuse.theta}, misuse.size, false);
        });
        EXPECT_TRUE(contains(message, misuse.complaint));
        EXPECT_TRUE(contains(message, misuse.size.text()));
    }
}

TEST(AffineGridBackward, RefusesAGradientThatIsNotOfTheGrid) {
    const std::vector<float> none;
    const auto message = [&](const Sizes& grad_grid, const Sizes& size) {
        return message_of<std::invalid_argument>([&] {
            affine_grid_backward<float>({none.data(), grad_grid}, size, false);
        });
    };
    EXPECT_TRUE(contains(message({1, 4, 5, 2}, {1, 3, 5, 4}),
                         "grad_grid with sizes [1, 5, 4, 2] for size [1, 3, 5, 4], but got sizes [1, 4, 5, 2]"));
    EXPECT_TRUE(contains(message({1, 4, 5, 3}, {1, 3, 4, 5}), "[1, 4, 5, 2]"));
    EXPECT_TRUE(contains(message({1, 4, 5, 2}, {1, 3, 2, 4, 5}), "[1, 2, 4, 5, 3]"));
    EXPECT_TRUE(contains(message({1, 0, 5, 2}, {1, 3, 0, 5}), "at least 1"));
}

}  // namespace
}  // namespace gs
