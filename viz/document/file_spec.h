// SPDX-License-Identifier: MIT
// The words that name files: a path, and behind a question mark what is asked of it. And what such a file is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "viz/document/files.h"
#include "viz/document/source.h"

namespace viz {

/// "arrays.npz?array=x".
struct FileSpec {
    std::string path;
    std::vector<std::pair<std::string, std::string>> settings;  ///< in the order in which they were given
};

/// Takes the text apart at its last question mark, unless there is a file of the whole name. Throws std::runtime_error
/// when what follows is not k=v or k=v&k=v.
FileSpec parse_file_spec(const std::string& text, const Files& files);

/// The settings as what is asked of a file. Throws std::runtime_error, naming those that there are, for others.
FileOptions file_options(const FileSpec& spec);

/// What a file is, told by how it begins.
enum class FileKind { array, scene, other };

/// An .npy array whatever its name is, a scene (JSON), or something for Files::decode. What is called .npy but is
/// nothing of these counts as an array. Throws std::runtime_error when the file cannot be opened, and gs::Stopped.
FileKind file_kind(const std::string& path, const Files& files, const gs::Work& work);

/// Whether the words for an input or a grid ("-", "-?array=x", "theta:-") have it read from standard input.
bool reads_standard_input(std::string_view spec);

/// The text with its file looked for in a folder; unchanged when it is not there.
std::string spec_in_folder(const std::string& text, const std::filesystem::path& folder, const Files& files);

}  // namespace viz
