// SPDX-License-Identifier: MIT
#include "viz/document/scene.h"

#include <fmt/core.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "assets/assets.h"
#include "core/visible.h"
#include "viz/document/file_spec.h"
#include "viz/document/format.h"
#include "viz/document/json.h"

namespace viz {
namespace {

/// Visits every setting under the key that scene files use. Reading and writing both go through this one table.
template <class AnyState, class Visitor>
void visit_settings(AnyState& state, Visitor&& visit) {
    visit("title", state.title);
    visit("note", state.note);
    visit("input", state.sources.input);
    visit("grid", state.sources.grid);
    visit("layout", state.sources.layout, kAxisLayouts);
    visit("mode", state.sampling.mode, gs::kModes);
    visit("padding", state.sampling.padding, gs::kPaddings);
    visit("device", state.sampling.device, gs::kDevices);
    visit("channel", state.view.channel, kIndexLimits);
    visit("step", state.walk.step, kStepLimits);
    visit("view_pixels", state.view.pixels, kViewPixelsLimits);
    visit("shades", state.look.shades);
    visit("theme", state.look.theme, kThemes);
}

struct Writer {
    Json& json;

    template <class Value>
    void operator()(const char* key, const Value& value) const {
        json[key] = value;
    }
    void operator()(const char* key, const std::optional<Range>& range) const {
        json[key] =
            range ? Json{number_json(range->low, gs::Dtype::float64), number_json(range->high, gs::Dtype::float64)}
                  : Json(nullptr);
    }
    template <class Value>
    void operator()(const char* key, Value value, const Limits<int64_t>&) const {
        json[key] = value;
    }
    void operator()(const char* key, double value, const Limits<double>&) const { json[key] = value; }
    template <class Value, size_t count>
    void operator()(const char* key, Value value, const std::array<Value, count>&) const {
        json[key] = name(value);
    }
};

/// What a scene has where something else belongs.
std::string shown_json(const Json& given) {
    return gs::visible(given.dump(), gs::kMostExcerptBytes);
}

[[noreturn]] void refuse_value(const char* key, const Json& given, const std::string& wanted) {
    throw std::runtime_error(fmt::format("{} is {}, but must be {}", key, shown_json(given), wanted));
}

/// Takes the settings out of the JSON object, so that what is left over can be refused.
struct SettingReader {
    Json& json;

    void operator()(const char* key, std::string& text) const {
        const Json given = take(key);
        if (given.is_null()) return;
        if (!given.is_string()) refuse_value(key, given, "a text");
        text = given.get<std::string>();
        if (text.size() > kMostTextBytes)
            throw std::runtime_error(
                fmt::format("{} has {} bytes, but must have {} at most", key, text.size(), kMostTextBytes));
    }
    void operator()(const char* key, double& value) const {
        const Json given = take(key);
        if (given.is_null()) return;
        for (const double special : {double{NAN}, double{INFINITY}, -double{INFINITY}}) {
            if (given == exact(special, gs::Dtype::float64)) {
                value = special;
                return;
            }
        }
        if (!given.is_number()) refuse_value(key, given, "a number, or one of the texts nan, inf and -inf");
        value = given.get<double>();
    }
    void operator()(const char* key, double& value, const Limits<double>& limits) const {
        const Json given = take(key);
        if (given.is_null()) return;
        if (!given.is_number() || !limits.hold(given.get<double>()))
            refuse_value(key, given, "a number from " + limits.text());
        value = given.get<double>();
    }
    template <class Integer>
    void operator()(const char* key, Integer& value, const Limits<int64_t>& limits) const {
        const Json given = take(key);
        if (given.is_null()) return;
        // What is too large for int64 wraps to a negative number.
        if (!given.is_number_integer() || !limits.hold(given.get<int64_t>()))
            refuse_value(key, given, "a whole number from " + limits.text());
        value = given.get<Integer>();
    }
    void operator()(const char* key, std::optional<Range>& range) const {
        const Json given = take(key);
        if (given.is_null()) return;
        const bool are_two = given.is_array() && given.size() == 2 && given[0].is_number() && given[1].is_number();
        if (are_two) range = Range{given[0].get<double>(), given[1].get<double>()};
        if (!are_two || !may_be_shades(*range)) refuse_value(key, given, "two finite numbers, the smaller one first");
    }
    template <class Choice, size_t count>
    void operator()(const char* key, Choice& value, const std::array<Choice, count>& choices) const {
        const Json given = take(key);
        if (given.is_null()) return;
        std::string known;
        for (const Choice choice : choices) {
            if (given == name(choice)) {
                value = choice;
                return;
            }
            known += (known.empty() ? "" : ", ") + std::string(name(choice));
        }
        refuse_value(key, given, "one of " + known);
    }

