// SPDX-License-Identifier: MIT
// Textures of images in OpenGL: 3.3 and ES 3 alike. The context that they belong to must be current.
#pragma once

#include <cstdint>

namespace viz {

/// A texture of (height, width) pixels of four bytes: red, green, blue, opacity. It is drawn with nearest filtering.
unsigned make_image_texture(int width, int height, const uint8_t* pixels);

void delete_image_texture(unsigned name);

}  // namespace viz
