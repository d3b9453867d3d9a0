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
template <class F, Mode mode>
PaddingEffect effect_of(const Axis<F, mode>& axis, int64_t size, const Options& options) {
    const F x = axis.unnormalized.value;
    if (!is_usable(x)) return PaddingEffect::replaced;
    const F last = static_cast<F>(size - 1);
    const F low = pads_taps(mode) ? static_cast<F>(axis.first) : x;
    const F high = pads_taps(mode) ? static_cast<F>(axis.first + axis.kTaps - 1) : x;
    if (low >= 0 && high <= last) return PaddingEffect::none;
    if (options.padding == Padding::zeros) return PaddingEffect::outside;
    const auto is_mirrored = [&](F at) { return reflect(at, size, options.align_corners).value != at; };
    const bool mirrors = options.padding == Padding::reflection && (is_mirrored(low) || is_mirrored(high));
    return mirrors ? PaddingEffect::reflected : PaddingEffect::clamped;
}

template <class F, Mode mode>
SlopeRule rule_of(const Axis<F, mode>& axis) {
    if (mode == Mode::nearest) return SlopeRule::rounded;
    if (!is_usable(axis.unnormalized.value)) return SlopeRule::replaced;
    if (axis.unnormalized.slope == 0) return SlopeRule::single_pixel;
    if (axis.padded.slope == 0) return SlopeRule::held;
    return axis.padded.slope < 0 ? SlopeRule::mirrored : SlopeRule::scaled;
}

template <class F, Mode mode>
BasicAxisTrace<F> trace_axis(const Axis<F, mode>& axis, F grid, int64_t size, const Options& options) {
    BasicAxisTrace<F> result{grid,
                             axis.unnormalized.value,
                             axis.padded.value,
                             axis.base,
                             axis.fraction,
                             size,
                             effect_of(axis, size, options),
                             {},
                             {},
                             mode == Mode::nearest ? F(0) : axis.slope(),
                             rule_of(axis),
                             0};
    for (const Mapped<F>& weight : axis.weight) {
        result.weights.push_back(weight.value);
        result.weight_slopes.push_back(weight.slope);
    }
    return result;
}

std::string tap_name(Mode mode, int dims, int k, int j, int i) {
    if (mode == Mode::nearest) return "nearest";
    if (mode == Mode::bilinear) {
        const std::string corner = std::array{"NW", "NE", "SW", "SE"}[static_cast<size_t>(2 * j + i)];
        return dims == 2 ? corner : (k == 0 ? "T" : "B") + corner;
    }
    const std::array<std::string, 4> steps{"-1", "+0", "+1", "+2"};
    const auto step = [&](const char* axis, int tap) { return axis + steps[static_cast<size_t>(tap)]; };
    return step("x", i) + " " + step("y", j) + (dims == 2 ? "" : " " + step("z", k));
}

/// Whether PyTorch's weights become NaN at this place. Its bilinear code for volumes skips taps out of bounds and their
/// weights with them; the vectorised one for images multiplies them by 0.
template <class F>
bool is_poisoned(const BasicTrace<F>& trace) {
    const bool weights_suffer =
        trace.options.mode == Mode::bicubic ||
        (trace.options.mode == Mode::bilinear && trace.options.padding == Padding::zeros && trace.dims == 2);
    const auto not_finite = [](const BasicAxisTrace<F>& axis) { return !std::isfinite(axis.unnormalized); };
    return weights_suffer && (not_finite(trace.x) || not_finite(trace.y) || (trace.dims == 3 && not_finite(trace.z)));
}

/// The value of a field's element. A pointer to a function, so that the types that share an arithmetic share the rest.
template <class F>
using ElementValue = F (*)(const ConstField& field, int64_t place);

template <class T>
Arithmetic<T> element_value(const ConstField& field, int64_t place) {
    return value_of(reinterpret_cast<const T*>(field.data)[place]);
}

