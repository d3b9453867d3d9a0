// SPDX-License-Identifier: MIT
// Conversions: the converted thing reads the same places, and comes back as it was.
#include "core/convert.h"

#include <gtest/gtest.h>

#include "core/affine_grid.h"
#include "core/field.h"
#include "core/grid_sample.h"
#include "core/grids.h"
#include "core/sample_math.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

// A few roundings of double, of numbers of up to some hundred pixels.
constexpr double kRounding = 1e-12;

/// Input and output pixels of a warp.
struct Warp {
    Sizes input, output;
};

const std::vector<Warp>& warps() {
    static const std::vector<Warp> all{
        {{4, 4}, {4, 4}}, {{5, 9}, {16, 3}}, {{2, 33}, {7, 2}}, {{3, 4, 5}, {6, 2, 7}}, {{2, 2, 2}, {2, 2, 2}}};
    return all;
}

/// Random maps of two images of the batch: (2, dims, dims + 1).
Tensor<double> random_maps(const Sizes& image, uint32_t seed) {
    return random_tensor<double>({2, image.rank(), image.rank() + 1}, seed, -3, 3);
}

testing::AssertionResult all_near(const Tensor<double>& got, const Tensor<double>& want, double tolerance) {
    if (got.sizes() != want.sizes())
        return testing::AssertionFailure() << "got sizes " << got.sizes().text() << ", want " << want.sizes().text();
    for (int64_t i = 0; i < got.count(); ++i) {
        const auto close = near(got.data()[i], want.data()[i], tolerance);
        if (!close) return testing::AssertionFailure() << "at element " << i << ": " << close.message();
    }
    return testing::AssertionSuccess();
}

/// The size (N, C, ...) of a batch of two images with these pixels.
Sizes batch_of_two(const Sizes& image) {
    Sizes size{2, 1};
    for (const int64_t pixels : image) size.push_back(pixels);
    return size;
}

TEST(ThetaFromPixels, ReadsEveryOutputPixelWhereTheMatrixSays) {
    for (const auto& [input, output] : warps())
        for (const bool align_corners : {true, false}) {
            const int64_t dims = input.rank();
            const Tensor<double> matrix = random_maps(input, 1);
            const Tensor<double> theta = theta_from_pixels<double>(matrix.view(), input, output, align_corners);
            const Tensor<double> grid = affine_grid<double>(theta.view(), batch_of_two(output), align_corners);
            const ConstField places = grid_field(grid.view());
            const auto expect_place = [&](int64_t n, int64_t row, int64_t d, int64_t h, int64_t w) {
                double want = matrix.at(n, row, dims) + matrix.at(n, row, 0) * static_cast<double>(w) +
                              matrix.at(n, row, 1) * static_cast<double>(h);
                if (dims == 3) want += matrix.at(n, row, 2) * static_cast<double>(d);
                const int64_t pixels = input[static_cast<int>(dims - 1 - row)];
                const double got = unnormalize(places.element<double>(n, row, d, h, w), pixels, align_corners).value;
                EXPECT_TRUE(near(got, want, kRounding)) << input.text() << output.text() << align_corners;
            };
            for (int64_t n = 0; n < places.size[kN]; ++n)
                for (int64_t row = 0; row < places.size[kC]; ++row)
                    for (int64_t d = 0; d < places.size[kD]; ++d)
                        for (int64_t h = 0; h < places.size[kH]; ++h)
                            for (int64_t w = 0; w < places.size[kW]; ++w) expect_place(n, row, d, h, w);
        }
}

TEST(ThetaFromPixels, AndPixelsFromThetaAreInverse) {
    for (const auto& [input, output] : warps())
        for (const bool align_corners : {true, false}) {
            const Tensor<double> map = random_maps(input, 2);
            const Tensor<double> theta = theta_from_pixels<double>(map.view(), input, output, align_corners);
            const Tensor<double> matrix = pixels_from_theta<double>(map.view(), input, output, align_corners);
            EXPECT_TRUE(
                all_near(pixels_from_theta<double>(theta.view(), input, output, align_corners), map, kRounding));
            EXPECT_TRUE(
                all_near(theta_from_pixels<double>(matrix.view(), input, output, align_corners), map, kRounding));
        }
}

