// SPDX-License-Identifier: MIT
// Image files, told by their content.
#pragma once

#include <string>

#include "core/files/bytes.h"
#include "viz/document/source.h"

namespace viz {

/// The image in a PNG, JPEG, Radiance HDR, binary PNM, BMP, GIF (its first picture), PSD or TGA file as float32
/// (1, C, H, W), turned as its EXIF orientation asks. C is 1 for grey and 3 for colour; with keeps_alpha, where there is
/// alpha, 2 and 4. Values are as they are stored, without gamma, colour profiles or alpha at work on them:
/// value / 255 or value / 65535, in [0, 1], or an HDR file's own linear values.
///
/// Files are untrusted: throws std::runtime_error, with the file's name `path` and the reason in one sentence, for what is no
/// image, is damaged or cut short, is of a format that is not read (image_format.h), or needs more memory than the
/// work may take.
Source read_image(const gs::FileBytes& file, const std::string& path, bool keeps_alpha, const gs::Work& work);

/// Looks at a file's beginning, and throws as above where that is no image's.
void require_image(const gs::FileBytes& file, const std::string& path);

/// The bytes of a PNG file with 8 bits per value; pixels is (height, width, channels), channels 1 to 4.
std::string encode_png(int width, int height, int channels, const unsigned char* pixels);

}  // namespace viz
