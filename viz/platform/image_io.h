// SPDX-License-Identifier: MIT
// Image files, by way of stb.
#pragma once

#include <string>

#include "core/tensor.h"

namespace viz {

/// Reads an image file of any kind that stb_image knows (PNG, JPEG, BMP, GIF, TGA, PSD, HDR, PNM) as float32 in [0, 1],
/// (1, C, H, W): value / 255, or value / 65535 for files with 16 bits per value. C is 1 for grey and 3 for colour;
/// alpha is dropped. Files are untrusted: throws std::runtime_error, with the file's name and the reason in one
/// sentence, for anything that is no image or too large, before memory is taken for its pixels.
gs::Tensor<float> read_image(const std::string& path);

/// The bytes of a PNG file with 8 bits per value; pixels is (height, width, channels), channels 1 to 4.
std::string encode_png(int width, int height, int channels, const unsigned char* pixels);

}  // namespace viz
