// SPDX-License-Identifier: MIT
// A picture by OpenGL.
#pragma once

#include <cstdint>
#include <vector>

#include "viz/pages/picture.h"

namespace viz {

/// The picture of the model's State, drawn by the OpenGL that is current: red, green, blue of each pixel, top row
/// first. Throws std::runtime_error in one sentence when it is larger than this OpenGL can draw.
std::vector<uint8_t> draw_picture(const Model& model, const PictureSize& size);

}  // namespace viz
