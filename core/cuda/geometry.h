// SPDX-License-Identifier: MIT
// A call of the sampler as kernels take it: plain structs, indices of 32 bits where they suffice. Internal.
#pragma once

#include "core/calls.h"
#include "core/cuda/pack.h"
#include "core/cuda/tiling.h"

namespace gs::cuda {

/// A Field's memory and strides, in elements.
template <class Byte, class Index>
struct Elements {
    Byte* data = nullptr;
    Dtype dtype{};
    Index n = 0, c = 0, d = 0, h = 0, w = 0;

    template <class T>
    GS_HD auto* as() const {
        if constexpr (std::is_const_v<Byte>)
            return reinterpret_cast<const T*>(data);
        else
            return reinterpret_cast<T*>(data);
    }
    /// Channel 0 of a place.
    GS_HD Index at(const At<Index>& place) const { return place.n * n + place.d * d + place.h * h + place.w * w; }
};

/// What forward and backward have in common.
template <class Index>
struct Geometry {
    Elements<const std::byte, Index> input, grid;
    bool is_grid_paired = false;  ///< x and y can be loaded as one
    int size[3]{};                ///< of the input along x, y and z
    Extent<Index> extent{};       ///< of the output
    Padding padding{};
    bool align_corners = false;
};

template <class Index>
struct ForwardGeometry : Geometry<Index> {
    Elements<std::byte, Index> output;
};

/// grad_input is missing: it is a matter of its own (grad_input.h).
template <class Index>
struct BackwardGeometry : Geometry<Index> {
    Elements<const std::byte, Index> grad_output;
    Elements<std::byte, Index> grad_grid;
};

/// Whether indices of 32 bits reach every element of the fields, those with data, and count their places.
bool fits_int32(std::initializer_list<ConstField> fields);

/// Whether `lanes` channels of every place can be loaded or stored as one.
bool are_together(const ConstField& field, int lanes);

template <class Index, class Byte>
Elements<Byte, Index> elements(const BasicField<Byte>& field) {
    const auto stride = [&](FieldAxis axis) { return static_cast<Index>(field.stride[axis]); };
    return {field.data, field.dtype, stride(kN), stride(kC), stride(kD), stride(kH), stride(kW)};
}

template <class Index, class Call>
void set_geometry(Geometry<Index>& geometry, const Call& call) {
    geometry.input = elements<Index>(call.input);
    geometry.grid = elements<Index>(call.grid);
    geometry.is_grid_paired = call.dims == 2 && are_together(call.grid, 2);
    for (int axis = 0; axis < 3; ++axis)
        geometry.size[axis] = static_cast<int>(call.input.size[static_cast<size_t>(kW - axis)]);
    const auto size = [&](FieldAxis axis) { return static_cast<Index>(call.grid.size[axis]); };
    geometry.extent = {static_cast<Index>(call.input.size[kC]), size(kD), size(kH), size(kW)};
    geometry.padding = call.options.padding;
    geometry.align_corners = call.options.align_corners;
}

template <class Index>
ForwardGeometry<Index> geometry_of(const Forward& call) {
    ForwardGeometry<Index> geometry;
    set_geometry(geometry, call);
    geometry.output = elements<Index>(call.output);
    return geometry;
}

template <class Index>
BackwardGeometry<Index> geometry_of(const Backward& call) {
    BackwardGeometry<Index> geometry;
    set_geometry(geometry, call);
    geometry.grad_output = elements<Index>(call.grad_output);
    geometry.grad_grid = elements<Index>(call.grad_grid);
    return geometry;
}

/// The axes of the sample at a place. Padding and align_corners are values that all threads share, not template
/// parameters: they matter once per place, as branches that no warp takes both ways, and as parameters they would
/// make six kernels of each.
template <class F, Mode mode, int dims, class Index>
GS_HD Axes<F, mode, dims> axes_at(const Geometry<Index>& call, const At<Index>& at) {
    const Index place = call.grid.at(at);
    F g[dims];
    const auto read = [&](const auto* grid) {
        if (dims == 2 && call.is_grid_paired) {
            const auto pair = load<2>(grid + place);
            GS_UNROLL
            for (int axis = 0; axis < 2; ++axis) g[axis] = static_cast<F>(pair.lane[axis]);
        } else {
            GS_UNROLL
            for (int axis = 0; axis < dims; ++axis)
                g[axis] = static_cast<F>(load<1>(grid + (place + static_cast<Index>(axis) * call.grid.c)));
        }
    };
    if constexpr (std::is_same_v<F, double>) {
        read(call.grid.template as<double>());
    } else {
        if (call.grid.dtype == Dtype::float32) {
            read(call.grid.template as<float>());
        } else if (call.grid.dtype == Dtype::float16) {
            read(call.grid.template as<Half>());
        } else {
            read(call.grid.template as<BFloat16>());
        }
    }
    Axes<F, mode, dims> axes;
    GS_UNROLL
    for (int axis = 0; axis < dims; ++axis)
        axes.axis[axis] = sample_axis<F, mode, dims>(g[axis], call.size[axis], call.padding, call.align_corners);
    return axes;
}

/// Where the taps of a sample lie in an image: one offset per tap and axis, so that the loop over channels only adds.
template <Mode mode, int dims, class Index>
struct TapOffsets {
    Index axis[dims][taps_per_axis(mode)];

    template <class F, class Byte>
    GS_HD TapOffsets(const Axes<F, mode, dims>& axes, const Elements<Byte, Index>& image) {
        const Index stride[3]{image.w, image.h, image.d};
        GS_UNROLL
        for (int a = 0; a < dims; ++a) {
            GS_UNROLL
            for (int k = 0; k < taps_per_axis(mode); ++k)
                axis[a][k] = axes.axis[a].in_bounds[k] ? axes.axis[a].index[k] * stride[a] : 0;
        }
    }
    GS_HD Index at(int k, int j, int i) const {
        const Index plane = axis[1][j] + axis[0][i];
        return dims == 2 ? plane : plane + axis[dims - 1][k];
    }
};

}  // namespace gs::cuda
