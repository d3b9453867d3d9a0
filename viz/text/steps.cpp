// SPDX-License-Identifier: MIT
#include "viz/text/steps.h"

#include <algorithm>
#include <cmath>

#include "core/sample_math.h"
#include "viz/document/format.h"

namespace viz {
namespace {

AxisCase axis_case(const AxisTrace& axis, gs::Padding padding) {
    switch (axis.effect) {
        case gs::PaddingEffect::none: return AxisCase::inside;
        case gs::PaddingEffect::outside: return AxisCase::outside;
        case gs::PaddingEffect::clamped: return AxisCase::clamped;
        case gs::PaddingEffect::reflected: return AxisCase::reflected;
        case gs::PaddingEffect::replaced: break;
    }
    return padding == gs::Padding::zeros ? AxisCase::nowhere : AxisCase::replaced;
}

bool is_whole(double value) {
    return value == std::floor(value);
}

AxisFacts axis_facts(const Trace& trace, bool is_x) {
    const AxisTrace& axis = is_x ? trace.x : trace.y;
    AxisFacts facts{.trace = &axis,
                    .letter = is_x ? "x" : "y",
                    .size_letter = is_x ? "W" : "H",
                    .is_x = is_x,
                    .what = axis_case(axis, trace.options.padding),
                    .pads_taps = gs::pads_taps(trace.options.mode),
                    .goes_to_last = axis.padded > 0,
                    .is_on_centres = is_whole(axis.unnormalized),
                    .is_tie = std::fabs(axis.fraction) == 0.5,
                    .moves_taps = false};
    const size_t stride = is_x ? 1 : trace.x.weights.size();
    for (size_t k = 0; k < axis.weights.size(); ++k) {
        const TapTrace& tap = trace.taps[k * stride];
        const int64_t unpadded = is_x ? tap.unpadded_x : tap.unpadded_y, index = is_x ? tap.x : tap.y;
        facts.taps.push_back({unpadded, index, index >= 0 && index < axis.size});
        facts.moves_taps = facts.moves_taps || unpadded != index;
    }
    return facts;
}

Place place_of(const AxisFacts& x, const AxisFacts& y) {
    if (x.is_on_centres && y.is_on_centres) return Place::centre;
    return x.is_on_centres ? Place::column : y.is_on_centres ? Place::row : Place::between;
}

/// What is told of two axes that differ.
AxisCase telling(AxisCase x, AxisCase y) {
    for (const AxisCase what :
         {AxisCase::nowhere, AxisCase::replaced, AxisCase::outside, AxisCase::clamped, AxisCase::reflected}) {
        if (x == what || y == what) return what;
    }
    return AxisCase::inside;
}

TapCase tap_case(const Trace& trace, const TapTrace& tap) {
    if (is_unread(trace, tap)) return TapCase::unread;
    if (tap.in_bounds) return TapCase::read;
    return is_nowhere(trace) ? TapCase::nowhere : TapCase::zero;
}

Comparison compare(const Trace& on, const Trace& off) {
    const auto difference = [&](double a, double b) { return rounded(a - b, on.arithmetic); };
    Comparison comparison{.output = difference(on.output, off.output),
                          .shift_x = difference(off.x.unnormalized, on.x.unnormalized),
                          .shift_y = difference(off.y.unnormalized, on.y.unnormalized)};
    comparison.has_positions = std::isfinite(comparison.shift_x) && std::isfinite(comparison.shift_y);
    return comparison;
}

}  // namespace

bool is_nowhere(const Trace& trace) {
    return trace.options.padding == gs::Padding::zeros &&
           (trace.x.effect == gs::PaddingEffect::replaced || trace.y.effect == gs::PaddingEffect::replaced);
}

bool is_unread(const Trace& trace, const TapTrace& tap) {
    return !tap.in_bounds && trace.options.padding != gs::Padding::zeros;
}

SideFacts side_facts(const Side& side) {
    const Trace& trace = side.trace;
    SideFacts facts{.trace = &trace,
                    .align_corners = side.align_corners,
                    .x = axis_facts(trace, true),
                    .y = axis_facts(trace, false),
                    .is_nowhere = is_nowhere(trace),
                    .is_bit_equal = side.is_bit_equal,
                    .is_nan_in_pytorch = trace.is_nan_in_pytorch};
    facts.place = place_of(facts.x, facts.y);
    facts.padding = telling(facts.x.what, facts.y.what);
    double sum = 0;
    for (const TapTrace& tap : trace.taps) {
        facts.taps.push_back(tap_case(trace, tap));
        sum += tap.weight;
    }
    facts.sum_of_weights = rounded(sum, trace.arithmetic);
    return facts;
}

StepFacts step_facts(const Model& model) {
    StepFacts facts{.mode = model.state().sampling.mode,
                    .padding = model.state().sampling.padding,
                    .query = model.state().query,
                    .grid = model.query_grid(),
                    .sides = {side_facts(model.sides()[0]), side_facts(model.sides()[1])},
                    .channels = model.channels(),
                    .comparison = compare(model.side(true).trace, model.side(false).trace),
                    .arithmetic = model.arithmetic()};
    for (const SideFacts& side : facts.sides)
        facts.has_unread_tap = facts.has_unread_tap || std::ranges::count(side.taps, TapCase::unread) > 0;
    return facts;
}

}  // namespace viz
