// SPDX-License-Identifier: MIT
// How standard input is called where a file's name belongs.
#pragma once

#include <string_view>

namespace gs {

/// Whether a file's name means standard input: "-" and "/dev/stdin".
constexpr bool names_standard_input(std::string_view path) {
    return path == "-" || path == "/dev/stdin";
}

}  // namespace gs
