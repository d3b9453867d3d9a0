// SPDX-License-Identifier: MIT
// The element types that .npy headers name. Internal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/files/npy_header.h"

namespace gs {

/// The type that NumPy understands by a word such as '<f4', 'float32' or 'f'; nothing when it is not one that is read.
/// Two bytes without a meaning ('<V2') are bfloat16, which NumPy saves so.
std::optional<NpyType> parse_npy_type(std::string_view descr);

/// Why elements of a type that is not read are not, and which line of NumPy makes them something that is: a clause that
/// follows the file's name. `is_single`: the array has no axes.
std::string refusal_of_npy_type(std::string_view descr, bool is_single);

/// The same for records; `fields` is the text of the list that describes them.
std::string refusal_of_npy_records(std::string_view fields);

}  // namespace gs
