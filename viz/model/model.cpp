// SPDX-License-Identifier: MIT
#include "viz/model/model.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "viz/document/any_tensor.h"
#include "viz/document/format.h"

namespace viz {
namespace {

void check_query(const State& state, const gs::Sizes& input, const gs::Sizes& grid) {
    const Query& query = state.query;
    if (state.view.channel < 0 || state.view.channel >= input[1])
        throw std::runtime_error(
            fmt::format("there is no channel {}: the input's sizes are {}", state.view.channel, input.text()));
    if (query.n < 0 || query.n >= input[0])
        throw std::runtime_error(
            fmt::format("there is no image n = {}: the input's sizes are {}", query.n, input.text()));
    const bool cell_exists = query.h >= 0 && query.h < grid[1] && query.w >= 0 && query.w < grid[2];
    if (query.is_cell && !cell_exists)
        throw std::runtime_error(fmt::format("there is no output cell ({}, {}, {}): the grid's sizes are {}", query.n,
                                             query.h, query.w, grid.text()));
}

/// Calls function(input, grid) with the tensors as the types that they have; they go together (load_grid).
template <class Function>
auto with_tensors(const gs::AnyTensor& input, const gs::AnyTensor& grid, Function&& function) {
    using Result = decltype(function(std::get<gs::Tensor<float>>(input), std::get<gs::Tensor<float>>(grid)));
    return std::visit(
        [&]<class T, class G>(const gs::Tensor<T>& typed_input, const gs::Tensor<G>& typed_grid) -> Result {
            if constexpr (gs::GridFor<T, G>)
                return function(typed_input, typed_grid);
            else
                throw std::logic_error("the grid's type does not go with the input's");
        },
        input, grid);
}

gs::AnyTensor batch(const gs::AnyTensor& input, const gs::AnyTensor& grid, const gs::Options& options,
                    gs::Device device, const gs::Work& work) {
    return with_tensors(
        input, grid, [&]<class T>(const gs::Tensor<T>& typed_input, const auto& typed_grid) -> gs::AnyTensor {
            require_room_twice("output", gs::output_sizes(typed_input.sizes(), typed_grid.sizes()), sizeof(T),
                               "for both conventions", work);
            return gs::grid_sample(typed_input.view(), typed_grid.view(), options, {.device = device, .work = &work});
        });
}

/// Whether the batch kernel, run on one grid value of one image, gives an output with the traced one's bits.
template <class T>
bool equals_batch(const gs::Tensor<T>& input, const Trace& trace, gs::Device device) {
    using F = gs::Arithmetic<T>;
    const std::array<F, 2> point{static_cast<F>(trace.x.grid), static_cast<F>(trace.y.grid)};
    const gs::TensorView<const T> image(&input.at(trace.n, trace.c, 0, 0), {1, 1, input.size(2), input.size(3)});
    const gs::TensorView<const F> grid(point.data(), {1, 1, 1, 2});
    const T sampled = gs::grid_sample(image, grid, trace.options, {.device = device, .threads = 1}).at(0, 0, 0, 0);
    T traced;
    gs::assign(traced, static_cast<F>(trace.output));
    return std::memcmp(&sampled, &traced, sizeof(T)) == 0;
}

/// Traces the State's query at a grid value, in the arithmetic of the input, and compares the batch kernel with it.
template <class T>
void trace_query(Side& side, const gs::Tensor<T>& input, const State& state, std::array<double, 2> point,
                 const gs::Options& options) {
    using F = gs::Arithmetic<T>;
    const F x = static_cast<F>(point[0]), y = static_cast<F>(point[1]);
    if (std::isinf(x) != std::isinf(point[0]) || std::isinf(y) != std::isinf(point[1]))
        throw std::runtime_error(
            fmt::format("the query ({}, {}) is too large for {}, the type that this input is computed in", point[0],
                        point[1], gs::name(gs::kDtype<F>)));
    side.trace = gs::widened(gs::trace(input.view(), state.query.n, state.view.channel, {x, y}, options));
    side.is_bit_equal = equals_batch(input, side.trace, state.sampling.device);
}

}  // namespace

Range Model::shade_range() const {
    if (state_.look.shades) return *state_.look.shades;
    const Range range = input_values().range;
    if (state_.sampling.padding != gs::Padding::zeros) return range;
    return {std::min(range.low, 0.0), std::max(range.high, 0.0)};
}

Query Model::free_query() const {
    const auto [x, y] = query_grid_;
    if (!state_.query.is_cell) return state_.query;
    return {.n = state_.query.n, .x = shortest(x, arithmetic()), .y = shortest(y, arithmetic())};
}

Model::Changes Model::changes_to(const State& state) const {
    if (!followed_) return {true, true, true};
    const State& last = *followed_;
    Changes changes{};
    changes.input =
        rereads_input_ || last.sources.input != state.sources.input || last.sources.layout != state.sources.layout;
    changes.grid = changes.input || rereads_grid_ || last.sources.grid != state.sources.grid;
    changes.output = changes.grid || last.sampling.mode != state.sampling.mode ||
                     last.sampling.padding != state.sampling.padding || last.sampling.device != state.sampling.device;
    return changes;
}

bool Model::read_if_changed(const std::string& spec) {
    const auto has_changed = [&](const std::string& name, const Loaded& from) {
        return name == spec && !from.file.empty() && files_->stamp(from.file) != from.stamp;
    };
    const bool input = has_changed(state_.sources.input, *input_), grid = has_changed(state_.sources.grid, *grid_);
    rereads_input_ |= input;
    rereads_grid_ |= grid;
    return input || grid;
}

std::shared_ptr<const Model::Loaded> Model::load(const std::string& file, const std::function<Source()>& read,
                                                 const gs::Work& work) const {
    auto loaded = std::make_shared<Loaded>();
    loaded->file = file;
    // Before it is read: what changes meanwhile has changed since.
    if (!file.empty()) loaded->stamp = files_->stamp(file);
    loaded->source = read();
    loaded->values = summarize(loaded->source.tensor, work);
    return loaded;
}

void Model::update(const State& state, const gs::Work& work, const std::function<void(UpdatePart)>& enters) {
    const Changes changes = changes_to(state);
    if (followed_ == state && !changes.output) return;
    const auto enter = [&](UpdatePart part) {
        work.check();
        work.begin(0);
        enters(part);
    };

    // Everything new is made aside first, so that a State that cannot be followed changes nothing.
    std::shared_ptr<const Loaded> new_input = input_, new_grid = grid_;
    if (changes.input) {
        enter(UpdatePart::input);
        new_input = load(
            file_of(state.sources.input, input_names(), *files_),
            [&] {
                Source source = load_input(state.sources.input, state.sources.layout, *files_, work);
                require_images(state.sources.input, source);
                return source;
            },
            work);
    }
    const gs::AnyTensor& input = new_input->source.tensor;
    if (changes.grid) {
        enter(UpdatePart::grid);
        new_grid = load(
            file_of(state.sources.grid, grid_names(), *files_),
            [&] { return load_grid(state.sources.grid, input, *files_, work); }, work);
    }
    const gs::AnyTensor& grid = new_grid->source.tensor;
    gs::output_sizes(sizes_of(input), sizes_of(grid));
    check_query(state, sizes_of(input), sizes_of(grid));
    if (changes.output) enter(UpdatePart::output);

    const Query& query = state.query;
    const auto point_at = [&](int axis) {
        return query.is_cell ? value_at(grid, query.n, query.h, query.w, axis) : axis == 0 ? query.x : query.y;
    };
    const std::array<double, 2> point{point_at(0), point_at(1)};
    std::array<Side, 2> sides;
    for (const bool align_corners : {true, false}) {
        Side& side = sides[align_corners ? 0 : 1];
        const gs::Options options{state.sampling.mode, state.sampling.padding, align_corners};
        side.align_corners = align_corners;
        side.output = changes.output
                          ? std::make_shared<gs::AnyTensor>(batch(input, grid, options, state.sampling.device, work))
                          : sides_[align_corners ? 0 : 1].output;
        std::visit([&](const auto& tensor) { trace_query(side, tensor, state, point, options); }, input);
    }

    sides_ = std::move(sides);
    input_ = std::move(new_input);
    grid_ = std::move(new_grid);
    rereads_input_ = rereads_grid_ = false;
    query_grid_ = {sides_[0].trace.x.grid, sides_[0].trace.y.grid};
    state_ = state;
    followed_ = state;
}

}  // namespace viz
