// SPDX-License-Identifier: MIT
// How the values of settings are written to JSON, and read from it and from the command line: for each kind of value
// what it may be, in one place. For .cpp files only: the header of JSON is a heavy one.
//
// A codec has write(value) -> Json and read(key, given, value), which throws std::runtime_error; if an option sets the
// value, also names(), the choices that there are (empty: no such list), parse(option, text, value), which throws
// UsageError, and text(value), what would be parsed as it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "viz/document/json.h"
#include "viz/document/state.h"
#include "viz/document/values.h"

namespace viz::codec {

/// Takes a key's value out of an object; null where it is not there.
Json take(Json& object, const std::string& key);

/// What a scene has where something else belongs.
std::string shown(const Json& given);

/// Throws std::runtime_error: "step is 9, but must be " and what is wanted.
[[noreturn]] void refuse(const std::string& key, const Json& given, const std::string& wanted);

/// Any text of kMostTextBytes at most.
struct Text {
    Json write(const std::string& value) const { return value; }
    void read(const std::string& key, const Json& given, std::string& value) const;
    static std::string names() { return ""; }
    void parse(const std::string& option, const std::string& text, std::string& value) const;
    std::string text(const std::string& value) const { return value; }
};

/// The name of something that others list and look up: letters, digits, - and _, few of them.
struct Word {
    bool may_be_empty = false;

    Json write(const std::string& value) const { return value; }
    void read(const std::string& key, const Json& given, std::string& value) const;
    static std::string names() { return ""; }
    void parse(const std::string& option, const std::string& text, std::string& value) const;
    std::string text(const std::string& value) const { return value; }
};

/// One of the choices, by its name().
template <class Value, size_t count>
struct Choice {
    std::array<Value, count> choices;

    explicit Choice(const std::array<Value, count>& all) : choices(all) {}

    Json write(Value value) const { return name(value); }
    void read(const std::string& key, const Json& given, Value& value) const {
        std::vector<std::string> known;
        for (const Value choice : choices) {
            if (given == name(choice)) {
                value = choice;
                return;
            }
            known.emplace_back(name(choice));
        }
        refuse(key, given, "one of " + listed(known));
    }
    std::string names() const {
        std::string names;
        for (const Value choice : choices) names += (names.empty() ? "" : "|") + std::string(name(choice));
        return names;
    }
    void parse(const std::string& option, const std::string& text, Value& value) const {
        value = parse_choice(option, text, choices);
    }
    std::string text(Value value) const { return std::string(name(value)); }
};

/// A device, or on the command line "auto" for the preferred one.
struct Device : Choice<gs::Device, gs::kDevices.size()> {
    Device() : Choice(gs::kDevices) {}

    std::string names() const { return "auto|" + Choice::names(); }
    void parse(const std::string& option, const std::string& text, gs::Device& value) const;
};

/// A whole number within the limits, which those of the type `Value` include; "1..8" in the help.
struct Whole {
    Limits<int64_t> limits;

    Json write(int64_t value) const { return value; }
    template <class Value>
    void read(const std::string& key, const Json& given, Value& value) const {
        value = static_cast<Value>(number(key, given));
    }
    std::string names() const { return fmt::format("{}..{}", limits.least, limits.most); }
    template <class Value>
    void parse(const std::string& option, const std::string& text, Value& value) const {
        value = static_cast<Value>(parse_integer(option, text, limits));
    }
    std::string text(int64_t value) const { return std::to_string(value); }

private:
    int64_t number(const std::string& key, const Json& given) const;
};

/// A number within the limits.
struct Real {
    Limits<double> limits;

    Json write(double value) const { return value; }
    void read(const std::string& key, const Json& given, double& value) const;
};

/// Which values the darkest and the lightest shade stand for; nothing: null.
struct Shades {
    Json write(const std::optional<Range>& value) const;
    void read(const std::string& key, const Json& given, std::optional<Range>& value) const;
    static std::string names() { return ""; }
    void parse(const std::string& option, const std::string& text, std::optional<Range>& value) const;
};

/// A place among the pixels; nothing: null.
struct Place {
    Json write(const std::optional<PixelPoint>& value) const;
    void read(const std::string& key, const Json& given, std::optional<PixelPoint>& value) const;
};

/// An output cell or a free point: {n, h, w} or {n, x, y}. The command line has an option for each.
struct AnyQuery {
    Json write(const Query& value) const;
    void read(const std::string& key, Json given, Query& value) const;
};

/// "n,h,w" or "h,w".
struct Cell {
    static std::string names() { return ""; }
    void parse(const std::string& option, const std::string& text, Query& value) const;
};

/// "x,y", of the image that was looked at before.
struct Point {
    static std::string names() { return ""; }
    void parse(const std::string& option, const std::string& text, Query& value) const;
    std::string text(const Query& value) const;
};

}  // namespace viz::codec
