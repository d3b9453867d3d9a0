// SPDX-License-Identifier: MIT
// The maths of one sample, axis by axis: x along W, y along H and, in volumes, z along D. coordinates.h says where an
// axis reads; here are the taps, their weights, and how the values under them are summed.
#pragma once

#include "core/coordinates.h"

namespace gs {

/// The cubic convolution weights of Keys (1981) with A = -0.75 for the taps at -1, 0, 1, 2, and their derivatives with
/// respect to t, the distance from tap 0, in [0, 1). PyTorch's get_cubic_upsample_coefficients, same operations.
template <int dims, class F>
GS_HD void cubic_weights(F t, Mapped<F> (&weight)[4]) {
    using S = ScalarOf<F>;
    constexpr S a = S(-0.75);
    const F one(S(1)), two(S(2));
    const auto near = [&](F x, F sign) -> Mapped<F> {
        F value;
        if constexpr (dims == 2)
            value = fma(fma(F(a + 2), x, F(-(a + 3))) * x, x, one);
        else
            value = (F(a + 2) * x - F(a + 3)) * x * x + one;
        return {value, sign * ((F(3 * (a + 2)) * x - F(2 * (a + 3))) * x)};
    };
    const auto far = [&](F x, F sign) -> Mapped<F> {
        return {((F(a) * x - F(5 * a)) * x + F(8 * a)) * x - F(4 * a),
                sign * ((F(3 * a) * x - F(10 * a)) * x + F(8 * a))};
    };
    weight[0] = far(t + one, one);
    weight[1] = near(t, one);
    weight[2] = near(one - t, -one);
    weight[3] = far(two - t, -one);
}

/// The weights of an axis' taps, in ascending order, with their derivatives with respect to the fraction.
template <int dims, Mode mode, class F>
GS_HD void tap_weights(F fraction, Mapped<F> (&weight)[taps_per_axis(mode)]) {
    using S = ScalarOf<F>;
    const F zero(S(0)), one(S(1));
    if constexpr (mode == Mode::nearest) {
        weight[0] = {one, zero};
    } else if constexpr (mode == Mode::bilinear) {
        weight[0] = {one - fraction, -one};
        weight[1] = {fraction, one};
    } else {
        cubic_weights<dims>(fraction, weight);
    }
}

/// What one axis contributes to a sample: its taps, in ascending order, and every value on the way there.
/// A sample's weight for a tap is the product of its axes' weights.
template <class F, Mode mode>
struct Axis : Place<F> {
    static constexpr int kTaps = taps_per_axis(mode);

    int first;                ///< the first tap's index before any padding of taps
    int index[kTaps];         ///< the indices that are read
    bool in_bounds[kTaps];    ///< false: the tap counts as 0 (possible under zeros only)
    Mapped<F> weight[kTaps];  ///< with the slope with respect to the fraction

    /// The derivative of the padded coordinate with respect to the grid value. 0 where the padding rule holds it.
    GS_HD F slope() const { return this->unnormalized.slope * this->padded.slope; }
};

/// Follows grid value g along an axis of `size` (at least 1) pixels, to its taps.
template <class F, Mode mode, int dims = 2>
GS_HD Axis<F, mode> sample_axis(F g, int64_t size, Padding padding, bool align_corners) {
    Axis<F, mode> axis;
    static_cast<Place<F>&>(axis) = place<dims, mode>(g, size, padding, align_corners);
    tap_weights<dims, mode>(axis.fraction, axis.weight);
    axis.first = static_cast<int>(axis.base) - taps_before_base(mode);
    for (int k = 0; k < axis.kTaps; ++k) {
        const int tap = axis.first + k;
        axis.index[k] = pads_taps(mode)
                            ? static_cast<int>(pad<dims>(static_cast<F>(tap), size, padding, align_corners).value)
                            : tap;
        axis.in_bounds[k] = axis.index[k] >= 0 && axis.index[k] < size;
    }
    return axis;
}

/// The axes of one sample, x first. `dims` of them.
template <class F, Mode mode, int dims>
struct Axes {
    Axis<F, mode> axis[dims];

    GS_HD const Axis<F, mode>& x() const { return axis[0]; }
    GS_HD const Axis<F, mode>& y() const { return axis[1]; }
    GS_HD const Axis<F, mode>& z() const { return axis[dims - 1]; }

