// SPDX-License-Identifier: MIT
#include "core/grids.h"

namespace gs {
namespace {

template <class T>
Tensor<T> outer_grid(const std::vector<T>& xs, const std::vector<T>& ys) {
    const auto height = static_cast<int64_t>(ys.size()), width = static_cast<int64_t>(xs.size());
    Tensor<T> grid({1, height, width, 2});
    T* out = grid.data();
    for (const T y : ys) {
        for (const T x : xs) {
            *out++ = x;
            *out++ = y;
        }
    }
    return grid;
}

template <class T>
std::vector<T> ruler(T start, T end, int64_t count) {
    std::vector<T> values(static_cast<size_t>(count), start);
    if (count < 2) return values;
    const T step = (end - start) / static_cast<T>(count - 1);
    for (int64_t i = 0; i < count; ++i) {
        values[static_cast<size_t>(i)] =
            i < count / 2 ? start + step * static_cast<T>(i) : end - step * static_cast<T>(count - 1 - i);
    }
    return values;
}

}  // namespace

std::vector<float> linspace(float start, float end, int64_t count) {
    return ruler(start, end, count);
}

template <class T>
std::vector<T> base_axis(int64_t count, bool align_corners) {
    if (count == 1) return {T(0)};
    std::vector<T> values = ruler(T(-1), T(1), count);
    if (align_corners) return values;
    // affine_grid's own order of operations: the linspace, times (n - 1), over n.
    for (T& value : values) value = value * static_cast<T>(count - 1) / static_cast<T>(count);
    return values;
}

template std::vector<float> base_axis(int64_t count, bool align_corners);
template std::vector<double> base_axis(int64_t count, bool align_corners);

template <class T>
Tensor<T> linspace_grid(int64_t height, int64_t width) {
    return outer_grid(base_axis<T>(width, true), base_axis<T>(height, true));
}

template <class T>
Tensor<T> centres_grid(int64_t height, int64_t width) {
    return outer_grid(base_axis<T>(width, false), base_axis<T>(height, false));
}

template Tensor<float> linspace_grid(int64_t height, int64_t width);
template Tensor<double> linspace_grid(int64_t height, int64_t width);
template Tensor<float> centres_grid(int64_t height, int64_t width);
template Tensor<double> centres_grid(int64_t height, int64_t width);

}  // namespace gs
