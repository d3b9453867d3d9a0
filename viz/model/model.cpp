// SPDX-License-Identifier: MIT
#include "viz/model/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace viz {
namespace {

bool same_bits(float a, float b) {
    return std::bit_cast<uint32_t>(a) == std::bit_cast<uint32_t>(b);
}

/// The batch kernel's answer for one grid value of one image.
float batch_value(const gs::Tensor<float>& input, const Query& query, int64_t channel, std::array<float, 2> xy,
                  const gs::Options& options, gs::Device device) {
    const gs::Sizes& sizes = input.sizes();
    const gs::TensorView<const float> image(&input.at(query.n, channel, 0, 0), {1, 1, sizes[2], sizes[3]});
    const gs::TensorView<const float> grid(xy.data(), {1, 1, 1, 2});
    return gs::grid_sample(image, grid, options, {.device = device, .threads = 1}).at(0, 0, 0, 0);
}

void check_query(const State& state, const gs::Tensor<float>& input, const gs::Tensor<float>& grid) {
    const Query& query = state.query;
    if (state.channel < 0 || state.channel >= input.size(1))
        throw std::runtime_error(
            fmt::format("there is no channel {}: the input's sizes are {}", state.channel, input.sizes().text()));
    if (query.n < 0 || query.n >= input.size(0))
        throw std::runtime_error(
            fmt::format("there is no image n = {}: the input's sizes are {}", query.n, input.sizes().text()));
    const bool cell_exists = query.h >= 0 && query.h < grid.size(1) && query.w >= 0 && query.w < grid.size(2);
    if (query.is_cell && !cell_exists)
        throw std::runtime_error(fmt::format("there is no output cell ({}, {}, {}): the grid's sizes are {}", query.n,
                                             query.h, query.w, grid.sizes().text()));
}

}  // namespace

Range range_of(const gs::Tensor<float>& tensor) {
    Range range{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()};
    for (int64_t i = 0; i < tensor.count(); ++i) {
        const float value = tensor.data()[i];
        if (!std::isfinite(value)) continue;
        range.low = std::min(range.low, value);
        range.high = std::max(range.high, value);
    }
    return range.low <= range.high ? range : Range{};
}

Range Model::shade_range() const {
    if (state_.padding != gs::Padding::zeros) return input_range_;
    return {std::min(input_range_.low, 0.0f), std::max(input_range_.high, 0.0f)};
}

void Model::update(const State& state) {
    if (followed_ == state) return;
    const State* last = followed_ ? &*followed_ : nullptr;

    // Everything new is made aside first, so that a State that cannot be followed changes nothing.
    const bool input_differs = !last || last->input != state.input;
    const bool grid_differs = input_differs || last->grid != state.grid;
    const bool output_differs =
        grid_differs || last->mode != state.mode || last->padding != state.padding || last->device != state.device;
    std::optional<gs::Tensor<float>> new_input, new_grid;
    if (input_differs) new_input = load_input(state.input, read_image_);
    const gs::Tensor<float>& input = new_input ? *new_input : input_;
    if (grid_differs) new_grid = load_grid(state.grid, input.sizes());
    const gs::Tensor<float>& grid = new_grid ? *new_grid : grid_;
    gs::output_sizes(input.sizes(), grid.sizes());
    check_query(state, input, grid);

    const Query& query = state.query;
    std::array<float, 2> xy{query.x, query.y};
    if (query.is_cell) xy = {grid.at(query.n, query.h, query.w, 0), grid.at(query.n, query.h, query.w, 1)};
    std::array<Side, 2> sides;
    for (const bool align_corners : {true, false}) {
        const size_t at = align_corners ? 0 : 1;
        const gs::Options options{state.mode, state.padding, align_corners};
        sides[at].align_corners = align_corners;
        if (output_differs)
            sides[at].output = gs::grid_sample(input.view(), grid.view(), options, {.device = state.device});
        sides[at].trace = gs::trace(input.view(), query.n, state.channel, {xy[0], xy[1]}, options);
        sides[at].is_bit_equal =
            same_bits(sides[at].trace.output, batch_value(input, query, state.channel, xy, options, state.device));
    }

    for (size_t at = 0; at < 2; ++at) {
        if (!output_differs) sides[at].output = std::move(sides_[at].output);
        sides_[at] = std::move(sides[at]);
    }
    if (new_input) {
        input_ = std::move(*new_input);
        input_range_ = range_of(input_);
    }
    if (new_grid) grid_ = std::move(*new_grid);
    query_grid_ = xy;
    state_ = state;
    followed_ = state;
}

}  // namespace viz
