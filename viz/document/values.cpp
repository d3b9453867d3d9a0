// SPDX-License-Identifier: MIT
#include "viz/document/values.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <numeric>

#include "core/visible.h"

namespace viz {
namespace {

/// Levenshtein (1966), row by row.
size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), size_t{0});
    for (size_t i = 0; i < a.size(); ++i) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.size(); ++j) {
            const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

/// Whether the whole text was read as a number; a leading plus is allowed, but not another sign after it, nor the
/// parenthesis that C++ reads behind a NaN.
template <class Number>
bool read_number(std::string_view text, Number& number) {
    if (text.starts_with("+-") || text.find('(') != std::string_view::npos) return false;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && rest == text.data() + text.size();
}

}  // namespace

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i + 1 < words.size() ? ", " : " and ") + words[i];
    return text;
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
    // A word cut short means the one that it begins, however much is missing.
    const auto distance = [&](const std::string& candidate) {
        return !word.empty() && candidate.starts_with(word) ? 0 : edit_distance(word, candidate);
    };
    return *std::min_element(candidates.begin(), candidates.end(),
                             [&](const std::string& a, const std::string& b) { return distance(a) < distance(b); });
}

std::string shown(std::string_view word) {
    return gs::visible(word, gs::kMostExcerptBytes);
}

int64_t parse_integer(const std::string& option, std::string_view text, const Limits<int64_t>& limits) {
    int64_t number = 0;
    if (!read_number(text, number) || !limits.hold(number))
        throw UsageError(
            fmt::format("{} is '{}', but must be a whole number from {}", option, shown(text), limits.text()));
    return number;
}

double parse_double(const std::string& option, std::string_view text) {
    double number = 0;
    if (!read_number(text, number))
        throw UsageError(fmt::format("{} has '{}', which is no number", option, shown(text)));
    return number;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const size_t end = std::min(text.find(separator), text.size());
        std::string_view part = text.substr(0, end);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        parts.push_back(part);
        if (end == text.size()) return parts;
        text.remove_prefix(end + 1);
    }
}

}  // namespace viz
