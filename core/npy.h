// SPDX-License-Identifier: MIT
// NumPy's .npy files, format versions 1 to 3 (numpy.lib.format). Files are untrusted.
#pragma once

#include <string>
#include <string_view>

#include "core/tensor.h"

namespace gs {

/// The tensor that the bytes of an .npy file hold. Accepted: little-endian float32, C or Fortran order (the result is
/// C-ordered), at most kMaxRank axes. Throws std::runtime_error with the reason for anything else, before any memory
/// is taken that the bytes themselves do not justify; `origin` (a file name) starts the sentence.
Tensor<float> parse_npy(std::string_view bytes, const std::string& origin);

/// The bytes of an .npy file (version 1.0) with the tensor.
std::string format_npy(const Tensor<float>& tensor);

/// parse_npy of a file's contents.
Tensor<float> read_npy(const std::string& path);

/// Replaces the file by the tensor's .npy form, completely or not at all.
void write_npy(const std::string& path, const Tensor<float>& tensor);

}  // namespace gs
