// SPDX-License-Identifier: MIT
// Texts that others wrote (names of files, what is in them, messages of libraries), made fit for a sentence of ours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gs {

/// A message has at most 300 bytes of foreign text: the name of a file, and a piece of what is in it.
inline constexpr size_t kMostNameBytes = 150, kMostExcerptBytes = 150;

/// A character of a UTF-8 text.
struct Letter {
    uint32_t code_point;  ///< 0xFFFD where the bytes are none
    size_t bytes;         ///< how many it takes, or those that begin as one does
    bool is_valid;
};

/// The first character of a text that is not empty. Overlong forms, surrogates and numbers beyond U+10FFFF are none.
Letter first_letter(std::string_view utf8);

/// Whether a character is not seen but does something: controls, which terminals obey (C0, DEL and C1), the ends of
/// lines and paragraphs, and what changes the direction of writing.
bool is_control(uint32_t code_point);

/// The text as valid UTF-8 on one line, of at most `most_bytes` bytes (16 or more): controls and bytes that are no
/// UTF-8 are written as "\n", "\x1b", "\u009b". Of a longer text the middle is left out, where an ellipsis stands: the
/// ends of paths tell files apart.
std::string visible(std::string_view foreign, size_t most_bytes = kMostNameBytes);

}  // namespace gs
