// SPDX-License-Identifier: MIT
// NumPy's .npy files, format versions 1 to 3 (numpy.lib.format). Files are untrusted.
//
//   gs::NpyArray array = gs::read_npy_array("input.npy");        // any real numbers, and what was found
//   std::visit([](const auto& tensor) { ... }, array.tensor);
//   gs::Tensor<float> input = gs::read_npy("input.npy");         // float32, or a refusal
//   gs::write_npy("output.npy", output);
//
// What is read:
//
//   stored                                       becomes
//   float32, float64, float16                    what it is
//   bfloat16 (2 bytes without a name: '<V2')     bfloat16
//   bool, int8 .. int64, uint8 .. uint64         float32 where it holds each value exactly, else float64
//
// in C or Fortran order, in either byte order, in any spelling that NumPy takes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/any_tensor.h"
#include "core/dtype.h"
#include "core/files/bytes.h"
#include "core/files/npy_header.h"
#include "core/tensor.h"
#include "core/work.h"

namespace gs {

/// What became of integers or booleans.
struct IntegerConversion {
    bool is_wide = false;  ///< they became float64, else float32
    /// The first value in C order, in digits, that float32 and float64 do not hold; empty where they hold all.
    std::string beyond_float32, beyond_float64;
    int64_t rounded = 0;  ///< values that not even float64 holds

    friend bool operator==(const IntegerConversion&, const IntegerConversion&) = default;
};

/// An array and what was found in its file.
struct NpyArray {
    AnyTensor tensor;  ///< C-ordered
    NpyType stored;
    bool fortran_order = false;
    bool type_is_guessed = false;                 ///< of elements without a name, which were taken for bfloat16
    std::optional<IntegerConversion> conversion;  ///< where the elements were no floating-point numbers
    uint64_t trailing_bytes = 0;                  ///< that follow the array; a newline counts as nothing
    bool is_followed_by_array = false;            ///< the bytes that follow begin as another array does
};

/// The array that bytes hold; `origin` (a file name) starts the sentence of a refusal. Elements go straight into the
/// tensor: reading float32 in C order takes no other memory. Throws std::runtime_error with the reason and what helps
/// for anything else than the above, before any memory is taken that the bytes themselves do not justify.
NpyArray read_npy_array(ByteSource& source, const std::string& origin, const Work& work = Work());
NpyArray parse_npy_array(std::string_view bytes, const std::string& origin);
NpyArray read_npy_array(const std::string& path, const Work& work = Work());

/// The tensor alone.
AnyTensor parse_npy_any(std::string_view bytes, const std::string& origin);
AnyTensor read_npy_any(const std::string& path);

/// The same when it is of float32; else a refusal.
Tensor<float> parse_npy(std::string_view bytes, const std::string& origin);
Tensor<float> read_npy(const std::string& path);

/// The bytes of an .npy file (version 1.0) with the tensor. bfloat16 is written as ml_dtypes does, 2 bytes without a
/// name.
template <Element T>
std::string format_npy(const Tensor<T>& tensor);

/// Replaces the file by the tensor's .npy form, completely or not at all.
template <Element T>
void write_npy(const std::string& path, const Tensor<T>& tensor);

}  // namespace gs