TEST(ThetaFromPixels, IsTheIdentityForTheIdentity) {
    const Tensor<double> identity({1, 2, 3}, {1, 0, 0, 0, 1, 0});
    for (const bool align_corners : {true, false})
        EXPECT_TRUE(all_near(theta_from_pixels<double>(identity.view(), {5, 7}, {5, 7}, align_corners), identity, 0));
}

TEST(ThetaFromPixels, ReproducesAPlaneAsWarpAffineWithAnInverseMap) {
    // Bilinear sampling reproduces the plane 8y + x; matrix and images are those that cv2.warpAffine was given.
    constexpr double kFloatRounding = 2e-5;  // of values up to 63
    Tensor<float> input({1, 1, 8, 8});
    for (int64_t i = 0; i < 64; ++i) input.data()[i] = static_cast<float>(i);
    const Tensor<float> matrix({1, 2, 3}, {0.75f, 0.25f, 1.5f, -0.5f, 1, 2.25f});
    for (const bool align_corners : {true, false}) {
        const Tensor<float> theta = theta_from_pixels<float>(matrix.view(), {8, 8}, {3, 5}, align_corners);
        const Tensor<float> grid = affine_grid<float>(theta.view(), {1, 1, 3, 5}, align_corners);
        const Tensor<float> output = grid_sample(input.view(), grid.view(), {.align_corners = align_corners});
        for (int64_t h = 0; h < 3; ++h)
            for (int64_t w = 0; w < 5; ++w) {
                const double x = 0.75 * static_cast<double>(w) + 0.25 * static_cast<double>(h) + 1.5;
                const double y = -0.5 * static_cast<double>(w) + static_cast<double>(h) + 2.25;
                EXPECT_TRUE(near(double{output.at(0, 0, h, w)}, 8 * y + x, kFloatRounding)) << h << " " << w;
            }
    }
}

TEST(ThetaFromPixels, RoundsToFloatOnlyAtTheEnd) {
    const Sizes input{640, 481}, output{333, 77};
    const Tensor<float> matrix = random_tensor({2, 2, 3}, 3, -100, 100);
    const Tensor<double> exact = random_tensor<double>({2, 2, 3}, 3, -100, 100);
    for (const bool align_corners : {true, false}) {
        const Tensor<float> theta = theta_from_pixels<float>(matrix.view(), input, output, align_corners);
        const Tensor<double> theta64 = theta_from_pixels<double>(exact.view(), input, output, align_corners);
        const Tensor<float> back = pixels_from_theta<float>(matrix.view(), input, output, align_corners);
        const Tensor<double> back64 = pixels_from_theta<double>(exact.view(), input, output, align_corners);
        for (int64_t i = 0; i < theta.count(); ++i) {
            EXPECT_TRUE(same_bits(theta.data()[i], static_cast<float>(theta64.data()[i])));
            EXPECT_TRUE(same_bits(back.data()[i], static_cast<float>(back64.data()[i])));
        }
    }
}

TEST(ThetaFromPixels, HasZeroAlongAnAxisOfOnePixelUnderAlignCorners) {
    const Tensor<double> matrix({1, 2, 3}, {2, 3, 4, 5, 6, 7});
    EXPECT_TRUE(all_near(theta_from_pixels<double>(matrix.view(), {1, 9}, {5, 5}, true),
                         Tensor<double>({1, 2, 3}, {1, 1.5, 2.5, 0, 0, 0}), kRounding));
    EXPECT_TRUE(all_near(theta_from_pixels<double>(matrix.view(), {5, 9}, {1, 5}, true),
                         Tensor<double>({1, 2, 3}, {1, 0, 1, 5, 0, 7.5}), kRounding));
    // A row of no scale reads pixel 0, whatever theta; a column of no scale is never multiplied by anything but 0.
    EXPECT_TRUE(all_near(pixels_from_theta<double>(matrix.view(), {1, 9}, {5, 5}, true),
                         Tensor<double>({1, 2, 3}, {4, 6, 0, 0, 0, 0}), kRounding));
    EXPECT_TRUE(all_near(pixels_from_theta<double>(matrix.view(), {5, 9}, {1, 5}, true),
                         Tensor<double>({1, 2, 3}, {4, 0, 12, 5, 0, 6}), kRounding));
    const Tensor<double> theta = theta_from_pixels<double>(matrix.view(), {1, 1}, {1, 1}, false);
    EXPECT_TRUE(all_near(pixels_from_theta<double>(theta.view(), {1, 1}, {1, 1}, false), matrix, kRounding));
}

