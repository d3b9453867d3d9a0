// SPDX-License-Identifier: MIT
// Everything that follows from a State, computed by the core.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/grid_sample.h"
#include "core/trace.h"
#include "viz/document/any_tensor.h"
#include "viz/document/files.h"
#include "viz/document/sources.h"
#include "viz/document/state.h"
#include "viz/model/value_summary.h"

namespace viz {

/// What a trace says, in numbers that hold both float32 and float64 exactly; `Trace::arithmetic` tells which it was.
using AxisTrace = gs::BasicAxisTrace<double>;
using TapTrace = gs::BasicTapTrace<double>;
using Trace = gs::BasicTrace<double>;

/// What one of the two conventions makes of the State.
struct Side {
    bool align_corners;
    std::shared_ptr<const gs::AnyTensor> output;  ///< the batch result for the whole grid, (N, C, Ho, Wo)
    Trace trace;                                  ///< of the query
    /// Whether the batch kernel, run on the query, gives the traced output bit for bit.
    bool is_bit_equal;
};

/// What an update is at.
enum class UpdatePart { input, grid, output };

/// The results for a State. `update` recomputes what differs from the last one. Copies share what is large, so that a
/// copy can be updated on another thread meanwhile.
class Model {
public:
    /// The files have to outlive this.
    explicit Model(const Files& files) : files_(&files) {}

    /// Follows the State. Throws std::exception in one sentence when it cannot be followed (a missing file, sizes that
    /// do not fit, a query that does not exist), and gs::Stopped; the model then still holds the last State that could.
    /// `enters` hears of each part that there is something to do in.
    void update(
        const State& state, const gs::Work& work = gs::Work(),
        const std::function<void(UpdatePart)>& enters = [](UpdatePart) {});
    /// Whether following the State may take long: something is to be read, or a whole batch to be computed.
    bool takes_long(const State& state) const { return changes_to(state).output; }
    /// Has the next update read the State's input or grid again, where it is what `spec` names and comes from a file
    /// that is not what it was when it was read. Whether that is so.
    bool read_if_changed(const std::string& spec);

    const Files& files() const { return *files_; }
    const State& state() const { return state_; }
    const gs::AnyTensor& input() const { return input_->source.tensor; }
    const gs::AnyTensor& grid() const { return grid_->source.tensor; }
    /// What was found where they come from.
    const SourceFacts& input_facts() const { return input_->source.facts; }
    const SourceFacts& grid_facts() const { return grid_->source.facts; }
    const ValueSummary& input_values() const { return input_->values; }
    const ValueSummary& grid_values() const { return grid_->values; }
    /// The type that everything is computed in: float64 for an input of that type, else float32.
    gs::Dtype arithmetic() const { return arithmetic_of(input()); }
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
    /// The query as a free point: a cell's grid value in the fewest digits, or the point that it is already.
    Query free_query() const;

private:
    /// A tensor with all that is known of it.
    struct Loaded {
        Source source;
        ValueSummary values;
        std::string file;                ///< that it came from; empty: none
        std::optional<FileStamp> stamp;  ///< of the file, before it was read
    };

    /// What differs between the last State and another one; each includes the one before it.
    struct Changes {
        bool input, grid, output;
    };

    Changes changes_to(const State& state) const;
    std::shared_ptr<const Loaded> load(const std::string& file, const std::function<Source()>& read,
                                       const gs::Work& work) const;

    const Files* files_;
    std::optional<State> followed_;
    State state_;
    std::shared_ptr<const Loaded> input_ = std::make_shared<Loaded>(), grid_ = input_;
    bool rereads_input_ = false, rereads_grid_ = false;
    std::array<double, 2> query_grid_{};
    std::array<Side, 2> sides_{};
};

}  // namespace viz
