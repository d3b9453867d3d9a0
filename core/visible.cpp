// SPDX-License-Identifier: MIT
#include "core/visible.h"

#include <algorithm>
#include <cassert>

namespace gs {
namespace {

constexpr std::string_view kEllipsis = "…";

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::string in_hex(uint32_t number, int digits) {
    std::string text;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) text += "0123456789abcdef"[number >> shift & 0xF];
    return text;
}

std::string escape(uint32_t code_point) {
    switch (code_point) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default: return code_point < 0x80 ? "\\x" + in_hex(code_point, 2) : "\\u" + in_hex(code_point, 4);
    }
}

/// The text without its middle, of at most `most_bytes` bytes.
std::string without_middle(const std::string& text, size_t most_bytes) {
    const size_t kept = most_bytes - kEllipsis.size();
    size_t head = kept / 3, tail = text.size() - (kept - head);
    while (head > 0 && continues(text[head])) --head;
    while (tail < text.size() && continues(text[tail])) ++tail;
    return text.substr(0, head) + std::string(kEllipsis) + text.substr(tail);
}

}  // namespace

Letter first_letter(std::string_view utf8) {
    const auto lead = static_cast<unsigned char>(utf8[0]);
    if (lead < 0x80) return {lead, 1, true};
    const size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 1;
    uint32_t point = lead & (0x7Fu >> bytes);
    size_t read = 1;
    for (; read < bytes && read < utf8.size() && continues(utf8[read]); ++read)
        point = point << 6 | (static_cast<unsigned char>(utf8[read]) & 0x3Fu);
    const uint32_t least = bytes == 2 ? 0x80 : bytes == 3 ? 0x800 : 0x10000;
    const bool is_surrogate = point >= 0xD800 && point < 0xE000;
    const bool is_valid = bytes > 1 && read == bytes && point >= least && point <= 0x10FFFF && !is_surrogate;
    return {is_valid ? point : 0xFFFD, read, is_valid};
}

bool is_control(uint32_t code_point) {
    const auto is_from = [&](uint32_t first, uint32_t last) { return code_point >= first && code_point <= last; };
    return code_point < 0x20 || is_from(0x7F, 0x9F) || code_point == 0x61C || is_from(0x200E, 0x200F) ||
           is_from(0x2028, 0x202E) || is_from(0x2066, 0x2069);
}

std::string visible(std::string_view foreign, size_t most_bytes) {
    assert(most_bytes >= 16);
    std::string shown;
    shown.reserve(std::min(foreign.size(), most_bytes));
    for (size_t at = 0; at < foreign.size();) {
        const Letter letter = first_letter(foreign.substr(at));
        const std::string_view bytes = foreign.substr(at, letter.bytes);
        if (!letter.is_valid) {
            for (const char byte : bytes) shown += "\\x" + in_hex(static_cast<unsigned char>(byte), 2);
        } else if (is_control(letter.code_point)) {
            shown += escape(letter.code_point);
        } else {
            shown += bytes;
        }
        at += letter.bytes;
    }
    return shown.size() <= most_bytes ? shown : without_middle(shown, most_bytes);
}

}  // namespace gs
