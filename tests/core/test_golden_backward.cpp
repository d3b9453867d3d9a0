// SPDX-License-Identifier: MIT
// The gradients against PyTorch's.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/grid_sample.h"
#include "core/trace.h"
#include "golden.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// The sums of the absolute values that each gradient is the sum of: what its rounding errors are proportional to.
struct Magnitudes {
    Tensor<double> grad_input, grad_grid;
};

/// The sum over all taps of |value * grad_output * the weight's slope along an axis|, times |slope|.
template <class T>
double axis_magnitude(const BasicTrace<T>& traced, size_t along) {
    const std::array axes{&traced.x, &traced.y, &traced.z};
    const size_t taps = traced.x.weights.size();
    double sum = 0;
    for (size_t tap = 0; tap < traced.taps.size(); ++tap) {
        double product = traced.taps[tap].value * traced.grad_output;
        size_t rest = tap;
        for (size_t axis = 0; axis < static_cast<size_t>(traced.dims); ++axis, rest /= taps)
            product *= (axis == along ? axes[axis]->weight_slopes : axes[axis]->weights)[rest % taps];
        sum += std::fabs(product);
    }
    return sum * std::fabs(axes[along]->slope);
}

template <class T>
Magnitudes magnitudes(const BasicGoldenCase<T>& golden) {
    Magnitudes result{Tensor<double>(golden.input.sizes()), Tensor<double>(golden.grid.sizes())};
    const Sizes& input = golden.input.sizes();
    const int64_t dims = golden.dims(), height = input[golden.dims()], width = input[golden.dims() + 1];
    const int64_t pixels = golden.input.count() / input[0] / input[1], places = golden.grid.count() / input[0] / dims;
    for (int64_t image = 0; image < input[0] * input[1]; ++image)
        for (int64_t place = 0; place < places; ++place) {
            const int64_t n = image / input[1], first = (n * places + place) * dims;
            const T* at = golden.grid.data() + first;
            const auto traced = trace(golden.input.view(), n, image % input[1], {at[0], at[1], dims == 3 ? at[2] : 0},
                                      golden.options, golden.grad_output.data()[image * places + place]);
            for (const auto& tap : traced.taps)
                if (tap.in_bounds)
                    result.grad_input.data()[image * pixels + (tap.z * height + tap.y) * width + tap.x] +=
                        std::fabs(tap.received);
            for (int64_t axis = 0; axis < dims; ++axis)
                result.grad_grid.data()[first + axis] += axis_magnitude(traced, static_cast<size_t>(axis));
        }
    return result;
}

/// Both sides take the same weights and their slopes from the same coordinates, but form the products and add them up
/// in other orders. Among two million gradients the largest difference was 4.5 roundings of the magnitude.
constexpr double kRoundings = 8;

template <class T>
void expect_near(const Tensor<T>& got, const Tensor<T>& want, const Tensor<double>& magnitude,
                 const std::string& what) {
    ASSERT_EQ(got.sizes(), want.sizes()) << what;
    for (int64_t i = 0; i < got.count(); ++i)
        EXPECT_TRUE(
            near(got.data()[i], want.data()[i], kRoundings * std::numeric_limits<T>::epsilon() * magnitude.data()[i]))
            << what << " at element " << i;
}

template <class T>
Gradients<T, T> gradients(const BasicGoldenCase<T>& golden) {
    return grid_sample_backward(golden.grad_output.view(), golden.input.view(), golden.grid.view(), golden.options);
}

/// Calls function(golden) for the cases with gradients, of both types, and counts them.
template <class Function>
int for_each_case(Function&& function) {
    int count = 0;
    const auto of_type = [&](const auto& cases) {
        for (const auto& golden : cases) {
            if (!golden.has_gradients()) continue;
            function(golden);
            ++count;
        }
    };
    of_type(golden_cases());
    of_type(golden_cases_float64());
    return count;
}

TEST(GoldenBackward, GradientsAreNearPyTorchsByTheRoundingsOfTheirSums) {
    const int count = for_each_case([](const auto& golden) {
        const Magnitudes magnitude = magnitudes(golden);
        const auto ours = gradients(golden);
        expect_near(ours.input, golden.grad_input, magnitude.grad_input, text(golden) + " grad_input");
        expect_near(ours.grid, golden.grad_grid, magnitude.grad_grid, text(golden) + " grad_grid");
    });
    EXPECT_EQ(count, 31 * 18) << "of geometries and options";
}

/// For each axis of each place, whether the trace says that the coordinate does not follow the grid value: on and
/// beyond the rim under border, on it under reflection, everywhere for nearest.
template <class T>
std::vector<bool> held(const BasicGoldenCase<T>& golden) {
    std::vector<bool> result;
    const int64_t dims = golden.dims(), places = golden.grid.count() / golden.grid.size(0) / dims;
    for (int64_t place = 0; place < golden.grid.size(0) * places; ++place) {
        const T* at = golden.grid.data() + place * dims;
        const auto traced =
            trace(golden.input.view(), place / places, 0, {at[0], at[1], dims == 3 ? at[2] : 0}, golden.options);
        for (int64_t axis = 0; axis < dims; ++axis)
            result.push_back((axis == 0 ? traced.x : axis == 1 ? traced.y : traced.z).slope == 0);
    }
    return result;
}

TEST(GoldenBackward, GridGradientsAreZeroWherePyTorchsAreAndTheSlopeIs) {
    int64_t zeros = 0;
    for_each_case([&](const auto& golden) {
        // Bicubic: the slopes of a held axis' weights add up to 0 but for roundings, with no rule about it.
        if (golden.options.mode == Mode::bicubic) return;
        const auto ours = gradients(golden);
        const std::vector<bool> is_held = held(golden);
        for (int64_t i = 0; i < ours.grid.count(); ++i) {
            const bool is_zero = ours.grid.data()[i] == 0;
            EXPECT_EQ(is_zero, golden.grad_grid.data()[i] == 0) << text(golden) << " at element " << i;
            EXPECT_TRUE(is_zero || !is_held[static_cast<size_t>(i)]) << text(golden) << " at element " << i;
            zeros += is_zero;
        }
    });
    EXPECT_GT(zeros, 10000) << "rims were hardly put to the test";
}

}  // namespace
}  // namespace gs
