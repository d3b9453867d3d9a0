// SPDX-License-Identifier: MIT
// What the header of an .npy file says (numpy.lib.format, versions 1 to 3). Files are untrusted.
#pragma once

#include <string>
#include <string_view>

#include "core/files/bytes.h"
#include "core/tensor.h"

namespace gs {

/// What an .npy file begins with.
inline constexpr std::string_view kNpyMagic = "\x93NUMPY";

/// How the elements of an .npy file are stored.
struct NpyType {
    enum class Kind { boolean, signed_integer, unsigned_integer, floating, bfloat16 };
    Kind kind = Kind::floating;
    size_t size = 4;  ///< bytes that an element takes
    bool is_big_endian = false;

    friend bool operator==(const NpyType&, const NpyType&) = default;
};

/// As NumPy calls it: "float32", "uint8", "bool"; "float32, big-endian".
std::string name(const NpyType& type);

struct NpyHeader {
    NpyType type;
    bool type_is_guessed = false;  ///< of elements without a name, which are taken for bfloat16
    bool fortran_order = false;
    Sizes sizes;
};

/// Reads the header, so that the source goes on with the elements, of which there are at least as many as the header
/// announces. Taken is any spelling that NumPy takes: Python 2's 1L and u'<f4', '=f4', 'float32', 'f'.
/// Throws std::runtime_error, starting with `origin` (a file name) and ending with what helps, when this is no .npy
/// file, when its elements are no real numbers, and when it has more than kMaxRank axes.
NpyHeader read_npy_header(ByteSource& source, const std::string& origin);

/// read_npy_header of a file, for who wants no more of it.
NpyHeader read_npy_header(const std::string& path, const Work& work = Work());

}  // namespace gs
