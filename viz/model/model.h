// SPDX-License-Identifier: MIT
// Everything that follows from a State, computed by the core.
#pragma once

#include <array>
#include <optional>

#include "core/grid_sample.h"
#include "core/trace.h"
#include "viz/model/sources.h"
#include "viz/model/state.h"

namespace viz {

/// The smallest and largest finite value of something; 0 and 0 when there is none.
struct Range {
    float low = 0, high = 0;
};

Range range_of(const gs::Tensor<float>& tensor);

/// What one of the two conventions makes of the State.
struct Side {
    bool align_corners;
    gs::Tensor<float> output;  ///< the batch result for the whole grid, (N, C, Ho, Wo)
    gs::Trace trace;           ///< of the query
    /// Whether the batch kernel, run on the query, gives the traced output bit for bit.
    bool is_bit_equal;
};

/// The results for a State. `update` recomputes what differs from the last one.
class Model {
public:
    explicit Model(ImageReader read_image) : read_image_(std::move(read_image)) {}

    /// Follows the State. Throws std::exception in one sentence when it cannot be followed (a missing file, sizes that
    /// do not fit, a query that does not exist); the model then still holds the last State that could.
    void update(const State& state);

    const State& state() const { return state_; }
    const gs::Tensor<float>& input() const { return input_; }
    const gs::Tensor<float>& grid() const { return grid_; }
    const Side& side(bool align_corners) const { return sides_[align_corners ? 0 : 1]; }
    /// True first, as on the screen.
    const std::array<Side, 2>& sides() const { return sides_; }
    /// The values that shades stand for: all of the input's, and the zeros outside where padding reads them. One scale
    /// for all channels and both conventions.
    Range shade_range() const;

    int64_t height() const { return input_.size(2); }
    int64_t width() const { return input_.size(3); }
    int64_t rows() const { return grid_.size(1); }
    int64_t columns() const { return grid_.size(2); }

    /// The grid value of the query: (x, y).
    std::array<float, 2> query_grid() const { return query_grid_; }

private:
    ImageReader read_image_;
    std::optional<State> followed_;
    State state_;
    gs::Tensor<float> input_, grid_;
    Range input_range_;
    std::array<float, 2> query_grid_{};
    std::array<Side, 2> sides_{};
};

}  // namespace viz
