// SPDX-License-Identifier: MIT
#include "viz/document/scene.h"

#include <fmt/core.h>

#include <filesystem>
#include <stdexcept>

#include "assets/assets.h"
#include "core/visible.h"
#include "viz/document/field_codecs.h"
#include "viz/document/fields.h"
#include "viz/document/file_spec.h"

namespace viz {
namespace {

/// Of scene files. Version 1 is theirs that name none.
constexpr int64_t kSceneVersion = 2;

/// Refuses what was written by a later program.
void take_version(Json& json) {
    const Json given = codec::take(json, "version");
    if (given.is_null()) return;
    int64_t version = 0;
    codec::Whole{{1, kIndexLimits.most}}.read("version", given, version);
    if (version > kSceneVersion)
        throw std::runtime_error(fmt::format("is a scene of version {}, but this program reads them up to version {}",
                                             version, kSceneVersion));
}

State parse_object(Json json) {
    if (!json.is_object()) throw std::runtime_error("a scene is one JSON object");
    take_version(json);
    const bool has_title = json.contains("title");
    State state;
    for (const Field& field : fields()) {
        if (const Json given = codec::take(json, field.key); !given.is_null()) field.read(state, given);
    }
    // Who names an input and no title means no other picture's.
    if (!has_title && state.sources.input != State{}.sources.input) state.title = file_name(state.sources.input);
    if (!json.empty()) throw std::runtime_error("a scene has no setting " + codec::shown(json.begin().key()));
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
    Json json{{"version", kSceneVersion}};
    for (const Field& field : fields()) json[field.key] = field.write(state);
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