TEST(GridForOtherConvention, ReadsTheSamePixelsAndComesBack) {
    for (const auto& [input, output] : warps())
        for (const bool align_corners : {true, false}) {
            Sizes sizes{2};
            for (const int64_t points : output) sizes.push_back(points);
            sizes.push_back(output.rank());
            const Tensor<double> grid = random_tensor<double>(sizes, 4, -3, 3);
            const Tensor<double> other = grid_for_other_convention<double>(grid.view(), input, align_corners);
            for (int64_t i = 0; i < grid.count(); ++i) {
                const int64_t pixels = input[input.rank() - 1 - static_cast<int>(i % input.rank())];
                EXPECT_TRUE(near(unnormalize(other.data()[i], pixels, !align_corners).value,
                                 unnormalize(grid.data()[i], pixels, align_corners).value, kRounding));
            }
            EXPECT_TRUE(
                all_near(grid_for_other_convention<double>(other.view(), input, !align_corners), grid, kRounding));
        }
}

TEST(GridForOtherConvention, GivesTheSameOutput) {
    // The coordinate is off by a last bit of some 20 pixels (2e-6); neighbours differ by up to 2, in x and in y.
    constexpr double kMissedPlace = 2e-5;
    const Tensor<float> input = random_tensor({1, 2, 6, 9}, 5);
    for (const Padding padding : kPaddings)
        for (const bool align_corners : {true, false}) {
            // Reflection mirrors about other lines: only inside the image is the output the same.
            const float reach = padding == Padding::reflection ? 0.8f : 2.0f;
            const Tensor<float> grid = random_tensor({1, 8, 8, 2}, 6, -reach, reach);
            const Tensor<float> other = grid_for_other_convention<float>(grid.view(), {6, 9}, align_corners);
            const Options options{Mode::bilinear, padding, align_corners};
            const Tensor<float> want = grid_sample(input.view(), grid.view(), options);
            const Tensor<float> got = grid_sample(input.view(), other.view(), {options.mode, padding, !align_corners});
            for (int64_t i = 0; i < want.count(); ++i)
                EXPECT_TRUE(near(double{got.data()[i]}, double{want.data()[i]}, kMissedPlace)) << text(options);
        }
}

TEST(GridForOtherConvention, IsZeroAlongAnAxisOfOnePixel) {
    const Tensor<double> grid({1, 1, 2, 2}, {0.5, 0.25, -3, 4});
    for (const bool align_corners : {true, false}) {
        const Tensor<double> other = grid_for_other_convention<double>(grid.view(), {3, 1}, align_corners);
        const double factor = align_corners ? 2.0 / 3 : 3.0 / 2;
        EXPECT_TRUE(all_near(other, Tensor<double>({1, 1, 2, 2}, {0, 0.25 * factor, 0, 4 * factor}), kRounding));
    }
}

TEST(GridFromFlow, ReadsTheDisplacedPixel) {
    const Tensor<float> input = random_tensor({2, 3, 5, 7}, 7);
    Tensor<float> flow({2, 5, 7, 2});
    for (int64_t i = 0; i < flow.count(); i += 2) {
        flow.data()[i] = 2;
        flow.data()[i + 1] = -1;
    }
    for (const bool align_corners : {true, false}) {
        const Tensor<float> grid = grid_from_flow<float>(flow.view(), align_corners);
        const Tensor<float> output =
            grid_sample(input.view(), grid.view(), {Mode::nearest, Padding::zeros, align_corners});
        for (int64_t h = 0; h < 5; ++h)
            for (int64_t w = 0; w < 7; ++w)
                EXPECT_EQ(output.at(1, 2, h, w), h >= 1 && w < 5 ? input.at(1, 2, h - 1, w + 2) : 0) << h << " " << w;
    }
}

