// SPDX-License-Identifier: MIT
#include "viz/cli/bench_check.h"

#include <fmt/core.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "core/trace.h"

namespace viz {
namespace {

constexpr int64_t kOutputs = 500, kEntries = 200, kPixels = 500;
constexpr uint64_t kCheckSeed = 9;

/// Sums of float32 values in another order differ by this much of the sum of their magnitudes; a missing or misplaced
/// value is off by far more. Worst with 64 channels.
constexpr double kRounding = 4e-6;

int64_t spread(int64_t number, int64_t count) {
    return static_cast<int64_t>(random_bits(kCheckSeed, number) % static_cast<uint64_t>(count));
}

gs::GridPoint<float> point_of(const gs::Tensor<float>& grid, int64_t entry) {
    const int64_t axes = grid.size(grid.sizes().rank() - 1);
    const float* at = grid.data() + entry * axes;
    return {at[0], at[1], axes == 3 ? at[2] : 0};
}

/// The output's places in one image.
int64_t places_of(const BenchData& data) {
    return data.grad_output.count() / (data.input.size(0) * data.input.size(1));
}

void check_entry(const BenchData& data, const gs::Options& options, const gs::Tensor<float>& grad_grid, int64_t entry) {
    const int64_t channels = data.input.size(1), places = places_of(data), n = entry / places;
    const int axes = data.input.sizes().rank() - 2;
    double want[3]{}, magnitude[3]{};
    for (int64_t c = 0; c < channels; ++c) {
        const float grad = data.grad_output.data()[(n * channels + c) * places + entry % places];
        const gs::Trace trace = gs::trace(data.input.view(), n, c, point_of(data.grid, entry), options, grad);
        const gs::AxisTrace* const traced[]{&trace.x, &trace.y, &trace.z};
        for (int axis = 0; axis < axes; ++axis) {
            want[axis] += traced[axis]->gradient;
            magnitude[axis] += std::fabs(grad * traced[axis]->slope);
        }
    }
    for (int axis = 0; axis < axes; ++axis) {
        const double got = grad_grid.data()[entry * axes + axis];
        if (!(std::fabs(got - want[axis]) <= kRounding * magnitude[axis]))
            throw std::runtime_error(fmt::format("the gradient of grid entry {}, axis {}, is {}, but its trace says {}",
                                                 entry, axis, got, want[axis]));
    }
}

/// An image of zeros, but for some pixels.
gs::Tensor<float> sparse_change(const gs::Sizes& sizes) {
    gs::Tensor<float> change(sizes);
    for (int64_t k = 0; k < kPixels; ++k)
        change.data()[spread(k, change.count())] = static_cast<float>(spread(k + kPixels, 2000)) / 1000 - 1;
    return change;
}

bool same_bits(const gs::Tensor<float>& a, const gs::Tensor<float>& b) {
    return std::memcmp(a.data(), b.data(), static_cast<size_t>(a.count()) * sizeof(float)) == 0;
}

}  // namespace

void check_forward(const BenchData& data, const gs::Options& options, const gs::Tensor<float>& output) {
    const int64_t channels = data.input.size(1), places = places_of(data);
    for (int64_t k = 0; k < kOutputs; ++k) {
        const int64_t element = spread(k, output.count()), image = element / places;
        const int64_t n = image / channels, c = image % channels, entry = n * places + element % places;
        const float got = output.data()[element];
        const float want = gs::trace(data.input.view(), n, c, point_of(data.grid, entry), options).output;
        if (std::bit_cast<uint32_t>(got) != std::bit_cast<uint32_t>(want))
            throw std::runtime_error(fmt::format("output {} is {}, but its trace says {}", element, got, want));
    }
}

void check_backward(const BenchData& data, const gs::Options& options, const gs::Execution& execution,
                    const gs::Gradients<float, float>& gradients, gs::Tensor<float>& output) {
    const int64_t entries = data.input.size(0) * places_of(data);
    for (int64_t k = 0; k < kEntries; ++k) check_entry(data, options, gradients.grid, spread(k, entries));

    const gs::Tensor<float> change = sparse_change(data.input.sizes());
    gs::grid_sample(change.view(), data.grid.view(), output.view(), options, execution);
    double want = 0, got = 0, magnitude = 0;
    for (int64_t i = 0; i < output.count(); ++i) {
        const double product = double{output.data()[i]} * data.grad_output.data()[i];
        want += product;
        magnitude += std::fabs(product);
    }
    for (int64_t i = 0; i < change.count(); ++i) got += double{change.data()[i]} * gradients.input.data()[i];
    if (!(std::fabs(got - want) <= kRounding * magnitude))
        throw std::runtime_error(
            fmt::format("the gradient of the input says that a change has the effect {}, but it has {}", got, want));
}

void check_repeated(const gs::Gradients<float, float>& gradients, const gs::Gradients<float, float>& earlier) {
    if (!same_bits(gradients.input, earlier.input) || !same_bits(gradients.grid, earlier.grid))
        throw std::runtime_error("the gradients differ from those of an earlier run");
}

}  // namespace viz
