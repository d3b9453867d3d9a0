// SPDX-License-Identifier: MIT
// Plain text in columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace viz {

using Lines = std::vector<std::string>;

/// How many characters a UTF-8 text has, each of which takes a column.
size_t columns_of(std::string_view text);

/// Text that is at most kPageWidth columns wide: lines over the whole width, and blocks of lines side by side.
class TextPage {
public:
    static constexpr size_t kPageWidth = 100;

    /// A line over the whole width; too long ones go on in the next line, indented.
    void line(std::string_view text);

    /// A line of a program, indented and never broken.
    void code(std::string_view text);

    /// Blocks side by side, of which there are one or two.
    void side_by_side(const std::vector<Lines>& blocks);

    const std::string& text() const { return text_; }

private:
    std::string text_;
};

}  // namespace viz
