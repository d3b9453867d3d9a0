// SPDX-License-Identifier: MIT
// What the program remembers between runs, and the user's folders.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace viz {

struct Settings {
    std::string export_folder;  ///< where the user has saved pictures; empty before the first one

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// gridscope/settings.json in $XDG_CONFIG_HOME, or in ~/.config where that is not set.
std::filesystem::path settings_file();

/// What was remembered; nothing when there is no file or when it cannot be read.
Settings read_settings();

/// Throws std::runtime_error in one sentence when the file cannot be written.
void write_settings(const Settings& settings);

/// A folder that the environment names, where it does so by an absolute path; else empty.
std::filesystem::path folder_in(const char* variable);

/// $HOME; the folder for temporary files where that is not set.
std::filesystem::path home_folder();

/// Where the user keeps pictures, as the desktop has it (xdg-user-dirs), or the home folder.
std::filesystem::path pictures_folder();

/// The folder that a typed text names: absolute, with the home folder for a ~ in front.
std::filesystem::path typed_folder(std::string_view text);

}  // namespace viz
