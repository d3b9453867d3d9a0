// SPDX-License-Identifier: MIT
// The eight steps of one sample as facts: which case holds in each, and the numbers that belong to it, from the trace.
// The figure's narration and formulas, and the explanation as text and as JSON, put these into words; what is told is
// decided here only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "viz/model/model.h"

namespace viz {

/// What the padding rule makes of a position along one axis.
enum class AxisCase {
    inside,     ///< nothing
    outside,    ///< it stays, and what is read beyond the rim counts as 0
    clamped,    ///< it goes to the nearest end
    reflected,  ///< it is mirrored, and then perhaps clamped
    replaced,   ///< it is no position (NaN, infinite, huge), and a pixel of the rim is read
    nowhere     ///< it is none, and nothing is read
};

/// The pixels of a tap along one axis.
struct AxisTap {
    int64_t unpadded;  ///< before taps were padded
    int64_t index;     ///< as it is read
    bool is_inside;
};

/// One axis: of step 2 to step 5.
struct AxisFacts {
    const AxisTrace* trace;
    std::string_view letter;       ///< "x"
    std::string_view size_letter;  ///< "W"
    bool is_x;                     ///< its lines are columns, otherwise rows
    AxisCase what;
    bool pads_taps;      ///< the position stays, and each of its taps is padded by itself (bicubic)
    bool goes_to_last;   ///< where it is moved to an end, or reads one: to the last pixel, not to the first
    bool is_on_centres;  ///< exactly on a line of pixel centres
    bool is_tie;         ///< half way between two pixels: nearest takes the even one
    std::vector<AxisTap> taps;
    bool moves_taps;  ///< whether padding has moved one of them
};

/// How a pixel takes part.
enum class TapCase {
    read,    ///< its value counts
    zero,    ///< it is outside and counts as 0
    unread,  ///< it is beyond the rim, but its weight is 0
    nowhere  ///< there is no such pixel: the position is none
};

/// Where a position inside the image lies among the centres of the pixels.
enum class Place { centre, column, row, between };

/// One convention.
struct SideFacts {
    const Trace* trace;
    bool align_corners;
    AxisFacts x, y;
    Place place;
    AxisCase padding;           ///< of both axes together: the case that says most
    bool is_nowhere;            ///< nothing is read
    std::vector<TapCase> taps;  ///< in the order of the trace's
    double sum_of_weights;      ///< 1, but for rounding
    bool is_bit_equal;          ///< to the batch
    bool is_nan_in_pytorch;
};

/// What differs between the conventions.
struct Comparison {
    double output;            ///< of True minus that of False
    double shift_x, shift_y;  ///< of the position, from True to False, in pixels
    bool has_positions;       ///< whether both positions are numbers; otherwise the shifts are none
};

struct StepFacts {
    gs::Mode mode;
    gs::Padding padding;
    Query query;
    std::array<double, 2> grid;      ///< the query's grid value
    std::array<SideFacts, 2> sides;  ///< True first, as on the screen
    bool has_unread_tap;
    int64_t channels;
    Comparison comparison;
    gs::Dtype arithmetic;
};

/// The facts of the model's query. They point into the model, which must outlive them unchanged.
StepFacts step_facts(const Model& model);

/// Those of one convention.
SideFacts side_facts(const Side& side);

/// Whether there is no pixel that could be read: a grid value that is NaN, infinite or huge, under zeros.
bool is_nowhere(const Trace& trace);

/// Whether a tap is left out of the sum: beyond the rim under border and reflection, where its weight is 0.
bool is_unread(const Trace& trace, const TapTrace& tap);

}  // namespace viz
