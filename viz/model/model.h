// SPDX-License-Identifier: MIT
// Everything that follows from a State, computed by the core.
#pragma once

#include <array>
#include <optional>

#include "core/grid_sample.h"
#include "core/trace.h"
#include "viz/model/any_tensor.h"
#include "viz/model/sources.h"
#include "viz/model/state.h"
#include "viz/model/value_summary.h"

namespace viz {

/// What a trace says, in numbers that hold both float32 and float64 exactly; `Trace::arithmetic` tells which it was.
using AxisTrace = gs::BasicAxisTrace<double>;
using TapTrace = gs::BasicTapTrace<double>;
using Trace = gs::BasicTrace<double>;

/// What one of the two conventions makes of the State.
struct Side {
    bool align_corners;
    gs::AnyTensor output;  ///< the batch result for the whole grid, (N, C, Ho, Wo)
    Trace trace;           ///< of the query
    /// Whether the batch kernel, run on the query, gives the traced output bit for bit.
    bool is_bit_equal;
};

/// The results for a State. `update` recomputes what differs from the last one.
class Model {
public:
    explicit Model(FileReader read_file) : read_file_(std::move(read_file)) {}

    /// Follows the State. Throws std::exception in one sentence when it cannot be followed (a missing file, sizes that
    /// do not fit, a query that does not exist), and gs::Stopped; the model then still holds the last State that could.
    void update(const State& state, const gs::Work& work = gs::Work());

    const State& state() const { return state_; }
    const gs::AnyTensor& input() const { return input_; }
    const gs::AnyTensor& grid() const { return grid_; }
    /// What was found where they come from.
    const SourceFacts& input_facts() const { return input_facts_; }
    const SourceFacts& grid_facts() const { return grid_facts_; }
    const ValueSummary& input_values() const { return input_values_; }
    const ValueSummary& grid_values() const { return grid_values_; }
    /// The type that everything is computed in: float64 for an input of that type, else float32.
    gs::Dtype arithmetic() const { return arithmetic_of(input_); }
    const Side& side(bool align_corners) const { return sides_[align_corners ? 0 : 1]; }
    /// True first, as on the screen.
    const std::array<Side, 2>& sides() const { return sides_; }
    /// The values that shades stand for: those that the State asks for, or all of the input's, and the zeros outside
    /// where padding reads them. One scale
    /// for all channels and both conventions.
    Range shade_range() const;

    int64_t channels() const { return sizes_of(input_)[1]; }
    int64_t height() const { return sizes_of(input_)[2]; }
    int64_t width() const { return sizes_of(input_)[3]; }
    int64_t rows() const { return sizes_of(grid_)[1]; }
    int64_t columns() const { return sizes_of(grid_)[2]; }

    /// The grid value of the query as the arithmetic has it: (x, y).
    std::array<double, 2> query_grid() const { return query_grid_; }
    /// The query as a free point: a cell's grid value in the fewest digits, or the point that it is already.
    Query free_query() const;

private:
    FileReader read_file_;
    std::optional<State> followed_;
    State state_;
    gs::AnyTensor input_, grid_;
    SourceFacts input_facts_, grid_facts_;
    ValueSummary input_values_, grid_values_;
    std::array<double, 2> query_grid_{};
    std::array<Side, 2> sides_{};
};

}  // namespace viz