    /// Whether the tap in layer k (0 in 2-D), row j and column i lies inside the image.
    GS_HD bool in_bounds(int k, int j, int i) const {
        return x().in_bounds[i] && y().in_bounds[j] && (dims == 2 || z().in_bounds[k]);
    }
};

/// How many layers of taps a sample has along z.
template <Mode mode, int dims>
inline constexpr int kLayers = dims == 3 ? taps_per_axis(mode) : 1;

/// Calls body(k, j, i) for the taps inside the image.
template <class F, Mode mode, int dims, class Body>
GS_HD void for_taps(const Axes<F, mode, dims>& axes, Body&& body) {
    for (int k = 0; k < kLayers<mode, dims>; ++k)
        for (int j = 0; j < taps_per_axis(mode); ++j)
            for (int i = 0; i < taps_per_axis(mode); ++i)
                if (axes.in_bounds(k, j, i)) body(k, j, i);
}

/// The weighted sum of one row of a 2-D bicubic sample. `weight` are the columns' weights, `value` their values.
template <class F>
GS_HD F cubic_row_sum(const F (&weight)[4], const F (&value)[4]) {
    return (fma(weight[0], value[0], weight[1] * value[1]) + weight[2] * value[2]) + weight[3] * value[3];
}

/// The weighted sum of the four row sums of a 2-D bicubic sample.
template <class F>
GS_HD F cubic_column_sum(const F (&weight)[4], const F (&row)[4]) {
    return fma(weight[3], row[3], fma(weight[2], row[2], fma(weight[1], row[1], weight[0] * row[0])));
}

/// How many numbers the weights of a sample are in the form that tap_sum takes.
template <Mode mode, int dims>
inline constexpr int kSumWeights = mode == Mode::nearest    ? 1
                                   : mode == Mode::bilinear ? 1 << dims
                                                            : 4 * dims;

/// The weights along the axes (wz counts in volumes only) as tap_sum takes them: bilinear, their product for each tap,
/// layer by layer and row by row; bicubic, those of x, then y, then z.
template <Mode mode, int dims, int taps, class F>
GS_HD void sum_weights(const F (&wx)[taps], const F (&wy)[taps], const F (&wz)[taps],
                       F (&weight)[kSumWeights<mode, dims>]) {
    static_assert(taps == taps_per_axis(mode));
    if constexpr (mode == Mode::nearest) {
        weight[0] = wx[0];
    } else if constexpr (mode == Mode::bilinear) {
        GS_UNROLL
        for (int row = 0; row < (dims == 2 ? 2 : 4); ++row) GS_UNROLL
        for (int i = 0; i < 2; ++i)
            weight[2 * row + i] = dims == 2 ? wy[row] * wx[i] : (wx[i] * wy[row % 2]) * wz[row / 2];
    } else {
        GS_UNROLL
        for (int i = 0; i < 4; ++i) {
            weight[i] = wx[i];
            weight[4 + i] = wy[i];
            if constexpr (dims == 3) weight[8 + i] = wz[i];
        }
    }
}

/// The value of a sample: the weighted sum over its taps. read_row(k, j, value) fills in the values of the taps in
/// layer k and row j, 0 for one out of bounds. The order of operations is PyTorch's, the same everywhere:
///   nearest         the value itself
///   2-D bilinear    NW, then NE, SW and SE fused onto it; each weight is weight_y * weight_x
///   2-D bicubic     each row (cubic_row_sum), then the rows (cubic_column_sum)
///   3-D bilinear    from 0, layer by layer: + value * ((weight_x * weight_y) * weight_z)
///   3-D bicubic     from 0, layer by layer: + (value * (weight_z * weight_y)) * weight_x
template <Mode mode, int dims, class F, class ReadRow>
GS_HD F tap_sum(const F (&weight)[kSumWeights<mode, dims>], ReadRow&& read_row) {
    F value[taps_per_axis(mode)];
    if constexpr (mode == Mode::nearest) {
        read_row(0, 0, value);
        return value[0];
    } else if constexpr (mode == Mode::bilinear && dims == 2) {
        read_row(0, 0, value);
        const F north = fma(value[1], weight[1], value[0] * weight[0]);
        read_row(0, 1, value);
        return fma(value[1], weight[3], fma(value[0], weight[2], north));
    } else if constexpr (mode == Mode::bilinear) {
        F sum(ScalarOf<F>(0));
        GS_UNROLL
        for (int row = 0; row < 4; ++row) {
            read_row(row / 2, row % 2, value);
            sum = sum + value[0] * weight[2 * row];
            sum = sum + value[1] * weight[2 * row + 1];
        }
        return sum;
    } else if constexpr (dims == 2) {
        const F wx[4]{weight[0], weight[1], weight[2], weight[3]}, wy[4]{weight[4], weight[5], weight[6], weight[7]};
        F row[4];
        GS_UNROLL
        for (int j = 0; j < 4; ++j) {
            read_row(0, j, value);
            row[j] = cubic_row_sum(wx, value);
        }
        return cubic_column_sum(wy, row);
    } else {
        F sum(ScalarOf<F>(0));
        for (int k = 0; k < 4; ++k)
            for (int j = 0; j < 4; ++j) {
                read_row(k, j, value);
                GS_UNROLL
                for (int i = 0; i < 4; ++i) sum = sum + (value[i] * (weight[8 + k] * weight[4 + j])) * weight[i];
            }
        return sum;
    }
}

/// The derivatives of a sample (mode is not nearest) with respect to its pixel coordinates x, y[, z], from the same
/// weights, with their slopes, and the same values: row by row, the sums along x with the weights and with their
/// slopes.
template <Mode mode, int dims, int taps, class F, class ReadRow>
GS_HD void tap_slopes(const Mapped<F> (&wx)[taps], const Mapped<F> (&wy)[taps], const Mapped<F> (&wz)[taps],
                      ReadRow&& read_row, F (&slope)[dims]) {
    for (F& sum : slope) sum = F(ScalarOf<F>(0));
    for (int k = 0; k < (dims == 3 ? taps : 1); ++k) GS_UNROLL
    for (int j = 0; j < taps; ++j) {
        F value[taps];
        read_row(k, j, value);
        F along = value[0] * wx[0].value, across = value[0] * wx[0].slope;
        GS_UNROLL
        for (int i = 1; i < taps; ++i) {
            along = along + value[i] * wx[i].value;
            across = across + value[i] * wx[i].slope;
        }
        if constexpr (dims == 2) {
            slope[0] = slope[0] + across * wy[j].value;
            slope[1] = slope[1] + along * wy[j].slope;
        } else {
            slope[0] = slope[0] + across * (wy[j].value * wz[k].value);
            slope[1] = slope[1] + along * (wy[j].slope * wz[k].value);
            slope[2] = slope[2] + along * (wy[j].value * wz[k].slope);
        }
    }
}

/// The same for a sample whose axes are known; read(k, j, i) returns one tap's value, or 0.
template <class F, Mode mode, int dims, class Read>
GS_HD F weighted_sum(const Axes<F, mode, dims>& axes, Read&& read) {
    constexpr int kTaps = taps_per_axis(mode);
    F wx[kTaps], wy[kTaps], wz[kTaps];
    GS_UNROLL
    for (int i = 0; i < kTaps; ++i) {
        wx[i] = axes.x().weight[i].value;
        wy[i] = axes.y().weight[i].value;
        wz[i] = axes.z().weight[i].value;
    }
    F weight[kSumWeights<mode, dims>];
    sum_weights<mode, dims>(wx, wy, wz, weight);
    return tap_sum<mode, dims>(weight, [&](int k, int j, F(&value)[kTaps]) {
        GS_UNROLL
        for (int i = 0; i < kTaps; ++i) value[i] = read(k, j, i);
    });
}

/// The weight of one tap: the product of the axes' weights. This is what its pixel's gradient receives of grad_output.
template <int dims, class F>
GS_HD F weight_product(F wx, F wy, F wz) {
    return dims == 2 ? wy * wx : wy * wx * wz;
}
template <class F, Mode mode, int dims>
GS_HD F tap_weight(const Axes<F, mode, dims>& axes, int k, int j, int i) {
    return weight_product<dims>(axes.x().weight[i].value, axes.y().weight[j].value, axes.z().weight[k].value);
}

/// tap_slopes for a sample whose axes are known; read(k, j, i) returns one tap's value, or 0.
template <class F, Mode mode, int dims, class Read>
GS_HD void sample_slopes(const Axes<F, mode, dims>& axes, Read&& read, F (&slope)[dims]) {
    constexpr int kTaps = taps_per_axis(mode);
    tap_slopes<mode, dims>(
        axes.x().weight, axes.y().weight, axes.z().weight,
        [&](int k, int j, F(&value)[kTaps]) {
            GS_UNROLL
            for (int i = 0; i < kTaps; ++i) value[i] = read(k, j, i);
        },
        slope);
}

}  // namespace gs
