// SPDX-License-Identifier: MIT
// How much memory a file may make the program take.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace viz {

/// Half of the memory, in bytes, that is available now: what reading a file and its result may take where nothing else
/// is said.
int64_t default_memory();

/// The bytes that a text such as "8G", "512M", "64K" or "1000" stands for; nothing where it is no such text.
std::optional<int64_t> parse_bytes(std::string_view text);

}  // namespace viz
