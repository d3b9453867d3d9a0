// SPDX-License-Identifier: MIT
#include "core/check.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/sample_math.h"

namespace gs {

Sizes output_sizes(const Sizes& input, const Sizes& grid) {
    const std::string got = ", but got input with sizes " + input.text() + " and grid with sizes " + grid.text();
    const auto refuse = [&](const std::string& expectation) {
        throw std::invalid_argument("grid_sample: expected " + expectation + got);
    };
    if (input.rank() != 4 || grid.rank() != 4) refuse("a 4-D input (N, C, H, W) and a 4-D grid (N, H, W, 2)");
    for (const Sizes& sizes : {input, grid}) {
        if (std::any_of(sizes.begin(), sizes.end(), [](int64_t size) { return size < 0; }))
            refuse("sizes that are not negative");
    }
    if (grid[3] != 2) refuse("the grid's last axis to have size 2, for x and y");
    if (input[0] != grid[0]) refuse("input and grid to have the same batch size");
    for (int axis = 2; axis < 4; ++axis) {
        if (input[axis] == 0) refuse("an input with non-empty height and width");
        if (input[axis] > kPixelLimit) refuse("at most " + std::to_string(kPixelLimit) + " pixels along an axis");
    }
    const Sizes output{input[0], input[1], grid[1], grid[2]};
    if (!fits_memory(output, sizeof(float))) refuse("an output that fits memory");
    return output;
}

bool fits_memory(const Sizes& sizes, size_t element_size) {
    if (std::find(sizes.begin(), sizes.end(), 0) != sizes.end()) return true;
    int64_t room = std::numeric_limits<int64_t>::max() / static_cast<int64_t>(element_size);
    for (const int64_t size : sizes) room /= size;
    return room > 0;
}

}  // namespace gs
