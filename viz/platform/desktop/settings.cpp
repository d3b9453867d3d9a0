// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/settings.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/files/replace_file.h"
#include "viz/document/json.h"

namespace viz {
namespace {

namespace fs = std::filesystem;

fs::path config_folder() {
    const fs::path folder = folder_in("XDG_CONFIG_HOME");
    return folder.empty() ? home_folder() / ".config" : folder;
}

}  // namespace

fs::path folder_in(const char* variable) {
    const char* const value = std::getenv(variable);
    const fs::path folder = value != nullptr ? value : "";
    return folder.is_absolute() ? folder : fs::path();
}

fs::path home_folder() {
    const fs::path home = folder_in("HOME");
    std::error_code none;
    const fs::path temporary = fs::temp_directory_path(none);
    return !home.empty() ? home : none ? fs::path("/") : temporary;
}

fs::path settings_file() {
    return config_folder() / "gridscope" / "settings.json";
}

Settings read_settings() {
    std::ifstream file(settings_file(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const Json json = Json::parse(text, nullptr, false);
    Settings settings;
    if (json.is_object() && json.contains("export_folder") && json["export_folder"].is_string())
        settings.export_folder = json["export_folder"];
    return settings;
}

void write_settings(const Settings& settings) {
    const fs::path file = settings_file();
    std::error_code error;  // what it is, replace_file says
    fs::create_directories(file.parent_path(), error);
    gs::replace_file(file.string(), Json{{"export_folder", settings.export_folder}}.dump(2) + "\n");
}

fs::path pictures_folder() {
    std::ifstream file(config_folder() / "user-dirs.dirs");
    // A line reads XDG_PICTURES_DIR="$HOME/Pictures" or names an absolute path.
    constexpr std::string_view kName = "XDG_PICTURES_DIR=\"", kHome = "$HOME";
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(kName) || !line.ends_with('"') || line.size() == kName.size()) continue;
        std::string value = line.substr(kName.size(), line.size() - kName.size() - 1);
        if (value.starts_with(kHome)) value.replace(0, kHome.size(), home_folder().string());
        if (std::error_code error; fs::path(value).is_absolute() && fs::is_directory(value, error)) return value;
    }
    const fs::path usual = home_folder() / "Pictures";
    std::error_code error;
    return fs::is_directory(usual, error) ? usual : home_folder();
}

fs::path typed_folder(std::string_view text) {
    const size_t first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
    if (first == std::string_view::npos) return {};
    text = text.substr(first, last - first + 1);
    if (text == "~") return home_folder();
    if (text.starts_with("~/")) return home_folder() / text.substr(2);
    std::error_code no_place;  // where the working folder has been removed
    const fs::path folder = fs::absolute(text, no_place);
    return (no_place ? fs::path(text) : folder).lexically_normal();
}

}  // namespace viz
