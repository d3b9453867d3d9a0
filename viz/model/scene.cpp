// SPDX-License-Identifier: MIT
#include "viz/model/scene.h"

#include <fmt/core.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <stdexcept>

#include "assets/assets.h"
#include "core/file.h"
#include "viz/model/file_spec.h"
#include "viz/model/format.h"
#include "viz/model/json.h"

namespace viz {
namespace {

/// Far deeper than any scene. A value that is printed or copied takes a function call for each level.
constexpr int kMostLevels = 64;

/// Visits every setting under the key that scene files use. Reading and writing both go through this one table.
template <class AnyState, class Visitor>
void visit_settings(AnyState& state, Visitor&& visit) {
    visit("title", state.title);
    visit("note", state.note);
    visit("input", state.input);
    visit("grid", state.grid);
    visit("layout", state.layout, kAxisLayouts);
    visit("mode", state.mode, gs::kModes);
    visit("padding", state.padding, gs::kPaddings);
    visit("device", state.device, gs::kDevices);
    visit("channel", state.channel);
    visit("step", state.step);
    visit("view_pixels", state.view_pixels);
    visit("shades", state.shades);
    visit("theme", state.theme, kThemes);
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
    template <class Value, class Choices>
    void operator()(const char* key, const Value& value, const Choices&) const {
        json[key] = name(value);
    }
};

/// Takes the settings out of the JSON object, so that what is left over can be refused.
struct Reader {
    Json& json;

    template <class Value>
    void operator()(const char* key, Value& value) const {
        const Json given = take(key);
        if (!given.is_null()) value = convert<Value>(key, given);
    }
    void operator()(const char* key, std::optional<Range>& range) const {
        const Json given = take(key);
        if (given.is_null()) return;
        const bool are_two = given.is_array() && given.size() == 2 && given[0].is_number() && given[1].is_number();
        if (are_two) range = Range{given[0].get<double>(), given[1].get<double>()};
        if (!are_two || !(range->low < range->high))
            throw std::runtime_error(
                fmt::format("{} is {}, but must be two numbers, the smaller one first", key, given.dump()));
    }
    template <class Value, class Choices>
    void operator()(const char* key, Value& value, const Choices& choices) const {
        const Json given = take(key);
        if (given.is_null()) return;
        std::string known;
        for (const auto choice : choices) {
            if (given.is_string() && given.get<std::string>() == name(choice)) {
                value = choice;
                return;
            }
            known += (known.empty() ? "" : ", ") + std::string(name(choice));
        }
        throw std::runtime_error(fmt::format("{} is {}, but must be one of {}", key, given.dump(), known));
    }

    Json take(const char* key) const {
        if (!json.contains(key)) return nullptr;
        Json given = std::move(json[key]);
        json.erase(key);
        return given;
    }

    template <class Value>
    static Value convert(const char* key, const Json& given) {
        const auto refuse = [&](const char* wanted) {
            throw std::runtime_error(fmt::format("{} is {}, but must be {}", key, given.dump(), wanted));
        };
        if constexpr (std::is_same_v<Value, std::string>) {
            if (!given.is_string()) refuse("a text");
        } else if constexpr (std::is_floating_point_v<Value>) {
            for (const double special : {double{NAN}, double{INFINITY}, -double{INFINITY}}) {
                if (given == exact(special, gs::Dtype::float64)) return special;
            }
            if (!given.is_number()) refuse("a number, or one of the texts nan, inf and -inf");
        } else {
            if (!given.is_number_integer()) refuse("a whole number");
            const auto value = given.get<int64_t>();
            if (value < 0 || value > std::numeric_limits<int>::max()) refuse("a whole number that is not negative");
        }
        return given.get<Value>();
    }
};

Json query_json(const Query& query) {
    if (query.is_cell) return {{"n", query.n}, {"h", query.h}, {"w", query.w}};
    return {{"n", query.n},
            {"x", number_json(query.x, gs::Dtype::float64)},
            {"y", number_json(query.y, gs::Dtype::float64)}};
}

Query parse_query(Json json) {
    if (!json.is_object()) throw std::runtime_error("query is " + json.dump() + ", but must be {n, h, w} or {n, x, y}");
    const Reader read{json};
    Query query;
    query.is_cell = json.contains("h") || json.contains("w");
    read("n", query.n);
    if (query.is_cell) {
        read("h", query.h);
        read("w", query.w);
    } else {
        read("x", query.x);
        read("y", query.y);
    }
    if (!json.empty()) throw std::runtime_error("query has the unknown key '" + json.begin().key() + "'");
    return query;
}

State parse_object(Json json) {
    if (!json.is_object()) throw std::runtime_error("a scene is one JSON object");
    State state;
    const Reader read{json};
    visit_settings(state, read);
    const Json query = read.take("query");
    if (!query.is_null()) state.query = parse_query(query);
    if (!json.empty()) throw std::runtime_error("a scene has no setting '" + json.begin().key() + "'");
    if (state.step < 1 || state.step > kSteps)
        throw std::runtime_error(fmt::format("step is {}, but must be 1 to {}", state.step, kSteps));
    if (state.view_pixels > kMostViewPixels)
        throw std::runtime_error(
            fmt::format("view_pixels is {}, but must be 0 to {}", state.view_pixels, kMostViewPixels));
    return state;
}

Json parse_json(std::string_view text) {
    return Json::parse(text, [](int level, Json::parse_event_t, const Json&) {
        if (level > kMostLevels) throw std::runtime_error(fmt::format("is nested in more than {} levels", kMostLevels));
        return true;
    });
}

}  // namespace

std::string scene_text(const State& state) {
    Json json;
    visit_settings(state, Writer{json});
    json["query"] = query_json(state.query);
    // A file's name need not be UTF-8.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

State parse_scene(std::string_view text, const std::string& origin) {
    try {
        return parse_object(parse_json(text));
    } catch (const nlohmann::json::exception& error) {
        throw std::runtime_error(origin + ": is not JSON: " + error.what());
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(origin + ": " + error.what());
    }
}

State read_scene(const std::string& path, const gs::Work& work) {
    const std::string text = gs::read_beginning(path, kMostSceneBytes + 1, work);
    if (text.size() > kMostSceneBytes)
        throw std::runtime_error(
            fmt::format("{}: is longer than a scene, which has {} bytes at most", path, kMostSceneBytes));
    State state = parse_scene(text, path);
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    state.input = spec_in_folder(state.input, folder);
    state.grid = spec_in_folder(state.grid, folder);
    if (reads_standard_input(state.input) || reads_standard_input(state.grid))
        throw std::runtime_error(path + ": names standard input, which only the command line may");
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
    throw std::runtime_error(fmt::format("{}: there is no scene of that name; there are {}", wanted, known));
}

}  // namespace viz
