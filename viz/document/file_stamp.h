// SPDX-License-Identifier: MIT
// Whether a file is still the one that was read.
#pragma once

#include <optional>
#include <string>

#include "viz/document/files.h"

namespace viz {

/// Nothing where there is no such file.
std::optional<FileStamp> file_stamp(const std::string& path);

}  // namespace viz