TEST(GridFromFlow, OfNoFlowIsTheIdentity) {
    for (const bool align_corners : {true, false}) {
        const Tensor<double> theta({1, 3, 4}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0});
        EXPECT_TRUE(all_near(grid_from_flow<double>(Tensor<double>({1, 3, 4, 5, 3}).view(), align_corners),
                             affine_grid<double>(theta.view(), {1, 1, 3, 4, 5}, align_corners), kRounding));
    }
}

TEST(GridFromFlow, AndFlowFromGridAreInverse) {
    for (const Sizes& sizes : {Sizes{2, 5, 7, 2}, Sizes{1, 2, 640, 2}, Sizes{2, 3, 4, 5, 3}})
        for (const bool align_corners : {true, false}) {
            const Tensor<double> flow = random_tensor<double>(sizes, 8, -20, 20);
            const Tensor<double> grid = grid_from_flow<double>(flow.view(), align_corners);
            EXPECT_TRUE(all_near(flow_from_grid<double>(grid.view(), align_corners), flow, kRounding));
        }
}

TEST(GridFromFlow, TakesPlanesWithoutACopy) {
    const Tensor<float> planes = random_tensor({2, 2, 3, 4}, 9);
    const TensorView<const float> permuted{planes.data(), {2, 3, 4, 2}, {24, 4, 1, 12}};
    for (const bool align_corners : {true, false}) {
        const Tensor<float> grid = grid_from_flow<float>(permuted, align_corners);
        for (int64_t w = 0; w < 4; ++w)
            for (int64_t k = 0; k < 2; ++k) {
                const double place = double{planes.at(1, k, 2, w)} + static_cast<double>(k == 0 ? w : 2);
                EXPECT_TRUE(same_bits(grid.at(1, 2, w, k),
                                      static_cast<float>(normalize(place, k == 0 ? 4 : 3, align_corners))));
            }
    }
}

TEST(GridFromFlow, KnowsNoDisplacementAlongAnAxisOfOnePixelUnderAlignCorners) {
    const Tensor<double> flow({1, 1, 3, 2}, {0.5, 7, 0.5, 7, 0.5, 7});
    const Tensor<double> grid = grid_from_flow<double>(flow.view(), true);
    EXPECT_TRUE(all_near(grid, Tensor<double>({1, 1, 3, 2}, {-0.5, 0, 0.5, 0, 1.5, 0}), kRounding));
    EXPECT_TRUE(all_near(flow_from_grid<double>(grid.view(), true),
                         Tensor<double>({1, 1, 3, 2}, {0.5, 0, 0.5, 0, 0.5, 0}), kRounding));
    const Tensor<double> under_false = grid_from_flow<double>(flow.view(), false);
    EXPECT_TRUE(all_near(flow_from_grid<double>(under_false.view(), false), flow, kRounding));
}

TEST(Conversions, LetNaNSpread) {
    const Tensor<float> values({1, 1, 2, 2}, {kNaN, 1, 2, kNaN});
    for (const bool align_corners : {true, false})
        for (const Tensor<float>& result : {grid_for_other_convention<float>(values.view(), {3, 3}, align_corners),
                                            flow_from_grid<float>(values.view(), align_corners)}) {
            EXPECT_TRUE(std::isnan(result.at(0, 0, 0, 0)));
            EXPECT_FALSE(std::isnan(result.at(0, 0, 0, 1)) || std::isnan(result.at(0, 0, 1, 0)));
        }
    EXPECT_TRUE(std::isnan(grid_from_flow<float>(values.view(), false).at(0, 0, 1, 1)));
}

TEST(GridFromFlow, MayBeEmpty) {
    EXPECT_EQ(grid_from_flow<float>(Tensor<float>({0, 3, 4, 2}).view(), false).sizes(), (Sizes{0, 3, 4, 2}));
    EXPECT_EQ(flow_from_grid<float>(Tensor<float>({1, 0, 3, 4, 3}).view(), true).sizes(), (Sizes{1, 0, 3, 4, 3}));
}

