// SPDX-License-Identifier: MIT
#include "core/files/npy_types.h"

#include <algorithm>
#include <array>

#include "core/visible.h"

namespace gs {
namespace {

using Kind = NpyType::Kind;

struct Spelling {
    std::string_view word;
    Kind kind;
    size_t size;
};

/// What numpy.dtype() takes on 64-bit Linux: kind and size, names, and C's one-letter codes.
constexpr std::array kSpellings{
    Spelling{"f2", Kind::floating, 2},
    Spelling{"float16", Kind::floating, 2},
    Spelling{"half", Kind::floating, 2},
    Spelling{"e", Kind::floating, 2},
    Spelling{"f4", Kind::floating, 4},
    Spelling{"float32", Kind::floating, 4},
    Spelling{"single", Kind::floating, 4},
    Spelling{"f", Kind::floating, 4},
    Spelling{"f8", Kind::floating, 8},
    Spelling{"float64", Kind::floating, 8},
    Spelling{"double", Kind::floating, 8},
    Spelling{"d", Kind::floating, 8},
    Spelling{"float", Kind::floating, 8},
    Spelling{"V2", Kind::bfloat16, 2},
    Spelling{"bfloat16", Kind::bfloat16, 2},
    Spelling{"b1", Kind::boolean, 1},
    Spelling{"bool", Kind::boolean, 1},
    Spelling{"?", Kind::boolean, 1},
    Spelling{"i1", Kind::signed_integer, 1},
    Spelling{"int8", Kind::signed_integer, 1},
    Spelling{"byte", Kind::signed_integer, 1},
    Spelling{"b", Kind::signed_integer, 1},
    Spelling{"i2", Kind::signed_integer, 2},
    Spelling{"int16", Kind::signed_integer, 2},
    Spelling{"short", Kind::signed_integer, 2},
    Spelling{"h", Kind::signed_integer, 2},
    Spelling{"i4", Kind::signed_integer, 4},
    Spelling{"int32", Kind::signed_integer, 4},
    Spelling{"intc", Kind::signed_integer, 4},
    Spelling{"i", Kind::signed_integer, 4},
    Spelling{"i8", Kind::signed_integer, 8},
    Spelling{"int64", Kind::signed_integer, 8},
    Spelling{"int", Kind::signed_integer, 8},
    Spelling{"int_", Kind::signed_integer, 8},
    Spelling{"long", Kind::signed_integer, 8},
    Spelling{"longlong", Kind::signed_integer, 8},
    Spelling{"intp", Kind::signed_integer, 8},
    Spelling{"l", Kind::signed_integer, 8},
    Spelling{"q", Kind::signed_integer, 8},
    Spelling{"p", Kind::signed_integer, 8},
    Spelling{"u1", Kind::unsigned_integer, 1},
    Spelling{"uint8", Kind::unsigned_integer, 1},
    Spelling{"ubyte", Kind::unsigned_integer, 1},
    Spelling{"B", Kind::unsigned_integer, 1},
    Spelling{"u2", Kind::unsigned_integer, 2},
    Spelling{"uint16", Kind::unsigned_integer, 2},
    Spelling{"ushort", Kind::unsigned_integer, 2},
    Spelling{"H", Kind::unsigned_integer, 2},
    Spelling{"u4", Kind::unsigned_integer, 4},
    Spelling{"uint32", Kind::unsigned_integer, 4},
    Spelling{"uintc", Kind::unsigned_integer, 4},
    Spelling{"I", Kind::unsigned_integer, 4},
    Spelling{"u8", Kind::unsigned_integer, 8},
    Spelling{"uint64", Kind::unsigned_integer, 8},
    Spelling{"uint", Kind::unsigned_integer, 8},
    Spelling{"ulong", Kind::unsigned_integer, 8},
    Spelling{"ulonglong", Kind::unsigned_integer, 8},
    Spelling{"uintp", Kind::unsigned_integer, 8},
    Spelling{"L", Kind::unsigned_integer, 8},
    Spelling{"Q", Kind::unsigned_integer, 8},
    Spelling{"P", Kind::unsigned_integer, 8},
};

/// A kind of elements that is not read: how its words begin, what it is, and what helps.
struct Refused {
    std::string_view start, meaning, advice;
};

constexpr std::array kRefused{
    Refused{"c", "complex numbers", "array.real and array.imag are arrays of real numbers"},
    Refused{"complex", "complex numbers", "array.real and array.imag are arrays of real numbers"},
    Refused{"f16", "long doubles", "array.astype('float64')"},
    Refused{"f12", "long doubles", "array.astype('float64')"},
    Refused{"float128", "long doubles", "array.astype('float64')"},
    Refused{"float96", "long doubles", "array.astype('float64')"},
    Refused{"longdouble", "long doubles", "array.astype('float64')"},
    Refused{"g", "long doubles", "array.astype('float64')"},
    Refused{"S", "texts", "array.astype('float64'), if they are digits"},
    Refused{"a", "texts", "array.astype('float64'), if they are digits"},
    Refused{"U", "texts", "array.astype('float64'), if they are digits"},
    Refused{"M8", "dates", "array.astype('int64')"},
    Refused{"datetime64", "dates", "array.astype('int64')"},
    Refused{"m8", "time spans", "array.astype('int64')"},
    Refused{"timedelta64", "time spans", "array.astype('int64')"},
    Refused{"V1", "single bytes without a meaning, as float8 is saved",
            "array.view(ml_dtypes.float8_e4m3fn).astype('float32'), or whichever type it was"},
    Refused{"V", "bytes without a meaning", "array.view('uint8'), or whichever type they were"},
};

std::string_view without_byte_order(std::string_view descr) {
    if (!descr.empty() && std::string_view("<>=|").find(descr.front()) != std::string_view::npos)
        descr.remove_prefix(1);
    return descr;
}

/// Whether `word` is `start` alone or goes on with something that is not another letter, as '<M8[ns]' does.
bool begins_with(std::string_view word, std::string_view start) {
    if (!word.starts_with(start)) return false;
    if (word.size() == start.size()) return true;
    const char next = word[start.size()];
    const bool is_digit = next >= '0' && next <= '9', after_digit = start.back() >= '0' && start.back() <= '9';
    return (is_digit && !after_digit) || next == '[';
}

}  // namespace

std::string name(const NpyType& type) {
    const std::string bits = std::to_string(8 * type.size), order = type.is_big_endian ? ", big-endian" : "";
    switch (type.kind) {
        case Kind::boolean: return "bool";
        case Kind::signed_integer: return "int" + bits + order;
        case Kind::unsigned_integer: return "uint" + bits + order;
        case Kind::bfloat16: return "bfloat16" + order;
        case Kind::floating: break;
    }
    return "float" + bits + order;
}

std::optional<NpyType> parse_npy_type(std::string_view descr) {
    const std::string_view word = without_byte_order(descr);
    const auto* const found = std::find_if(kSpellings.begin(), kSpellings.end(),
                                           [&](const Spelling& spelling) { return spelling.word == word; });
    if (found == kSpellings.end()) return std::nullopt;
    return NpyType{found->kind, found->size, descr.front() == '>' && found->size > 1};
}

std::string refusal_of_npy_type(std::string_view descr, bool is_single) {
    const std::string_view word = without_byte_order(descr);
    const std::string shown = visible(descr, kMostExcerptBytes), quoted = " ('" + shown + "')";
    if (word == "O" || word == "object") {
        const std::string load = "numpy.load(file, allow_pickle=True)";
        if (is_single)
            return "holds a Python object" + quoted + ", such as a dict, and not an array; in NumPy: " + load +
                   ".item() is that object, and numpy.savez(file, name=array) saves its arrays";
        return "holds Python objects" + quoted + ", which are not read; in NumPy: numpy.array(" + load +
               ".tolist(), dtype='float64'), if they are numbers or arrays of equal sizes";
    }
    const auto* const found = std::find_if(kRefused.begin(), kRefused.end(),
                                           [&](const Refused& kind) { return begins_with(word, kind.start); });
    if (found == kRefused.end())
        return "holds elements of type '" + shown + "', which is not known; in NumPy: " + "array.astype('float32')";
    return "holds " + std::string(found->meaning) + quoted +
           ", but real numbers are needed; in NumPy: " + std::string(found->advice);
}

std::string refusal_of_npy_records(std::string_view fields) {
    const auto quote = std::find_if(fields.begin(), fields.end(), [](char c) { return c == '\'' || c == '"'; });
    std::string field = "name";
    if (quote != fields.end()) {
        const auto end = std::find(quote + 1, fields.end(), *quote);
        if (end != fields.end()) field = std::string(quote + 1, end);
    }
    return "holds records of several fields, but one plain array of numbers is needed; in NumPy: array['" +
           visible(field, kMostExcerptBytes) + "'] is the array of a field";
}

}  // namespace gs
