// SPDX-License-Identifier: MIT
// NumPy's .npy files, format versions 1 to 3 (numpy.lib.format). Files are untrusted.
//
//   gs::Tensor<float> input = gs::read_npy("input.npy");              // float32, or a refusal
//   std::visit([](const auto& tensor) { ... }, gs::read_npy_any("input.npy"));
//   gs::write_npy("output.npy", output);
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/dtype.h"
#include "core/tensor.h"

namespace gs {

/// A tensor of any type that is read and written: float32 ('<f4'), float64 ('<f8') and float16 ('<f2'). There is no
/// bfloat16 among NumPy's types.
using AnyTensor = std::variant<Tensor<float>, Tensor<double>, Tensor<Half>>;

template <class T>
concept NpyElement = std::is_same_v<T, float> || std::is_same_v<T, double> || std::is_same_v<T, Half>;

/// The tensor that the bytes of an .npy file hold. Accepted: little-endian elements of AnyTensor's types, C or Fortran
/// order (the result is C-ordered), at most kMaxRank axes. Throws std::runtime_error with the reason for anything else,
/// before any memory is taken that the bytes themselves do not justify; `origin` (a file name) starts the sentence.
AnyTensor parse_npy_any(std::string_view bytes, const std::string& origin);

/// The same, for float32 alone.
Tensor<float> parse_npy(std::string_view bytes, const std::string& origin);

/// The bytes of an .npy file (version 1.0) with the tensor.
template <NpyElement T>
std::string format_npy(const Tensor<T>& tensor);

/// parse_npy_any or parse_npy of a file's contents.
AnyTensor read_npy_any(const std::string& path);
Tensor<float> read_npy(const std::string& path);

/// Replaces the file by the tensor's .npy form, completely or not at all.
template <NpyElement T>
void write_npy(const std::string& path, const Tensor<T>& tensor);

}  // namespace gs
