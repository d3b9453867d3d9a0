// SPDX-License-Identifier: MIT
// The words that name files: a path, and behind a question mark what is asked of it. And what such a file is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "viz/document/source.h"

namespace viz {

/// "arrays.npz?array=x".
struct FileSpec {
    std::string path;
    std::vector<std::pair<std::string, std::string>> settings;  ///< in the order in which they were given
};

/// Takes the text apart at its last question mark, unless there is a file of the whole name. Throws std::runtime_error
/// when what follows is not k=v or k=v&k=v.
FileSpec parse_file_spec(const std::string& text);

/// The settings as what is asked of a file. Throws std::runtime_error, naming those that there are, for others.
FileOptions file_options(const FileSpec& spec);

/// Whether there is a file (or a folder, or a pipe) of that name, or it means standard input.
bool file_exists(const std::string& path);

/// What `absence` says where nothing else is in the way.
inline constexpr std::string_view kNoSuchFile = "there is no such file";

/// Why there is no file of that name, or why that cannot be told, as a folder may not be looked into: in words that
/// follow the name and a colon. Empty where there is one.
std::string absence(const std::string& path);

/// Throws std::runtime_error with the name and its absence where there is no such file.
void require_file(const std::string& path);

/// What a file is, told by how it begins.
enum class FileKind { array, scene, other };

/// An .npy array whatever its name is, a scene (JSON), or something for a FileReader. What is called .npy but is
/// nothing of these counts as an array. Throws std::runtime_error when the file cannot be opened, and gs::Stopped.
FileKind file_kind(const std::string& path, const gs::Work& work = gs::Work());

/// Whether the words for an input or a grid ("-", "-?array=x", "theta:-") have it read from standard input.
bool reads_standard_input(std::string_view spec);

/// The last part of what is named, a file's name: for titles and messages.
std::string file_name(const std::string& spec);

/// The text with its file looked for in a folder; unchanged when it is not there.
std::string spec_in_folder(const std::string& text, const std::filesystem::path& folder);

}  // namespace viz
