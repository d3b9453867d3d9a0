// SPDX-License-Identifier: MIT
// Work in a process of its own: for a driver that may crash where memory or threads are short.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace viz {

/// The `count` bytes that `work` writes, run in a process of its own that must not take longer than `seconds`. What
/// the process does otherwise is lost; what the driver prints is not seen. Throws std::runtime_error with the sentence
/// of the exception that left `work`, or, when the process ended in another way, with `failure` and how it ended.
std::vector<uint8_t> made_aside(size_t count, unsigned seconds, const std::string& failure,
                                const std::function<void(std::span<uint8_t>)>& work);

}  // namespace viz
