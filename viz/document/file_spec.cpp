// SPDX-License-Identifier: MIT
#include "viz/document/file_spec.h"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

#include "core/files/npy_header.h"
#include "core/files/standard_input_name.h"
#include "core/visible.h"
#include "viz/document/theta.h"

namespace viz {
namespace {

constexpr size_t kBeginningBytes = 256;

[[noreturn]] void refuse_setting(const std::string& path, const std::string& setting) {
    throw std::runtime_error(
        fmt::format("{}: there is no setting '{}'; there are alpha=keep, for images, and array=NAME, for .npz archives",
                    gs::visible(path), gs::visible(setting, gs::kMostExcerptBytes)));
}

}  // namespace

FileSpec parse_file_spec(const std::string& text, const Files& files) {
    const size_t mark = text.rfind('?');
    if (mark == std::string::npos || mark == 0 || file_exists(text, files)) return {text, {}};
    FileSpec spec{text.substr(0, mark), {}};
    for (size_t at = mark + 1; at <= text.size();) {
        const size_t end = std::min(text.find('&', at), text.size()), equals = text.find('=', at);
        if (equals >= end)
            throw std::runtime_error(fmt::format("{}: after the question mark comes key=value, but there is '{}'",
                                                 gs::visible(text),
                                                 gs::visible(text.substr(at, end - at), gs::kMostExcerptBytes)));
        spec.settings.emplace_back(text.substr(at, equals - at), text.substr(equals + 1, end - equals - 1));
        at = end + 1;
    }
    return spec;
}

FileOptions file_options(const FileSpec& spec) {
    FileOptions options;
    for (const auto& [key, value] : spec.settings) {
        if (key == "alpha" && value == "keep")
            options.keeps_alpha = true;
        else if (key == "array" && !value.empty())
            options.array = value;
        else
            refuse_setting(spec.path, fmt::format("{}={}", key, value));
    }
    return options;
}

bool reads_standard_input(std::string_view spec) {
    if (spec.starts_with(kThetaPrefix)) spec.remove_prefix(kThetaPrefix.size());
    return gs::names_standard_input(spec.substr(0, spec.find('?')));
}

FileKind file_kind(const std::string& path, const Files& files, const gs::Work& work) {
    const std::string beginning = read_beginning(path, kBeginningBytes, files, work);
    if (beginning.starts_with(gs::kNpyMagic)) return FileKind::array;
    const size_t first = beginning.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && beginning[first] == '{') return FileKind::scene;
    const bool is_archive = beginning.starts_with("PK");
    return !is_archive && std::filesystem::path(path).extension() == ".npy" ? FileKind::array : FileKind::other;
}

std::string spec_in_folder(const std::string& text, const std::filesystem::path& folder, const Files& files) {
    const bool is_theta = text.starts_with(kThetaPrefix);
    const std::string prefix(is_theta ? kThetaPrefix : ""), spec = text.substr(prefix.size());
    const auto beside = [&](const std::string& path) { return (folder / path).lexically_normal().string(); };
    if (file_exists(beside(spec), files)) return prefix + beside(spec);
    const size_t mark = spec.rfind('?');
    if (mark == std::string::npos || mark == 0 || !file_exists(beside(spec.substr(0, mark)), files)) return text;
    return prefix + beside(spec.substr(0, mark)) + spec.substr(mark);
}

}  // namespace viz
