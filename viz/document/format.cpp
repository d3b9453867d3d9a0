// SPDX-License-Identifier: MIT
#include "viz/document/format.h"

#include <fmt/core.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

namespace viz {

std::string exact(double value, gs::Dtype arithmetic) {
    if (std::isnan(value)) return "nan";
    return arithmetic == gs::Dtype::float64 ? fmt::format("{}", value) : fmt::format("{}", static_cast<float>(value));
}

std::string significant(double value, int digits) {
    if (std::isnan(value)) return "nan";
    std::string text = fmt::format("{:.{}g}", value, digits);
    constexpr double kMost = 1e5;  // beyond, nobody looks for what is behind the point
    if (!(std::abs(value) < kMost) || value == std::nearbyint(value)) return text;
    const auto is_whole = [&] {
        const double read = std::strtod(text.c_str(), nullptr);
        return read == std::nearbyint(read);
    };
    while (is_whole() && digits < std::numeric_limits<double>::max_digits10)
        text = fmt::format("{:.{}g}", value, ++digits);
    return text;
}

std::string display(double value) {
    return significant(value, 6);
}

double rounded(double value, gs::Dtype arithmetic) {
    return arithmetic == gs::Dtype::float64 ? value : static_cast<float>(value);
}

double shortest(double value, gs::Dtype arithmetic) {
    return std::isfinite(value) ? std::strtod(exact(value, arithmetic).c_str(), nullptr) : value;
}

std::string typeset(std::string_view number) {
    std::string text;
    for (const char c : number) c == '-' ? text += "−" : text += c;
    return text;
}

std::string hex_bits(double value, gs::Dtype arithmetic) {
    return arithmetic == gs::Dtype::float64
               ? fmt::format("0x{:016x}", std::bit_cast<uint64_t>(value))
               : fmt::format("0x{:08x}", std::bit_cast<uint32_t>(static_cast<float>(value)));
}

}  // namespace viz
