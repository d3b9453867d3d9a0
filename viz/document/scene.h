// SPDX-License-Identifier: MIT
// A State as a JSON scene file, and the scenes that come with the program.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/work.h"
#include "viz/document/files.h"
#include "viz/document/state.h"

namespace viz {

/// The State as JSON text with one key per setting, those at their default included.
std::string scene_text(const State& state);

/// The State that JSON text describes; settings that it does not name have their defaults. `origin` (a file name)
/// starts the sentence of the std::runtime_error that is thrown for anything that is not a scene.
State parse_scene(std::string_view text, const std::string& origin);

/// parse_scene of a file, of kMostSceneBytes at most (limits.h). A relative input or grid file is looked for beside the
/// scene file; standard input is for the command line to name. Throws gs::Stopped, too.
State read_scene(const std::string& path, const Files& files, const gs::Work& work);

/// A scene that is part of the program; `name` is its file's name in assets/scenes without ".json".
struct BuiltinScene {
    std::string name;
    State state;
};

/// In the order in which they are offered; the first is the start scene.
const std::vector<BuiltinScene>& builtin_scenes();

/// Throws std::runtime_error with the known names when there is no such scene.
const State& builtin_scene(std::string_view wanted);

}  // namespace viz
