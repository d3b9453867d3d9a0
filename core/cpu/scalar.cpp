// SPDX-License-Identifier: MIT
// The sampler in plain code: every mode, rank and element type, one place after the other.
#include "core/calls.h"
#include "core/cpu/sums.h"
#include "core/dispatch.h"
#include "core/parallel.h"
#include "core/sample_math.h"

namespace gs {
namespace {

/// Below this many output values a second thread costs more than it brings (waking one takes some ten microseconds).
constexpr int64_t kValuesPerRange = 4096;

template <class T>
Arithmetic<T> load(const ConstField& field, int64_t element) {
    return value_of(reinterpret_cast<const T*>(field.data)[element]);
}

template <class T>
void store(const Field& field, int64_t element, Arithmetic<T> value) {
    assign(reinterpret_cast<T*>(field.data)[element], value);
}

/// A grid value in the arithmetic type of the input. A grid has the input's type, or is float32.
template <class F>
F load_grid(const ConstField& grid, int64_t element) {
    if (grid.dtype == Dtype::float32) return static_cast<F>(load<float>(grid, element));
    if (grid.dtype == Dtype::float64) return static_cast<F>(load<double>(grid, element));
    if (grid.dtype == Dtype::float16) return static_cast<F>(load<Half>(grid, element));
    return static_cast<F>(load<BFloat16>(grid, element));
}

template <class F>
void store_grid(const Field& grid, int64_t element, F value) {
    if (grid.dtype == Dtype::float32) return store<float>(grid, element, static_cast<float>(value));
    if (grid.dtype == Dtype::float64) return store<double>(grid, element, static_cast<double>(value));
    if (grid.dtype == Dtype::float16) return store<Half>(grid, element, static_cast<float>(value));
    store<BFloat16>(grid, element, static_cast<float>(value));
}

/// One place of the output: its image and, in each field, the element of channel 0.
struct At {
    int64_t n, d, h, w;