    Json take(const char* key) const {
        if (!json.contains(key)) return nullptr;
        Json given = std::move(json[key]);
        json.erase(key);
        return given;
    }
};

Json query_json(const Query& query) {
    if (query.is_cell) return {{"n", query.n}, {"h", query.h}, {"w", query.w}};
    return {{"n", query.n},
            {"x", number_json(query.x, gs::Dtype::float64)},
            {"y", number_json(query.y, gs::Dtype::float64)}};
}

Query parse_query(Json json) {
    if (!json.is_object()) refuse_value("query", json, "{n, h, w} or {n, x, y}");
    const SettingReader read{json};
    Query query;
    query.is_cell = json.contains("h") || json.contains("w");
    read("n", query.n, kIndexLimits);
    if (query.is_cell) {
        read("h", query.h, kIndexLimits);
        read("w", query.w, kIndexLimits);
    } else {
        read("x", query.x);
        read("y", query.y);
    }
    if (!json.empty()) throw std::runtime_error("query has the unknown key " + shown_json(json.begin().key()));
    return query;
}

State parse_object(Json json) {
    if (!json.is_object()) throw std::runtime_error("a scene is one JSON object");
    State state;
    const SettingReader read{json};
    visit_settings(state, read);
    const Json query = read.take("query");
    if (!query.is_null()) state.query = parse_query(query);
    if (!json.empty()) throw std::runtime_error("a scene has no setting " + shown_json(json.begin().key()));
    return state;
}

Json parse_json(std::string_view text) {
    return Json::parse(text, [](int level, Json::parse_event_t, const Json&) {
        // A value that is printed or copied takes a function call for each level.
        if (level > kMostSceneLevels)
            throw std::runtime_error(fmt::format("is nested in more than {} levels", kMostSceneLevels));
        return true;
    });
}

}  // namespace

std::string scene_text(const State& state) {
    Json json;
    visit_settings(state, Writer{json});
    json["query"] = query_json(state.query);
    return json_text(json) + "\n";
}

State parse_scene(std::string_view text, const std::string& origin) {
    try {
        return parse_object(parse_json(text));
    } catch (const nlohmann::json::exception& error) {
        // Without the library's own number of the error: "[json.exception.parse_error.101] parse error at line 1, ...".
        const std::string_view reason = error.what();
        throw std::runtime_error(fmt::format("{}: is not JSON that can be read: {}", gs::visible(origin),
                                             gs::visible(reason.substr(reason.find(' ') + 1), gs::kMostExcerptBytes)));
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(fmt::format("{}: {}", gs::visible(origin), error.what()));
    }
}

State read_scene(const std::string& path, const Files& files, const gs::Work& work) {
    const std::string text = read_beginning(path, kMostSceneBytes + 1, files, work);
    if (text.size() > kMostSceneBytes)
        throw std::runtime_error(
            fmt::format("{}: is longer than a scene, which has {} bytes at most", gs::visible(path), kMostSceneBytes));
    State state = parse_scene(text, path);
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    state.sources.input = spec_in_folder(state.sources.input, folder, files);
    state.sources.grid = spec_in_folder(state.sources.grid, folder, files);
    if (reads_standard_input(state.sources.input) || reads_standard_input(state.sources.grid))
        throw std::runtime_error(gs::visible(path) + ": names standard input, which only the command line may");
    return state;
}

const std::vector<BuiltinScene>& builtin_scenes() {
    static const std::vector<BuiltinScene> scenes = [] {
        std::vector<BuiltinScene> loaded;
        for (const auto& [file, bytes] : assets::with_extension(".json"))
            loaded.push_back({std::filesystem::path(file).stem().string(), parse_scene(bytes, std::string(file))});
        return loaded;
    }();
    return scenes;
}

const State& builtin_scene(std::string_view wanted) {
    std::string known;
    for (const auto& [scene_name, state] : builtin_scenes()) {
        if (scene_name == wanted) return state;
        known += (known.empty() ? "" : ", ") + scene_name;
    }
    throw std::runtime_error(
        fmt::format("{}: there is no scene of that name; there are {}", gs::visible(wanted), known));
}

}  // namespace viz
