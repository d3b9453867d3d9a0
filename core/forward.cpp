// SPDX-License-Identifier: MIT
// The batch loops on the CPU: plain, readable, one output pixel after the other.
#include "core/forward.h"

#include "core/dispatch.h"
#include "core/parallel.h"
#include "core/sample_math.h"

namespace gs {
namespace {

/// Below this many output pixels a second thread costs more than it brings (waking one takes some ten microseconds).
constexpr int64_t kPixelsPerRange = 4096;

/// Samples the output rows [begin, end) of all N * Ho.
template <Mode mode, Padding padding, bool align_corners>
void sample_rows(const TensorView<const float>& input, const TensorView<const float>& grid,
                 const TensorView<float>& output, int64_t begin, int64_t end) {
    const int64_t channels = input.sizes[1], height = input.sizes[2], width = input.sizes[3];
    const int64_t rows = output.sizes[2], columns = output.sizes[3];
    for (int64_t row = begin; row < end; ++row) {
        const int64_t n = row / rows, h = row % rows;
        for (int64_t w = 0; w < columns; ++w) {
            const float* xy = &grid.at(n, h, w, 0);
            const auto x = sample_axis<float, mode>(xy[0], width, padding, align_corners);
            const auto y = sample_axis<float, mode>(xy[grid.strides[3]], height, padding, align_corners);
            for (int64_t c = 0; c < channels; ++c) {
                const float* image = &input.at(n, c, 0, 0);
                output.at(n, c, h, w) = weighted_sum(x, y, [&](int j, int i) {
                    if (!y.in_bounds[j] || !x.in_bounds[i]) return 0.0f;
                    return image[y.index[j] * input.strides[2] + x.index[i] * input.strides[3]];
                });
            }
        }
    }
}

}  // namespace

void forward_cpu(const TensorView<const float>& input, const TensorView<const float>& grid,
                 const TensorView<float>& output, const Options& options, int threads) {
    const int64_t rows = output.sizes[0] * output.sizes[2], columns = output.sizes[3];
    with_options(options, [&](auto mode, auto padding, auto align_corners) {
        parallel_for(rows, (kPixelsPerRange + columns - 1) / columns, threads, [&](int64_t begin, int64_t end) {
            sample_rows<mode.value, padding.value, align_corners.value>(input, grid, output, begin, end);
        });
    });
}

}  // namespace gs
