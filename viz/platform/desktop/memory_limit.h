// SPDX-License-Identifier: MIT
// How much memory a file may make the program take.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace viz {

/// The memory, in bytes, that this program can have now: the least of what the machine has free, what its control
/// groups (containers) still allow, and what `ulimit -v` leaves. `root` is where the system tells it: "/", or a test's
/// folder.
int64_t available_memory(const std::filesystem::path& root = "/");

/// Half of the memory, in bytes, that is available now: what reading a file and its result may take where nothing else
/// is said.
int64_t default_memory();

/// Throws std::runtime_error where more is needed than can be had: "a picture of 16384 x 16384 pixels needs 2.5 GiB,
/// but 1.1 GiB can be had". To be asked before memory is taken: the system promises more than it has, and ends a
/// program that makes use of that. `what` is the beginning of the sentence, without the verb.
void require_available(double bytes, const std::string& what);

/// The bytes that a text such as "8G", "512M", "64K" or "1000" stands for; nothing where it is no such text.
std::optional<int64_t> parse_bytes(std::string_view text);

}  // namespace viz
