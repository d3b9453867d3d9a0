// SPDX-License-Identifier: MIT
// grid_sample of any floats in any layout, held in buffers that end where the last element does: no access outside
// them, and the same values as of a contiguous copy and as in the trace.
#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include "core/grid_sample.h"
#include "core/trace.h"
#include "tests/fuzz/fuzz.h"

using fuzz::Bytes;
using fuzz::require;

namespace {

constexpr std::array kRanks{4};

/// A tensor in a layout of its own. `elements` has no element more than the view reaches.
struct Layout {
    std::vector<float> elements;
    gs::TensorView<const float> view;
};

/// The order of the axes in memory, innermost last: as in C, channels-last, or any.
std::vector<int> axis_order(Bytes& bytes, int rank) {
    std::vector<int> order(static_cast<size_t>(rank));
    std::iota(order.begin(), order.end(), 0);
    const int kind = bytes.number(0, 3);
    if (kind == 1) std::rotate(order.begin() + 1, order.begin() + 2, order.end());
    for (size_t last = order.size() - 1; kind == 2 && last > 0; --last)
        std::swap(order[last], order[static_cast<size_t>(bytes.number(0, static_cast<int>(last)))]);
    return order;
}

Layout make_tensor(Bytes& bytes, const gs::Sizes& sizes) {
    const std::vector<int> order = axis_order(bytes, sizes.rank());
    const bool is_plain = bytes.number(0, 1) == 0;
    gs::Sizes strides = sizes;
    int64_t reach = sizes.count() == 0 ? 0 : 1, first = 0;  // elements in use so far; where index 0 lies
    for (size_t k = order.size(); k-- > 0;) {
        const int axis = order[k], kind = is_plain ? 7 : bytes.number(0, 7);
        const int64_t steps = reach == 0 ? 0 : sizes[axis] - 1;
        strides[axis] = kind == 0 ? 0 : kind == 1 ? -reach : kind == 2 ? reach + bytes.number(1, 3) : reach;
        if (kind == 1) first += reach * steps;
        reach += std::abs(strides[axis]) * steps;
    }
    std::vector<float> elements(static_cast<size_t>(reach));
    for (float& element : elements) element = bytes.any_float();
    const float* const start = elements.data() + first;
    return {std::move(elements), {start, sizes, strides}};
}

/// Splits a position in C order into one index per axis.
gs::Sizes index_of(int64_t position, const gs::Sizes& sizes) {
    gs::Sizes index = sizes;
    for (int axis = sizes.rank() - 1; axis >= 0; --axis) {
        index[axis] = position % sizes[axis];
        position /= sizes[axis];
    }
    return index;
}

gs::Tensor<float> contiguous(const gs::TensorView<const float>& view) {
    gs::Tensor<float> copy(view.sizes);
    for (int64_t position = 0; position < copy.count(); ++position) {
        const gs::Sizes index = index_of(position, view.sizes);
        copy.data()[position] =
            view.data[std::inner_product(index.begin(), index.end(), view.strides.begin(), int64_t{0})];
    }
    return copy;
}

void expect_traced(Bytes& bytes, const Layout& input, const Layout& grid, const gs::Options& options,
                   const gs::Tensor<float>& output) {
    if (output.count() == 0) return;
    const int64_t chosen = bytes.byte() | bytes.byte() << 8;
    const gs::Sizes at = index_of(chosen % output.count(), output.sizes());
    const float x = grid.view.at(at[0], at[2], at[3], 0), y = grid.view.at(at[0], at[2], at[3], 1);
    const float traced = gs::trace(input.view, at[0], at[1], {x, y}, options).output;
    require(fuzz::same_value(traced, output.at(at[0], at[1], at[2], at[3])), "the trace gives what the batch gives");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Bytes bytes(data, size);
    const gs::Options options{bytes.choice(gs::kModes), bytes.choice(gs::kPaddings), bytes.number(0, 1) == 1};
    const int rank = bytes.choice(kRanks);
    const int64_t batch = bytes.number(1, 3);
    gs::Sizes input_sizes{batch, bytes.number(1, 9)}, grid_sizes{batch};
    for (int axis = 2; axis < rank; ++axis) {
        input_sizes.push_back(bytes.number(1, 20));
        grid_sizes.push_back(bytes.number(0, 20));
    }
    grid_sizes.push_back(rank - 2);
    const Layout input = make_tensor(bytes, input_sizes), grid = make_tensor(bytes, grid_sizes);

    const gs::Execution one_thread{.threads = 1};
    const gs::Tensor<float> output = gs::grid_sample(input.view, grid.view, options, one_thread);
    const gs::Tensor<float> plain =
        gs::grid_sample(contiguous(input.view).view(), contiguous(grid.view).view(), options, one_thread);
    require(output.sizes() == plain.sizes(), "the layout does not change the sizes");
    for (int64_t i = 0; i < output.count(); ++i)
        require(fuzz::same_value(output.data()[i], plain.data()[i]), "the layout does not change the values");
    expect_traced(bytes, input, grid, options, output);
    return 0;
}
