// SPDX-License-Identifier: MIT
#include "viz/document/field_codecs.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "viz/document/fields.h"

namespace viz::codec {
namespace {

constexpr size_t kMostWordBytes = 32;
constexpr const char* kWord = "a word of at most 32 letters, digits, - and _";

bool is_word(std::string_view text, bool may_be_empty) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return text.size() <= kMostWordBytes && (may_be_empty || !text.empty()) &&
           std::all_of(text.begin(), text.end(), fits);
}

/// Why a text is too long, behind what it is called; empty where it is not.
std::string excess(std::string_view text) {
    if (text.size() <= kMostTextBytes) return "";
    return fmt::format(" has {} bytes, but must have {} at most", text.size(), kMostTextBytes);
}

bool are_two_numbers(const Json& given) {
    return given.is_array() && given.size() == 2 && given[0].is_number() && given[1].is_number();
}

Json pair_json(double first, double second) {
    return {number_json(first, gs::Dtype::float64), number_json(second, gs::Dtype::float64)};
}

/// A grid value: any number, also those for which JSON has no word.
void read_coordinate(const std::string& key, const Json& given, double& value) {
    if (given.is_null()) return;
    for (const double special : {double{NAN}, double{INFINITY}, -double{INFINITY}}) {
        if (given == exact(special, gs::Dtype::float64)) {
            value = special;
            return;
        }
    }
    if (!given.is_number()) refuse(key, given, "a number, or one of the texts nan, inf and -inf");
    value = given.get<double>();
}

}  // namespace

Json take(Json& object, const std::string& key) {
    if (!object.contains(key)) return nullptr;
    Json given = std::move(object[key]);
    object.erase(key);
    return given;
}

std::string shown(const Json& given) {
    return viz::shown(given.dump());
}

void refuse(const std::string& key, const Json& given, const std::string& wanted) {
    throw std::runtime_error(fmt::format("{} is {}, but must be {}", key, shown(given), wanted));
}

void Text::read(const std::string& key, const Json& given, std::string& value) const {
    if (!given.is_string()) refuse(key, given, "a text");
    std::string text = given.get<std::string>();
    if (const std::string reason = excess(text); !reason.empty()) throw std::runtime_error(key + reason);
    value = std::move(text);
}

void Text::parse(const std::string& option, const std::string& text, std::string& value) const {
    if (const std::string reason = excess(text); !reason.empty()) throw UsageError(option + reason);
    value = text;
}

void Word::read(const std::string& key, const Json& given, std::string& value) const {
    if (!given.is_string() || !is_word(given.get_ref<const std::string&>(), may_be_empty)) refuse(key, given, kWord);
    value = given.get<std::string>();
}

void Word::parse(const std::string& option, const std::string& text, std::string& value) const {
    if (!is_word(text, may_be_empty))
        throw UsageError(fmt::format("{} is '{}', but must be {}", option, viz::shown(text), kWord));
    value = text;
}

void Device::parse(const std::string& option, const std::string& text, gs::Device& value) const {
    if (text == "auto") {
        value = preferred_device();
        return;
    }
    for (const gs::Device device : choices) {
        if (text == gs::name(device)) {
            value = device;
            return;
        }
    }
    throw UsageError(fmt::format("{} is '{}', but must be one of auto, cpu and cuda", option, viz::shown(text)));
}

int64_t Whole::number(const std::string& key, const Json& given) const {
    // What is too large for int64 wraps to a negative number.
    if (!given.is_number_integer() || !limits.hold(given.get<int64_t>()))
        refuse(key, given, "a whole number from " + limits.text());
    return given.get<int64_t>();
}

void Real::read(const std::string& key, const Json& given, double& value) const {
    if (!given.is_number() || !limits.hold(given.get<double>())) refuse(key, given, "a number from " + limits.text());
    value = given.get<double>();
}

Json Shades::write(const std::optional<Range>& value) const {
    return value ? pair_json(value->low, value->high) : Json(nullptr);
}

void Shades::read(const std::string& key, const Json& given, std::optional<Range>& value) const {
    const Range range = are_two_numbers(given) ? Range{given[0].get<double>(), given[1].get<double>()} : Range{};
    if (!may_be_shades(range)) refuse(key, given, "two finite numbers, the smaller one first");
    value = range;
}

void Shades::parse(const std::string& option, const std::string& text, std::optional<Range>& value) const {
    const auto parts = split(text, ',');
    const Range range =
        parts.size() == 2 ? Range{parse_double(option, parts[0]), parse_double(option, parts[1])} : Range{};
    if (!may_be_shades(range))
        throw UsageError(fmt::format("{} is '{}', but must be two finite numbers LOW,HIGH, the smaller one first",
                                     option, viz::shown(text)));
    value = range;
}

Json Place::write(const std::optional<PixelPoint>& value) const {
    return value ? pair_json(value->x, value->y) : Json(nullptr);
}

void Place::read(const std::string& key, const Json& given, std::optional<PixelPoint>& value) const {
    const auto wanted = [&] { return "two numbers from " + kPlaceLimits.text(); };
    if (!are_two_numbers(given)) refuse(key, given, wanted());
    const PixelPoint place{given[0].get<double>(), given[1].get<double>()};
    if (!kPlaceLimits.hold(place.x) || !kPlaceLimits.hold(place.y)) refuse(key, given, wanted());
    value = place;
}

Json AnyQuery::write(const Query& value) const {
    if (value.is_cell) return {{"n", value.n}, {"h", value.h}, {"w", value.w}};
    return {{"n", value.n},
            {"x", number_json(value.x, gs::Dtype::float64)},
            {"y", number_json(value.y, gs::Dtype::float64)}};
}

void AnyQuery::read(const std::string& key, Json given, Query& value) const {
    if (!given.is_object()) refuse(key, given, "{n, h, w} or {n, x, y}");
    const auto read_index = [&](const std::string& name, int64_t& index) {
        if (const Json number = take(given, name); !number.is_null()) Whole{kIndexLimits}.read(name, number, index);
    };
    Query query;
    query.is_cell = given.contains("h") || given.contains("w");
    read_index("n", query.n);
    if (query.is_cell) {
        read_index("h", query.h);
        read_index("w", query.w);
    } else {
        read_coordinate("x", take(given, "x"), query.x);
        read_coordinate("y", take(given, "y"), query.y);
    }
    if (!given.empty())
        throw std::runtime_error(fmt::format("{} has the unknown key {}", key, shown(given.begin().key())));
    value = query;
}

void Cell::parse(const std::string& option, const std::string& text, Query& value) const {
    const auto parts = split(text, ',');
    if (parts.size() != 2 && parts.size() != 3)
        throw UsageError(fmt::format("{} is '{}', but must be n,h,w or h,w", option, viz::shown(text)));
    const auto index = [&](size_t from_the_end) {
        return parse_integer(option, parts[parts.size() - from_the_end], kIndexLimits);
    };
    const int64_t n = parts.size() == 3 ? index(3) : 0;
    value = {.is_cell = true, .n = n, .h = index(2), .w = index(1)};
}

void Point::parse(const std::string& option, const std::string& text, Query& value) const {
    const auto parts = split(text, ',');
    if (parts.size() != 2) throw UsageError(fmt::format("{} is '{}', but must be x,y", option, viz::shown(text)));
    value = {.n = value.n, .x = parse_double(option, parts[0]), .y = parse_double(option, parts[1])};
}

std::string Point::text(const Query& value) const {
    return fmt::format("{},{}", exact(value.x, gs::Dtype::float64), exact(value.y, gs::Dtype::float64));
}

}  // namespace viz::codec