template <class F, Mode mode, int dims>
BasicTrace<F> trace_with(const ConstField& field, ElementValue<F> value_at, int64_t n, int64_t c, GridPoint<F> at,
                         const Options& options, F grad_output) {
    const std::array<F, 3> grid{at.x, at.y, at.z};
    const std::array<int64_t, 3> size{field.size[kW], field.size[kH], field.size[kD]};
    Axes<F, mode, dims> axes;
    for (size_t a = 0; a < dims; ++a)
        axes.axis[a] = sample_axis<F, mode, dims>(grid[a], size[a], options.padding, options.align_corners);
    const auto read = [&](int k, int j, int i) {
        if (!axes.in_bounds(k, j, i)) return F(0);
        const int64_t place = axes.y().index[j] * field.stride[kH] + axes.x().index[i] * field.stride[kW];
        const int64_t layer = dims == 3 ? axes.z().index[k] * field.stride[kD] : 0;
        return value_at(field, n * field.stride[kN] + c * field.stride[kC] + layer + place);
    };

    BasicTrace<F> result{};
    result.options = options;
    result.arithmetic = kDtype<F>;
    result.dims = dims;
    result.n = n;
    result.c = c;
    BasicAxisTrace<F>* const traced[]{&result.x, &result.y, &result.z};
    for (size_t a = 0; a < dims; ++a) *traced[a] = trace_axis(axes.axis[a], grid[a], size[a], options);
    if (dims == 2) result.z.size = 1;
    result.output = weighted_sum(axes, read);
    result.grad_output = grad_output;
    for (int k = 0; k < kLayers<mode, dims>; ++k)
        for (int j = 0; j < taps_per_axis(mode); ++j) {
            for (int i = 0; i < taps_per_axis(mode); ++i) {
                const auto &x = axes.x(), &y = axes.y();
                const int64_t z = dims == 3 ? axes.z().index[k] : 0;
                const int64_t unpadded_z = dims == 3 ? axes.z().first + k : 0;
                const bool in_bounds = axes.in_bounds(k, j, i);
                const F weight = tap_weight(axes, k, j, i), value = read(k, j, i);
                result.taps.push_back({tap_name(mode, dims, k, j, i), x.first + i, y.first + j, unpadded_z, x.index[i],
                                       y.index[j], z, in_bounds, weight, value, weight * value,
                                       in_bounds ? weight * grad_output : F(0)});
            }
            if constexpr (mode == Mode::bicubic && dims == 2) {
                const F weight[]{result.x.weights[0], result.x.weights[1], result.x.weights[2], result.x.weights[3]};
                const F value[]{read(0, j, 0), read(0, j, 1), read(0, j, 2), read(0, j, 3)};
                result.row_sums.push_back(cubic_row_sum(weight, value));
            }
        }
    if constexpr (mode != Mode::nearest) {
        F slope[dims];
        sample_slopes(axes, read, slope);
        for (size_t a = 0; a < dims; ++a)
            traced[a]->gradient = (F(0) + slope[a] * grad_output) * traced[a]->slope;  // a sum over channels
    }
    result.is_nan_in_pytorch = is_poisoned(result);
    return result;
}

}  // namespace

namespace detail {

template <class T>
BasicTrace<Arithmetic<T>> trace(const TensorView<const T>& input, int64_t n, int64_t c, GridPoint<Arithmetic<T>> at,
                                const Options& options, Arithmetic<T> grad_output) {
    const int64_t batch = input.sizes.rank() > 0 ? input.sizes[0] : 0;
    const bool is_volume = input.sizes.rank() == 5;
    output_sizes(input.sizes, is_volume ? Sizes{batch, 1, 1, 1, 3} : Sizes{batch, 1, 1, 2});
    if (n < 0 || n >= input.sizes[0] || c < 0 || c >= input.sizes[1])
        throw std::invalid_argument("trace: there is no image n = " + std::to_string(n) + ", channel c = " +
                                    std::to_string(c) + " in an input with sizes " + input.sizes.text());
    using F = Arithmetic<T>;
    return with_mode(options.mode, [&](auto mode) {
        const auto trace_as = is_volume ? trace_with<F, mode.value, 3> : trace_with<F, mode.value, 2>;
        return trace_as(image_field(input), element_value<T>, n, c, at, options, grad_output);
    });
}

template BasicTrace<float> trace<float>(const TensorView<const float>&, int64_t, int64_t, GridPoint<float>,
                                        const Options&, float);
template BasicTrace<double> trace<double>(const TensorView<const double>&, int64_t, int64_t, GridPoint<double>,
                                          const Options&, double);
template BasicTrace<float> trace<Half>(const TensorView<const Half>&, int64_t, int64_t, GridPoint<float>,
                                       const Options&, float);
template BasicTrace<float> trace<BFloat16>(const TensorView<const BFloat16>&, int64_t, int64_t, GridPoint<float>,
                                           const Options&, float);

}  // namespace detail

namespace {

std::vector<double> widened_all(const auto& values) {
    return {values.begin(), values.end()};
}

template <class F>
BasicAxisTrace<double> widened_axis(const BasicAxisTrace<F>& axis) {
    return {axis.grid,
            axis.unnormalized,
            axis.padded,
            axis.base,
            axis.fraction,
            axis.size,
            axis.effect,
            widened_all(axis.weights),
            widened_all(axis.weight_slopes),
            axis.slope,
            axis.rule,
            axis.gradient};
}

}  // namespace

template <class F>
BasicTrace<double> widened(const BasicTrace<F>& trace) {
    BasicTrace<double> result{trace.options,
                              trace.arithmetic,
                              trace.dims,
                              trace.n,
                              trace.c,
                              widened_axis(trace.x),
                              widened_axis(trace.y),
                              widened_axis(trace.z),
                              {},
                              widened_all(trace.row_sums),
                              trace.output,
                              trace.grad_output,
                              trace.is_nan_in_pytorch};
    for (const BasicTapTrace<F>& tap : trace.taps)
        result.taps.push_back({tap.name, tap.unpadded_x, tap.unpadded_y, tap.unpadded_z, tap.x, tap.y, tap.z,
                               tap.in_bounds, tap.weight, tap.value, tap.product, tap.received});
    return result;
}

template BasicTrace<double> widened(const BasicTrace<float>&);
template BasicTrace<double> widened(const BasicTrace<double>&);

}  // namespace gs
