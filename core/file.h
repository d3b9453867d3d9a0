// SPDX-License-Identifier: MIT
// Whole files in and out.
#pragma once

#include <string>
#include <string_view>

namespace gs {

/// The file's bytes. Throws std::runtime_error that names the file and the reason.
std::string read_file(const std::string& path);

/// Makes `bytes` the file's contents, by way of a temporary file beside it: whatever stood there before stays whole
/// until the new file is complete. Throws std::runtime_error that names the file and the reason.
void replace_file(const std::string& path, std::string_view bytes);

}  // namespace gs
