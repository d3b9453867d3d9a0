// SPDX-License-Identifier: MIT
// What kind of file begins with given bytes, whatever its name is.
#pragma once

#include <cstddef>
#include <string_view>

namespace viz {

/// So many bytes of a file's beginning are enough to tell its format.
inline constexpr size_t kFormatBytes = 512;

/// The name of the format of a file that begins with these bytes, read or not: "PNG", "JPEG", "WebP", "PyTorch"; empty
/// when it is unknown.
std::string_view image_format(std::string_view first_bytes);

/// Whether read_image reads files of the format that begins with these bytes.
bool looks_like_image(std::string_view first_bytes);

/// Of a known format that read_image does not read: what it is and what helps, to follow the file's name in a sentence:
/// "is a WebP image, which is not read: save it as PNG". Empty for all others.
std::string_view format_refusal(std::string_view first_bytes);

}  // namespace viz
