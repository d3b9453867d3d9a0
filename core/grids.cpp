// SPDX-License-Identifier: MIT
#include "core/grids.h"

namespace gs {
namespace {

Tensor<float> outer_grid(const std::vector<float>& xs, const std::vector<float>& ys) {
    const auto height = static_cast<int64_t>(ys.size()), width = static_cast<int64_t>(xs.size());
    Tensor<float> grid({1, height, width, 2});
    float* out = grid.data();
    for (const float y : ys) {
        for (const float x : xs) {
            *out++ = x;
            *out++ = y;
        }
    }
    return grid;
}

std::vector<float> span(int64_t count) {
    return count == 1 ? std::vector<float>{0} : linspace(-1, 1, count);
}

std::vector<float> centres(int64_t count) {
    // affine_grid's own order of operations: the linspace, times (n - 1), over n.
    std::vector<float> values = span(count);
    for (float& value : values) value = value * static_cast<float>(count - 1) / static_cast<float>(count);
    return values;
}

}  // namespace

std::vector<float> linspace(float start, float end, int64_t count) {
    std::vector<float> values(static_cast<size_t>(count), start);
    if (count < 2) return values;
    const float step = (end - start) / static_cast<float>(count - 1);
    for (int64_t i = 0; i < count; ++i) {
        values[static_cast<size_t>(i)] =
            i < count / 2 ? start + step * static_cast<float>(i) : end - step * static_cast<float>(count - 1 - i);
    }
    return values;
}

Tensor<float> linspace_grid(int64_t height, int64_t width) {
    return outer_grid(span(width), span(height));
}

Tensor<float> centres_grid(int64_t height, int64_t width) {
    return outer_grid(centres(width), centres(height));
}

}  // namespace gs
