// SPDX-License-Identifier: MIT
#include "viz/model/format.h"

#include <fmt/format.h>

#include <bit>
#include <cstdint>

namespace viz {

std::string exact(float value) {
    return fmt::format("{}", value);
}

std::string display(float value) {
    return fmt::format("{:.6g}", value);
}

std::string typeset(std::string_view number) {
    std::string text;
    for (const char c : number) c == '-' ? text += "−" : text += c;
    return text;
}

std::string hex_bits(float value) {
    return fmt::format("0x{:08x}", std::bit_cast<uint32_t>(value));
}

}  // namespace viz