TEST(ThetaFromPixels, RefusesEveryMisuseAndNamesTheSizes) {
    const std::vector<float> none;  // a refusal comes before the first element is looked at
    const auto message = [&](const Sizes& matrix, const Sizes& input, const Sizes& output) {
        const TensorView<const float> view{none.data(), matrix};
        EXPECT_THROW(pixels_from_theta<float>(view, input, output, false), std::invalid_argument);
        return message_of<std::invalid_argument>([&] { theta_from_pixels<float>(view, input, output, false); });
    };
    EXPECT_EQ(
        message({1, 3, 4}, {5, 6}, {7, 8}),
        "theta_from_pixels: expected a matrix (N, 2, 3), but got sizes [1, 3, 4] for input [5, 6] and output [7, 8]");
    EXPECT_TRUE(contains(message({2, 3}, {5, 6}, {7, 8}), "(N, 2, 3)"));  // a batch of one needs its axis
    EXPECT_TRUE(contains(message({1, 2, 3}, {5, 6, 7}, {7, 8, 9}), "(N, 3, 4)"));
    EXPECT_TRUE(contains(message({-1, 2, 3}, {5, 6}, {7, 8}), "(N, 2, 3)"));
    EXPECT_TRUE(contains(message({1, 2, 3}, {5, 6}, {7, 8, 9}), "both as (H, W)"));
    EXPECT_TRUE(contains(message({1, 2, 3}, {1, 3, 5, 6}, {1, 3, 7, 8}), "both as (H, W)"));
    EXPECT_TRUE(contains(message({1, 2, 3}, {0, 6}, {7, 8}), "at least 1 pixel"));
    EXPECT_TRUE(contains(message({1, 2, 3}, {5, 6}, {7, -8}), "at least 1 pixel"));
    EXPECT_TRUE(contains(message({int64_t{1} << 60, 2, 3}, {5, 6}, {7, 8}), "fits memory"));
}

TEST(GridConversions, RefuseWhatIsNoGridAndNameTheSizes) {
    const std::vector<float> none;
    const auto message = [&](const Sizes& sizes) {
        const TensorView<const float> view{none.data(), sizes};
        EXPECT_THROW(flow_from_grid<float>(view, false), std::invalid_argument);
        EXPECT_THROW(grid_for_other_convention<float>(view, {5, 6}, false), std::invalid_argument);
        return message_of<std::invalid_argument>([&] { grid_from_flow<float>(view, false); });
    };
    EXPECT_EQ(message({1, 2, 5, 6}),  // planes that were not permuted
              "grid_from_flow: expected sizes (N, H, W, 2) or (N, D, H, W, 3), but got sizes [1, 2, 5, 6]");
    for (const Sizes& sizes : {Sizes{}, Sizes{5, 6, 2}, Sizes{1, 5, 6, 3}, Sizes{1, 4, 5, 6, 2}})
        EXPECT_TRUE(contains(message(sizes), "(N, H, W, 2) or (N, D, H, W, 3), but got sizes " + sizes.text()));
    EXPECT_TRUE(contains(message({1, -5, 6, 2}), "not negative"));
    EXPECT_TRUE(contains(message({1, int64_t{1} << 32, int64_t{1} << 32, 2}), "fits memory"));
}

TEST(GridForOtherConvention, RefusesAnInputThatIsNotTheGrids) {
    const Tensor<float> grid({1, 3, 4, 2});
    for (const Sizes& input : {Sizes{5}, Sizes{5, 6, 7}, Sizes{1, 3, 5, 6}, Sizes{0, 6}, Sizes{5, -6}}) {
        const std::string message =
            message_of<std::invalid_argument>([&] { grid_for_other_convention<float>(grid.view(), input, true); });
        EXPECT_TRUE(contains(message, "but got input " + input.text() + " for grid [1, 3, 4, 2]"));
    }
}

}  // namespace
}  // namespace gs
