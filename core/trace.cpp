// SPDX-License-Identifier: MIT
#include "core/trace.h"

#include <array>
#include <cmath>
#include <stdexcept>

#include "core/check.h"
#include "core/dispatch.h"
#include "core/sample_math.h"

namespace gs {
namespace {

/// What padding did along one axis. Bicubic pads its taps, so there it is the outermost ones that tell.
template <Mode mode>
PaddingEffect effect_of(const Axis<float, mode>& axis, int64_t size, const Options& options) {
    const float x = axis.unnormalized.value;
    if (!is_usable(x)) return PaddingEffect::replaced;
    const float last = static_cast<float>(size - 1);
    const float low = pads_taps(mode) ? static_cast<float>(axis.first) : x;
    const float high = pads_taps(mode) ? static_cast<float>(axis.first + axis.kTaps - 1) : x;
    if (low >= 0 && high <= last) return PaddingEffect::none;
    if (options.padding == Padding::zeros) return PaddingEffect::outside;
    const auto is_mirrored = [&](float at) { return reflect(at, size, options.align_corners).value != at; };
    const bool mirrors = options.padding == Padding::reflection && (is_mirrored(low) || is_mirrored(high));
    return mirrors ? PaddingEffect::reflected : PaddingEffect::clamped;
}

template <Mode mode>
AxisTrace trace_axis(const Axis<float, mode>& axis, float grid, int64_t size, const Options& options) {
    return {grid,
            axis.unnormalized.value,
            axis.padded.value,
            axis.base,
            axis.fraction,
            size,
            effect_of(axis, size, options),
            {axis.weight, axis.weight + axis.kTaps}};
}

std::string tap_name(Mode mode, int j, int i) {
    if (mode == Mode::nearest) return "nearest";
    if (mode == Mode::bilinear) return std::array{"NW", "NE", "SW", "SE"}[static_cast<size_t>(2 * j + i)];
    const std::array steps{"-1", "+0", "+1", "+2"};
    return std::string("x") + steps[static_cast<size_t>(i)] + " y" + steps[static_cast<size_t>(j)];
}

template <Mode mode>
Trace trace_with(const TensorView<const float>& input, int64_t n, int64_t c, float grid_x, float grid_y,
                 const Options& options) {
    const int64_t height = input.sizes[2], width = input.sizes[3];
    const auto x = sample_axis<float, mode>(grid_x, width, options.padding, options.align_corners);
    const auto y = sample_axis<float, mode>(grid_y, height, options.padding, options.align_corners);
    const auto read = [&](int j, int i) {
        return y.in_bounds[j] && x.in_bounds[i] ? input.at(n, c, y.index[j], x.index[i]) : 0.0f;
    };

    Trace result{options,
                 n,
                 c,
                 trace_axis(x, grid_x, width, options),
                 trace_axis(y, grid_y, height, options),
                 {},
                 {},
                 weighted_sum(x, y, read),
                 false};
    for (int j = 0; j < y.kTaps; ++j) {
        for (int i = 0; i < x.kTaps; ++i) {
            const float weight = y.weight[j] * x.weight[i], value = read(j, i);
            result.taps.push_back({tap_name(mode, j, i), x.first + i, y.first + j, x.index[i], y.index[j],
                                   x.in_bounds[i] && y.in_bounds[j], weight, value, weight * value});
        }
        if constexpr (mode == Mode::bicubic)
            result.row_sums.push_back(cubic_row_sum(x, [&](int i) { return read(j, i); }));
    }
    const auto not_finite = [](const AxisTrace& axis) { return !std::isfinite(axis.unnormalized); };
    const bool weights_poisoned =
        mode == Mode::bicubic || (mode == Mode::bilinear && options.padding == Padding::zeros);
    result.is_nan_in_pytorch = weights_poisoned && (not_finite(result.x) || not_finite(result.y));
    return result;
}

}  // namespace

Trace trace(TensorView<const float> input, int64_t n, int64_t c, float grid_x, float grid_y, const Options& options) {
    output_sizes(input.sizes, {input.sizes.rank() > 0 ? input.sizes[0] : 0, 1, 1, 2});
    if (n < 0 || n >= input.sizes[0] || c < 0 || c >= input.sizes[1])
        throw std::invalid_argument("trace: there is no image n = " + std::to_string(n) + ", channel c = " +
                                    std::to_string(c) + " in an input with sizes " + input.sizes.text());
    return with_mode(options.mode,
                     [&](auto mode) { return trace_with<mode.value>(input, n, c, grid_x, grid_y, options); });
}

}  // namespace gs
