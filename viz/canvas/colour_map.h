// SPDX-License-Identifier: MIT
// How values become colours. A row of the table in colour_map.cpp is all that another colour map takes.
#pragma once

#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <vector>

#include "viz/canvas/palette.h"
#include "viz/document/range.h"

namespace viz {

/// A colour between those that eight bits hold: red, green and blue from 0 to 255.
using Stop = std::array<float, 3>;

/// Colours of a theme that values run through, at equal distances, from the smallest to the largest.
struct ColourMap {
    std::string_view name;
    std::vector<Stop> (*stops)(const Palette&);  ///< two or more
};

std::span<const ColourMap> colour_maps();

/// The one of that name; throws std::out_of_range where there is none.
const ColourMap& colour_map(std::string_view name);

/// From grey to white, as the theme has it: larger is lighter.
inline constexpr std::string_view kShades = "shades";
/// From one colour over the card's to another: for a range around 0.
inline constexpr std::string_view kSigned = "signed";

/// What shows NaN and infinities.
inline constexpr Color kNotFinite = rgb(0x000000);

/// A colour map laid over a range of values.
class ColourScale {
public:
    ColourScale(const ColourMap& map, const Palette& colors, Range range);

    /// The colour of a value, that of the nearest end beyond the range; kNotFinite of NaN and infinities. In a range
    /// without width everything is in the middle.
    Color operator()(double value) const {
        if (!std::isfinite(value)) return kNotFinite;
        // Of halves, whose difference no two float64 overflow.
        const double t = (value / 2 - low_half_) / half_span_ * last_ + offset_;
        const double place = t > 0 ? (t < last_ ? t : last_) : 0;
        const auto stop = static_cast<size_t>(place < last_ ? place : last_ - 1);
        const auto fraction = static_cast<float>(place - static_cast<double>(stop));
        const Stop &from = stops_[stop], &to = stops_[stop + 1];
        const auto channel = [&](size_t k) {
            return static_cast<uint8_t>(from[k] + (to[k] - from[k]) * fraction + 0.5f);
        };
        return {channel(0), channel(1), channel(2)};
    }

    /// Tells scales apart that colour a value differently.
    friend bool operator==(const ColourScale&, const ColourScale&) = default;

private:
    std::vector<Stop> stops_;
    double low_half_, half_span_, offset_, last_;
};

}  // namespace viz