    template <class AnyField>
    int64_t in(const AnyField& field) const {
        const auto& stride = field.stride;
        return n * stride[kN] + d * stride[kD] + h * stride[kH] + w * stride[kW];
    }
};

/// Calls body(At) for the rows [begin, end) of all rows of all images of the grid.
template <class Body>
void for_places(const ConstField& grid, int64_t begin, int64_t end, Body&& body) {
    const int64_t rows = grid.size[kH], layers = grid.size[kD];
    for (int64_t row = begin; row < end; ++row) {
        At at{row / rows / layers, row / rows % layers, row % rows, 0};
        for (; at.w < grid.size[kW]; ++at.w) body(at);
    }
}

template <class F, Mode mode, int dims>
Axes<F, mode, dims> axes_at(const ConstField& input, const ConstField& grid, const At& at, const Options& options) {
    Axes<F, mode, dims> axes;
    for (int axis = 0; axis < dims; ++axis) {
        const F g = load_grid<F>(grid, at.in(grid) + axis * grid.stride[kC]);
        const int64_t size = input.size[static_cast<size_t>(kW - axis)];
        axes.axis[axis] = sample_axis<F, mode, dims>(g, size, options.padding, options.align_corners);
    }
    return axes;
}

/// The place of a tap in an image, in elements.
template <class F, Mode mode, int dims>
int64_t tap_place(const std::array<int64_t, 5>& stride, const Axes<F, mode, dims>& axes, int k, int j, int i) {
    const int64_t plane = axes.y().index[j] * stride[kH] + axes.x().index[i] * stride[kW];
    return dims == 2 ? plane : plane + axes.z().index[k] * stride[kD];
}

/// Reads the taps of an image that begins at element `image`; 0 for one out of bounds.
template <class T, class F, Mode mode, int dims>
auto read_taps(const ConstField& input, int64_t image, const Axes<F, mode, dims>& axes) {
    return [&input, image, &axes](int k, int j, int i) {
        return axes.in_bounds(k, j, i) ? load<T>(input, image + tap_place(input.stride, axes, k, j, i)) : F(0);
    };
}

template <class T, Mode mode, int dims>
void forward_rows(const Forward& call, int64_t begin, int64_t end) {
    using F = Arithmetic<T>;
    const ConstField& input = call.input;
    for_places(call.grid, begin, end, [&](const At& at) {
        const auto axes = axes_at<F, mode, dims>(input, call.grid, at, call.options);
        for (int64_t c = 0; c < input.size[kC]; ++c) {
            const int64_t image = at.n * input.stride[kN] + c * input.stride[kC];
            const F value = weighted_sum(axes, read_taps<T>(input, image, axes));
            store<T>(call.output, at.in(call.output) + c * call.output.stride[kC], value);
        }
    });
}

/// grad_input is accumulated in `sums`: one image after the other in C order, in the arithmetic type.
template <class T, Mode mode, int dims>
void backward_places(const Backward& call, Arithmetic<T>* sums) {
    using F = Arithmetic<T>;
    const ConstField& input = call.input;
    const int64_t height = input.size[kH], width = input.size[kW], image_size = input.places();
    const std::array<int64_t, 5> sums_stride{input.size[kC] * image_size, image_size, height * width, width, 1};
    const int64_t rows = call.grid.size[kN] * call.grid.size[kD] * call.grid.size[kH];
    for_places(call.grid, 0, rows, [&](const At& at) {
        const auto axes = axes_at<F, mode, dims>(input, call.grid, at, call.options);
        F sum[dims]{};
        for (int64_t c = 0; c < input.size[kC]; ++c) {
            const F grad = load<T>(call.grad_output, at.in(call.grad_output) + c * call.grad_output.stride[kC]);
            const int64_t image = at.n * input.stride[kN] + c * input.stride[kC];
            if (sums != nullptr) {
                const int64_t place = at.n * sums_stride[kN] + c * sums_stride[kC];
                for_taps(axes, [&](int k, int j, int i) {
                    sums[place + tap_place(sums_stride, axes, k, j, i)] += tap_weight(axes, k, j, i) * grad;
                });
            }
            if constexpr (mode != Mode::nearest) {
                if (!call.grad_grid) continue;
                F slope[dims];
                sample_slopes(axes, read_taps<T>(input, image, axes), slope);
                for (int axis = 0; axis < dims; ++axis) sum[axis] += slope[axis] * grad;
            }
        }
        if (!call.grad_grid) return;
        for (int axis = 0; axis < dims; ++axis)
            store_grid(call.grad_grid, at.in(call.grad_grid) + axis * call.grad_grid.stride[kC],
                       mode == Mode::nearest ? F(0) : sum[axis] * axes.axis[axis].slope());
    });
}

}  // namespace

void forward_scalar(const Forward& call, int threads, const Work* work) {
    const int64_t rows = call.grid.size[kN] * call.grid.size[kD] * call.grid.size[kH];
    const int64_t values = std::max<int64_t>(call.grid.size[kW] * call.input.size[kC], 1);
    with_dtype(call.input.dtype, [&](auto element) {
        with_mode_and_dims(call.options, call.dims, [&](auto mode, auto dims) {
            if (work != nullptr) work->begin(rows, "sampling");
            const auto body = [&](int64_t begin, int64_t end) {
                forward_rows<decltype(element), mode.value, dims.value>(call, begin, end);
                if (work != nullptr) work->advance(end - begin);
            };
            parallel_for(rows, (kValuesPerRange + values - 1) / values, threads, body, work);
        });
    });
}

void backward_scalar(const Backward& call) {
    with_dtype(call.input.dtype, [&](auto element) {
        using T = decltype(element);
        const InputSums<T> sums(call.grad_input, 1);
        with_mode_and_dims(call.options, call.dims, [&](auto mode, auto dims) {
            backward_places<T, mode.value, dims.value>(call, sums.data());
        });
        sums.finish();
    });
}

}  // namespace gs
