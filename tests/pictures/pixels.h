// SPDX-License-Identifier: MIT
// The pixels of pictures that tests compare.
#pragma once

#include <string>
#include <variant>

#include "viz/platform/desktop/disk_files.h"

namespace viz {

/// Of an image file, (1, C, H, W), without alpha.
inline gs::Tensor<float> pixels_of(const std::string& path) {
    return std::get<gs::Tensor<float>>(disk().decode(path, {}, gs::Work()).tensor);
}

}  // namespace viz
