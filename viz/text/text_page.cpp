// SPDX-License-Identifier: MIT
#include "viz/text/text_page.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/visible.h"
#include "viz/document/limits.h"

namespace viz {
namespace {

constexpr std::string_view kBetween = " | ";
constexpr size_t kMostLineBytes = 2 * kMostTextBytes;  // with the longest name in it

/// Where in a UTF-8 text its first `columns` characters end, in bytes.
size_t end_of_columns(std::string_view text, size_t columns) {
    size_t bytes = 0;
    for (; columns > 0 && bytes < text.size(); --columns) bytes += gs::first_letter(text.substr(bytes)).bytes;
    return bytes;
}

/// Breaks a line at spaces; the rest is indented four columns more than the line itself.
void append_wrapped(Lines& lines, std::string line, size_t width) {
    const size_t indent = std::min(line.find_first_not_of(' '), line.size()) + 4;
    for (size_t end = 0; (end = end_of_columns(line, width)) < line.size();) {
        const size_t space = line.rfind(' ', end);
        if (space == std::string::npos || space < indent) break;  // one long word, such as a file's name
        lines.push_back(line.substr(0, space));
        line = std::string(indent, ' ') + line.substr(space + 1);
    }
    lines.push_back(std::move(line));
}

Lines wrapped(const Lines& block, size_t width) {
    Lines lines;
    for (const std::string& line : block) append_wrapped(lines, line, width);
    return lines;
}

}  // namespace

size_t columns_of(std::string_view text) {
    size_t columns = 0;
    for (; !text.empty(); ++columns) text.remove_prefix(gs::first_letter(text).bytes);
    return columns;
}

void TextPage::line(std::string_view text) {
    for (const std::string& part : wrapped({gs::visible(text, kMostLineBytes)}, kPageWidth)) text_ += part + "\n";
}

void TextPage::code(std::string_view text) {
    text_ += fmt::format("  {}\n", gs::visible(text, kMostLineBytes));
}

void TextPage::side_by_side(const std::vector<Lines>& blocks) {
    if (blocks.size() == 1) {
        for (const std::string& text : blocks[0]) line(text);
        return;
    }
    constexpr size_t width = (kPageWidth - kBetween.size()) / 2;
    const Lines left = wrapped(blocks[0], width), right = wrapped(blocks[1], width);
    for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const std::string row = fmt::format("{:<{}}{}{}", i < left.size() ? left[i] : "", width, kBetween,
                                            i < right.size() ? right[i] : "");
        text_ += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
    }
}

}  // namespace viz
