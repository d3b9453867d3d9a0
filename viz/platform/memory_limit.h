// SPDX-License-Identifier: MIT
// How much memory a file may make the program take.
#pragma once

#include <cstdint>
#include <string>

namespace viz {

/// The bytes that reading one file may take: what the environment's GRIDSCOPE_MEMORY says ("8G", "512M", "64K", or
/// plain bytes), else half of the memory that is available now. Throws std::runtime_error where GRIDSCOPE_MEMORY says
/// anything else.
int64_t memory_limit();

/// "379 MiB", "1.5 GiB": bytes for people.
std::string bytes_text(double bytes);

/// Throws std::runtime_error, in words that say how to raise the limit, where `what` ("its 33000 x 3000 pixels") needs
/// more bytes than memory_limit.
void require_memory(double bytes, const std::string& what);

}  // namespace viz
