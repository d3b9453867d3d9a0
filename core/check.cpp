// SPDX-License-Identifier: MIT
#include "core/check.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/coordinates.h"

namespace gs {
namespace {

[[noreturn]] void refuse(const std::string& expectation, const Sizes& input, const Sizes& grid) {
    throw std::invalid_argument("grid_sample: expected " + expectation + ", but got input with sizes " + input.text() +
                                " and grid with sizes " + grid.text());
}

bool any_negative(const Sizes& sizes) {
    return std::any_of(sizes.begin(), sizes.end(), [](int64_t size) { return size < 0; });
}

}  // namespace

Sizes output_sizes(const Sizes& input, const Sizes& grid) {
    const bool is_volume = input.rank() == 5 && grid.rank() == 5;
    if (!is_volume && (input.rank() != 4 || grid.rank() != 4))
        refuse(
            "a 4-D input (N, C, H, W) and a 4-D grid (N, H, W, 2), or a 5-D input (N, C, D, H, W) and a 5-D grid "
            "(N, D, H, W, 3)",
            input, grid);
    if (any_negative(input) || any_negative(grid)) refuse("sizes that are not negative", input, grid);
    if (is_volume && grid[4] != 3) refuse("the grid's last axis to have size 3, for x, y and z", input, grid);
    if (!is_volume && grid[3] != 2) refuse("the grid's last axis to have size 2, for x and y", input, grid);
    if (input[0] != grid[0]) refuse("input and grid to have the same batch size", input, grid);
    for (int axis = 2; axis < input.rank(); ++axis) {
        if (input[axis] == 0)
            refuse(is_volume ? "an input with non-empty depth, height and width"
                             : "an input with non-empty height and width",
                   input, grid);
        if (input[axis] > kPixelLimit)
            refuse("at most " + std::to_string(kPixelLimit) + " pixels along an axis", input, grid);
    }
    Sizes output{input[0], input[1]};
    for (int axis = 1; axis + 1 < grid.rank(); ++axis) output.push_back(grid[axis]);
    if (!fits_memory(output, sizeof(double))) refuse("an output that fits memory", input, grid);
    return output;
}

void check_output(const Sizes& given, const Sizes& expected) {
    if (given != expected)
        throw std::invalid_argument("grid_sample: expected the result to have sizes " + expected.text() +
                                    ", but it was given with sizes " + given.text());
}

void check_backward(const Sizes& grad_output, const Sizes& input, const Sizes& grid) {
    const Sizes output = output_sizes(input, grid);
    if (grad_output != output)
        throw std::invalid_argument("grid_sample: expected grad_output to have sizes " + output.text() +
                                    ", but got sizes " + grad_output.text());
}

void check_dtypes(Dtype input, Dtype grid) {
    const bool is_half = input == Dtype::float16 || input == Dtype::bfloat16;
    if (grid == input || (is_half && grid == Dtype::float32)) return;
    throw std::invalid_argument("grid_sample: expected a grid of dtype " + std::string(name(input)) +
                                (is_half ? " or float32" : "") + " for an input of dtype " + std::string(name(input)) +
                                ", but got a grid of dtype " + std::string(name(grid)));
}

void check_dtype(const std::string& what, Dtype given, Dtype expected) {
    if (given != expected)
        throw std::invalid_argument("grid_sample: expected " + what + " to have dtype " + std::string(name(expected)) +
                                    ", but got dtype " + std::string(name(given)));
}

void check_apart(const Sizes& sizes, const Sizes& strides) {
    for (int axis = 0; axis < sizes.rank(); ++axis)
        if (sizes[axis] > 1 && strides[axis] == 0)
            throw std::invalid_argument("grid_sample: expected a result with a place for each element, but got sizes " +
                                        sizes.text() + " with strides " + strides.text());
}

bool fits_memory(const Sizes& sizes, size_t element_size) {
    if (std::find(sizes.begin(), sizes.end(), 0) != sizes.end()) return true;
    int64_t room = std::numeric_limits<int64_t>::max() / static_cast<int64_t>(element_size);
    for (const int64_t size : sizes) room /= size;
    return room > 0;
}

}  // namespace gs
