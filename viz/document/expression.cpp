// SPDX-License-Identifier: MIT
#include "viz/document/expression.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "viz/document/limits.h"

namespace viz {
namespace {

/// Why a text is no number.
struct Refusal {
    std::string reason;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Reads from left to right: a sum of products of signed numbers and parentheses.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    double whole() {
        skip_blanks();
        if (rest_.empty()) throw Refusal{"nothing is typed"};
        const double value = sum();
        if (rest_.starts_with(')')) throw Refusal{"a ) has no ( before it"};
        if (!rest_.empty() && (is_digit(rest_[0]) || rest_[0] == '('))
            throw Refusal{fmt::format("an operator is missing before {}", word())};
        if (!rest_.empty()) throw Refusal{fmt::format("\"{}\" is not understood", word())};
        return value;
    }

private:
    double sum() {
        double value = product();
        while (true) {
            if (take("+"))
                value = checked(value, product(), '+');
            else if (take("-") || take("−"))
                value = checked(value, product(), '-');
            else
                return value;
        }
    }

    double product() {
        double value = signed_number();
        while (true) {
            if (take("*") || take("×"))
                value = checked(value, signed_number(), '*');
            else if (take("/") || take("÷"))
                value = checked(value, signed_number(), '/');
            else
                return value;
        }
    }

    static double checked(double a, double b, char operation) {
        if (operation == '/' && b == 0) throw Refusal{"it divides by 0"};
        const double value = operation == '+' ? a + b : operation == '-' ? a - b : operation == '*' ? a * b : a / b;
        if (std::isinf(value) && std::isfinite(a) && std::isfinite(b)) throw Refusal{"the result is too large"};
        return value;
    }

    double signed_number() {
        // A file pasted into a field must not exhaust the stack.
        if (++nested_ > kMostNested) throw Refusal{"too many signs and parentheses in a row"};
        double value = 0;
        if (take("-") || take("−"))
            value = -signed_number();
        else if (take("+"))
            value = signed_number();
        else if (take("("))
            value = parenthesis();
        else
            value = number();
        --nested_;
        return value;
    }

    double parenthesis() {
        const double value = sum();
        if (!rest_.empty() && !rest_.starts_with(')') && !is_digit(rest_[0]))
            throw Refusal{fmt::format("\"{}\" is not understood", word())};
        if (!take(")")) throw Refusal{"a ) is missing"};
        return value;
    }

    double number() {
        if (take_word("inf") || take_word("infinity") || take("∞")) return std::numeric_limits<double>::infinity();
        if (take_word("nan")) return std::numeric_limits<double>::quiet_NaN();
        if (rest_.empty()) throw Refusal{"a number is missing at the end"};
        if (rest_[0] == ')' || rest_[0] == '*' || rest_[0] == '/')
            throw Refusal{fmt::format("a number is missing before {}", rest_[0])};
        return digits();
    }

    /// Digits with at most one decimal sign and at most one exponent.
    double digits() {
        size_t end = 0;
        const auto skip_digits = [&] {
            const size_t start = end;
            while (end < rest_.size() && is_digit(rest_[end])) ++end;
            return end > start;
        };
        const auto is_sign = [&](size_t at) { return at < rest_.size() && (rest_[at] == '.' || rest_[at] == ','); };
        bool has_digits = skip_digits();
        if (is_sign(end)) {
            ++end;
            has_digits = skip_digits() || has_digits;
        }
        if (!has_digits) throw Refusal{fmt::format("\"{}\" is not understood", word())};
        if (is_sign(end)) throw Refusal{"a number has one decimal sign, not two"};
        if (end < rest_.size() && (rest_[end] == 'e' || rest_[end] == 'E')) {
            ++end;
            if (end < rest_.size() && (rest_[end] == '+' || rest_[end] == '-')) ++end;
            if (!skip_digits()) throw Refusal{"digits are missing after the e"};
        }
        if (end < rest_.size() && is_letter(rest_[end])) throw Refusal{fmt::format("\"{}\" is not understood", word())};
        std::string plain(rest_.substr(0, end));
        std::replace(plain.begin(), plain.end(), ',', '.');
        rest_.remove_prefix(end);
        skip_blanks();
        return value_of(plain);
    }

    static double value_of(const std::string& plain) {
        double value = 0;
        const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
        if (error == std::errc()) return value;
        // Out of range are the huge and the tiny; of these strtod says which, in the "C" locale that the program keeps.
        const double nearest = std::strtod(plain.c_str(), nullptr);
        if (std::isfinite(nearest)) return nearest;
        throw Refusal{fmt::format("{} is too large", plain)};
    }

    void skip_blanks() {
        while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t')) rest_.remove_prefix(1);
    }
    bool take(std::string_view sign) {
        if (!rest_.starts_with(sign)) return false;
        rest_.remove_prefix(sign.size());
        skip_blanks();
        return true;
    }
    /// A word in letters, large or small, that ends there.
    bool take_word(std::string_view wanted) {
        if (rest_.size() < wanted.size() || (rest_.size() > wanted.size() && is_letter(rest_[wanted.size()])))
            return false;
        const auto same = [](char wanted_letter, char letter) { return wanted_letter == (letter | 0x20); };
        if (!std::equal(wanted.begin(), wanted.end(), rest_.begin(), same)) return false;
        return take(rest_.substr(0, wanted.size()));
    }
    /// What stands here, up to the next blank.
    std::string_view word() const { return rest_.substr(0, rest_.find_first_of(" \t")); }

    std::string_view rest_;
    int nested_ = 0;
};

}  // namespace

std::variant<double, std::string> read_expression(std::string_view text) {
    try {
        return Reader(text).whole();
    } catch (const Refusal& refusal) {
        return fmt::format("{}; wanted is a number such as 0.25, -1/3 or 2/7-1", refusal.reason);
    }
}

}  // namespace viz
