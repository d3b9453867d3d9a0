// SPDX-License-Identifier: MIT
#include "viz/parts/value_texts.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "viz/document/format.h"

namespace viz {
namespace {

constexpr double kWrittenWhole = 1e6;

bool is_whole(double value) {
    return value == std::nearbyint(value) && std::abs(value) < kWrittenWhole;
}

/// The decimals with which the largest value has `digits` digits; negative where that is no way to write them: for huge
/// and tiny ones, and for whole numbers.
int decimals_for(std::span<const double> values, int digits) {
    double largest = 0;
    bool are_whole = true;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        largest = std::max(largest, std::abs(value));
        are_whole = are_whole && is_whole(value);
    }
    constexpr double kHuge = 1e5, kTiny = 1e-3;
    if (are_whole || largest >= kHuge || largest < kTiny) return -1;
    return std::max(0, digits - 1 - static_cast<int>(std::floor(std::log10(largest))));
}

}  // namespace

std::string value_text(double value, int digits) {
    if (std::isnan(value)) return "nan";
    if (is_whole(value)) return fmt::format("{:.0f}", value == 0 ? 0.0 : value);
    return fmt::format("{:.{}g}", value, digits);
}

std::string ValueTexts::text(double value) const {
    if (decimals_ < 0 || !std::isfinite(value) || is_whole(value)) return typeset(value_text(value));
    const std::string text = fmt::format("{:.{}f}", value, decimals_);
    return text.find_first_of("123456789") == std::string::npos ? "≈0" : typeset(text);
}

float ValueTexts::widest(std::span<const double> values, Face face) const {
    float width = 0;
    for (const double value : values) width = std::max(width, text_width(face, 1, text(value)));
    return width;
}

ValueTexts::ValueTexts(std::span<const double> values, const ValueRoom& room) {
    if (room.largest < room.smallest) return;
    // Four significant digits of each; if these are too small, as many decimals as give the largest three, two, one.
    for (const int digits : {0, 3, 2, 1}) {
        if (digits > 0 && digits < room.fewest) break;
        if (digits > 0) decimals_ = decimals_for(values, digits);
        const float width = widest(values, room.face);
        size_ = width > 0 ? std::min(room.largest, room.width / width) : room.largest;
        if (size_ >= std::min(room.least, room.largest)) return;
        if (digits > 0 && decimals_ < 0) break;
    }
    if (size_ < room.smallest) size_ = 0;
}

}  // namespace viz
