// SPDX-License-Identifier: MIT
// The smallest example: nine places on a 4 x 4 ramp. Ends with 0 when all is as it should be.
#include <cstdio>
#include <vector>

#include "core/check.h"
#include "core/files/npy.h"
#include "core/grid_sample.h"
#include "core/grids.h"
#include "core/trace.h"

int main() {
    gs::Tensor<float> input({1, 1, 4, 4});
    for (int64_t i = 0; i < input.count(); ++i) input.data()[i] = static_cast<float>(i);
    const gs::Tensor<float> grid = gs::linspace_grid(3, 3);
    const gs::Options options{.align_corners = true};
    const gs::Tensor<float> output = gs::grid_sample(input.view(), grid.view(), options);

    const std::vector<float> expected{0, 1.5f, 3, 6, 7.5f, 9, 12, 13.5f, 15};
    const bool is_right = output.sizes() == gs::Sizes{1, 1, 3, 3} &&
                          std::vector<float>(output.data(), output.data() + output.count()) == expected;
    const bool is_traced = gs::trace(input.view(), 0, 0, {grid.at(0, 0, 1, 0), grid.at(0, 0, 1, 1)}, options).output ==
                           output.at(0, 0, 0, 1);
    const bool is_read_back = gs::parse_npy(gs::format_npy(output), "memory").sizes() == output.sizes();
    if (is_right && is_traced && is_read_back) return 0;
    std::fprintf(stderr, "right: %d, traced: %d, read back: %d\n", is_right, is_traced, is_read_back);
    return 1;
}
