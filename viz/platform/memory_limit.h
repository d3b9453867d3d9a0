// SPDX-License-Identifier: MIT
// How much memory a file may make the program take.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace viz {

/// The memory, in bytes, that this program can have now: the least of what the machine has free, what its control
/// groups (containers) still allow, and what `ulimit -v` leaves. `root` is where the system tells it: "/", or a test's
/// folder.
int64_t available_memory(const std::filesystem::path& root);

/// Half of the memory, in bytes, that is available now: what reading a file and its result may take where nothing else
/// is said.
int64_t default_memory();

/// The bytes that a text such as "8G", "512M", "64K" or "1000" stands for; nothing where it is no such text.
std::optional<int64_t> parse_bytes(std::string_view text);

}  // namespace viz
