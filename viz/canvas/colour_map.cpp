// SPDX-License-Identifier: MIT
#include "viz/canvas/colour_map.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

namespace viz {
namespace {

Stop stop(Color color) {
    return {static_cast<float>(color.r), static_cast<float>(color.g), static_cast<float>(color.b)};
}

/// From `a` (t = 0) to `b` (t = 1).
Stop between(Color a, Color b, float t) {
    Stop result = stop(a);
    for (size_t k = 0; k < 3; ++k) result[k] += (stop(b)[k] - result[k]) * t;
    return result;
}

std::vector<Stop> shades(const Palette& colors) {
    return {stop(colors.shade_low), stop(colors.shade_high)};
}

/// Not up to the full colours, which numbers would not stand out from.
std::vector<Stop> signed_differences(const Palette& colors) {
    constexpr float kMost = 0.75f;
    return {between(colors.card, colors.difference_low, kMost), stop(colors.card),
            between(colors.card, colors.difference_high, kMost)};
}

constexpr std::array kMaps{
    ColourMap{kShades, shades},
    ColourMap{kSigned, signed_differences},
};

}  // namespace

std::span<const ColourMap> colour_maps() {
    return kMaps;
}

const ColourMap& colour_map(std::string_view name) {
    const auto found = std::ranges::find(kMaps, name, &ColourMap::name);
    if (found == kMaps.end()) throw std::out_of_range("there is no colour map " + std::string(name));
    return *found;
}

ColourScale::ColourScale(const ColourMap& map, const Palette& colors, Range range)
    : stops_(map.stops(colors)), low_half_(range.low / 2), last_(static_cast<double>(stops_.size() - 1)) {
    const double half_span = range.high / 2 - low_half_;
    half_span_ = half_span > 0 ? half_span : std::numeric_limits<double>::infinity();
    offset_ = half_span > 0 ? 0 : last_ / 2;
}

}  // namespace viz
