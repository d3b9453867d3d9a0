// SPDX-License-Identifier: MIT
// Everything that follows from a State, computed by the core: the trace of the query at once, whole planes of outputs
// when they are shown.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "core/grid_sample.h"
#include "core/trace.h"
#include "viz/document/background.h"
#include "viz/document/loaded_state.h"
#include "viz/model/outputs.h"

namespace viz {

/// What a trace says, in numbers that hold both float32 and float64 exactly; `Trace::arithmetic` tells which it was.
using AxisTrace = gs::BasicAxisTrace<double>;
using TapTrace = gs::BasicTapTrace<double>;
using Trace = gs::BasicTrace<double>;

/// What one of the two conventions makes of the query.
struct Side {
    bool align_corners;
    Trace trace;
    /// Whether the batch kernel, run on the query, gives the traced output bit for bit.
    bool is_bit_equal;
};

/// The results for a State. For the thread that draws.
class Model {
public:
    explicit Model(const gs::WorkLimits& limits = {}) : limits_(limits) {}

    /// Follows the State: its query is traced at once, the rest when it is asked for.
    void follow(const LoadedState& loaded);

    const State& state() const { return loaded_.state; }
    const LoadedState& loaded() const { return loaded_; }
    const gs::AnyTensor& input() const { return loaded_.input->source.tensor; }
    const gs::AnyTensor& grid() const { return loaded_.grid->source.tensor; }
    /// The grid's tensor, for who keeps it.
    std::shared_ptr<const gs::AnyTensor> shared_grid() const { return {loaded_.grid, &loaded_.grid->source.tensor}; }
    /// What was found where they come from.
    const SourceFacts& input_facts() const { return loaded_.input->source.facts; }
    const SourceFacts& grid_facts() const { return loaded_.grid->source.facts; }
    const ValueSummary& input_values() const { return loaded_.input->values; }
    const ValueSummary& grid_values() const { return loaded_.grid->values; }
    gs::Dtype arithmetic() const { return loaded_.arithmetic(); }
    const Side& side(bool align_corners) const { return sides_[align_corners ? 0 : 1]; }
    /// True first, as on the screen.
    const std::array<Side, 2>& sides() const { return sides_; }
    /// The values that shades stand for: those that the State asks for, or all of the input's, and the zeros outside
    /// where padding reads them. One scale for all channels and both conventions.
    Range shade_range() const;

    int64_t channels() const { return sizes_of(input())[1]; }
    int64_t height() const { return sizes_of(input())[2]; }
    int64_t width() const { return sizes_of(input())[3]; }
    int64_t rows() const { return sizes_of(grid())[1]; }
    int64_t columns() const { return sizes_of(grid())[2]; }

    /// The grid value of the query as the arithmetic has it: (x, y).
    std::array<double, 2> query_grid() const { return query_grid_; }

    /// The image and channel of the input that are shown. Of a large one first without levels (pyramid.h), while these
    /// are made on another thread.
    const Plane& input_plane() const;
    /// The outputs of the image and channel that are shown. Of many places first some, evenly spread, while all of them
    /// are computed on another thread. Without planes where they cannot be computed: `take_failure` then says why.
    const Outputs& outputs() const;
    /// Whether something is being computed on another thread.
    bool is_computing() const { return computing_.is_running() || levelling_.is_running(); }
    /// Takes what has been computed by now.
    void poll();
    /// Why something that was asked for could not be computed, in one sentence, once; else empty.
    std::string take_failure() { return std::exchange(failure_, {}); }
    /// Computes all that is shown before it returns. Throws std::exception, and gs::Stopped.
    void complete(const gs::Work& work);
    void complete() { complete(gs::Work(limits_)); }

private:
    OutputsCall call() const;

    gs::WorkLimits limits_;
    LoadedState loaded_;
    std::array<double, 2> query_grid_{};
    std::array<Side, 2> sides_{};
    // Made when they are first asked for.
    mutable std::shared_ptr<const Plane> input_plane_;
    mutable std::shared_ptr<const Outputs> outputs_;
    mutable Background<Plane> levelling_{limits_, Background<Plane>::Share::least};
    mutable Background<Outputs> computing_{limits_, Background<Outputs>::Share::least};
    mutable std::string failure_;
};

}  // namespace viz
