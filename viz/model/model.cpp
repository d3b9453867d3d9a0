// SPDX-License-Identifier: MIT
#include "viz/model/model.h"

#include <algorithm>
#include <cstring>

#include "core/parallel.h"
#include "viz/document/fields.h"
#include "viz/model/pyramid.h"

namespace viz {
namespace {

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

/// Traces the query at its grid value, in the arithmetic of the input, and compares the batch kernel with it.
template <class T>
void trace_query(Side& side, const gs::Tensor<T>& input, const State& state, std::array<double, 2> point) {
    using F = gs::Arithmetic<T>;
    const gs::Options options{state.sampling.mode, state.sampling.padding, side.align_corners};
    side.trace = gs::widened(gs::trace(input.view(), state.query.n, state.view.channel,
                                       {static_cast<F>(point[0]), static_cast<F>(point[1])}, options));
    side.is_bit_equal = equals_batch(input, side.trace, state.sampling.device);
}

/// The levels of so many pixels are made at once, in a millisecond.
constexpr int64_t kPixelsAtOnce = int64_t{1} << 18;

/// For work beside the thread that draws, which keeps a processor.
int background_threads() {
    return std::max(1, gs::thread_count(0) - 1);
}

}  // namespace

Range Model::shade_range() const {
    if (state().look.shades) return *state().look.shades;
    const Range range = input_values().range;
    if (state().sampling.padding != gs::Padding::zeros) return range;
    return {std::min(range.low, 0.0), std::max(range.high, 0.0)};
}

void Model::follow(const LoadedState& loaded) {
    const bool has_tensors = loaded_.input && loaded.input == loaded_.input && loaded.grid == loaded_.grid;
    if (has_tensors && what_changes(loaded_.state, loaded.state) < Remakes::trace) {
        loaded_.state = loaded.state;
        return;
    }
    std::array<Side, 2> sides{Side{true, {}, false}, Side{false, {}, false}};
    const std::array<double, 2> point = loaded.query_grid();
    for (Side& side : sides)
        std::visit([&](const auto& tensor) { trace_query(side, tensor, loaded.state, point); },
                   loaded.input->source.tensor);
    sides_ = std::move(sides);
    query_grid_ = point;
    const bool has_plane = input_plane_ && loaded.input == loaded_.input && loaded.state.query.n == input_plane_->n &&
                           loaded.state.view.channel == input_plane_->c;
    loaded_ = loaded;
    if (!has_plane) {
        input_plane_.reset();
        levelling_.stop();
    }
    if (outputs_ && !(outputs_->call == call())) {
        outputs_.reset();
        computing_.stop();
    }
}

const Plane& Model::input_plane() const {
    if (input_plane_) return *input_plane_;
    const std::shared_ptr<const gs::AnyTensor> tensor(loaded_.input, &loaded_.input->source.tensor);
    const Plane plane = new_plane(tensor, state().query.n, state().view.channel);
    input_plane_ = std::make_shared<Plane>(plane);
    try {
        if (plane.height() * plane.width() <= kPixelsAtOnce)
            input_plane_ = std::make_shared<Plane>(with_levels(plane, gs::Work(limits_), 1));
        else
            levelling_.start([plane](const gs::Work& work) { return with_levels(plane, work, background_threads()); });
    } catch (const std::exception& error) {
        failure_ = error.what();  // a pixel then stands for its block
    }
    return *input_plane_;
}

OutputsCall Model::call() const {
    const auto& [mode, padding, device] = state().sampling;
    return {loaded_.input, loaded_.grid, state().query.n, state().view.channel, mode, padding, device};
}

const Outputs& Model::outputs() const {
    if (outputs_) return *outputs_;
    const OutputsCall wanted = call();
    const int64_t stride = first_stride(wanted);
    OutputsCall first = wanted;
    // The bits are the same everywhere, and a first answer is to be quick.
    if (stride > 1) first.device = gs::Device::cpu;
    Outputs made;
    try {
        made = compute(first, stride, 1, gs::Work(limits_));
        if (stride > 1)
            computing_.start([wanted](const gs::Work& work) { return compute(wanted, 1, background_threads(), work); });
    } catch (const std::exception& error) {
        // Who draws cannot do without; and nothing is gained by failing in each frame.
        failure_ = error.what();
    }
    made.call = wanted;
    outputs_ = std::make_shared<const Outputs>(std::move(made));
    return *outputs_;
}

void Model::poll() {
    try {
        if (levelling_.is_done()) input_plane_ = std::make_shared<const Plane>(levelling_.take());
        if (computing_.is_done()) outputs_ = std::make_shared<const Outputs>(computing_.take());
    } catch (const std::exception& error) {
        failure_ = error.what();
    }
}

void Model::complete(const gs::Work& work) {
    if (!input_plane_ || !input_plane_->levels) {
        levelling_.stop();
        const Plane bare = input_plane();
        levelling_.stop();
        input_plane_ = std::make_shared<const Plane>(bare.levels ? bare : with_levels(bare, work));
    }
    if (outputs_ && outputs_->is_complete()) return;
    computing_.stop();
    outputs_ = std::make_shared<const Outputs>(compute(call(), 1, 0, work));
}

}  // namespace viz
