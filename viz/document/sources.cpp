// SPDX-License-Identifier: MIT
#include "viz/document/sources.h"

#include <fmt/core.h>

#include <stdexcept>

#include "core/visible.h"
#include "viz/document/any_tensor.h"
#include "viz/document/file_spec.h"
#include "viz/document/grid_file.h"
#include "viz/document/theta.h"

namespace viz {
namespace {

/// Refuses a text that is neither a file nor a built-in name.
void require_source(const std::string& path, std::string_view kind, std::span<const SourceName> names,
                    const Files& files) {
    if (files.absence(path) == kNoSuchFile) throw std::runtime_error(no_source(path, kind, names));
    require_file(path, files);
}

/// Whatever a file holds that can be a tensor.
Source load_file(const FileSpec& spec, const Files& files, const gs::Work& work) {
    const FileOptions options = file_options(spec);
    switch (file_kind(spec.path, files, work)) {
        case FileKind::scene:
            throw std::runtime_error(
                fmt::format("{}: is JSON, as scenes are, which --scene opens", gs::visible(spec.path)));
        case FileKind::other: return files.decode(spec.path, options, work);
        case FileKind::array: break;
    }
    if (options != FileOptions{}) {
        const auto& [key, value] = spec.settings.front();
        throw std::runtime_error(fmt::format("{}: is one array, so that there is nothing to choose with '{}={}'",
                                             gs::visible(spec.path), gs::visible(key, 50), gs::visible(value, 100)));
    }
    return read_array(spec.path, files, work);
}

/// Takes the setting align_corners out.
bool take_align_corners(FileSpec& spec) {
    bool align_corners = false;
    std::erase_if(spec.settings, [&](const auto& setting) {
        if (setting.first != "align_corners") return false;
        align_corners = setting.second == "true";
        if (!align_corners && setting.second != "false")
            throw std::runtime_error(fmt::format("{}: align_corners is '{}', but must be true or false",
                                                 gs::visible(spec.path),
                                                 gs::visible(setting.second, gs::kMostExcerptBytes)));
        return true;
    });
    return align_corners;
}

/// The array in a file; images are none.
Source array_of(const FileSpec& spec, const Files& files, const gs::Work& work) {
    require_file(spec.path, files);
    Source source = load_file(spec, files, work);
    source.facts.file = spec.path;
    if (source.facts.kind == SourceKind::image)
        throw std::runtime_error(
            fmt::format("{}: is an image, but an array is needed, from an .npy or .npz file", gs::visible(spec.path)));
    return source;
}

Source load_theta(const std::string& text, const gs::AnyTensor& input, const Files& files, const gs::Work& work) {
    FileSpec spec = parse_file_spec(text, files);
    const bool align_corners = take_align_corners(spec);
    return grid_from_theta(array_of(spec, files, work), input, align_corners, spec.path, work);
}

}  // namespace

std::string no_source(const std::string& text, std::string_view kind, std::span<const SourceName> names) {
    std::string known;
    for (const SourceName& source : names) known += (known.empty() ? "" : ", ") + std::string(source.name);
    return fmt::format("{}: {} and no built-in {} of that name ({})", gs::visible(text), kNoSuchFile, kind, known);
}

Source load_input(const std::string& spec, AxisLayout layout, const Files& files, const gs::Work& work) {
    if (const auto named = parse_named(spec, input_names())) return builtin_input(*named, spec, work);
    const FileSpec file = parse_file_spec(spec, files);
    require_source(file.path, "input", input_names(), files);
    Source source = load_file(file, files, work);
    source.facts.file = file.path;
    if (source.facts.kind == SourceKind::array)
        arrange(source, layout, file.path, work);
    else if (layout != AxisLayout::automatic)
        source.facts.notes.push_back(note::LayoutIgnored{layout});
    return source;
}

Source load_grid(const std::string& spec, const gs::AnyTensor& input, const Files& files, const gs::Work& work) {
    if (const auto named = parse_named(spec, grid_names())) return builtin_grid(*named, spec, input, work);
    if (spec.starts_with(kThetaPrefix)) return load_theta(spec.substr(kThetaPrefix.size()), input, files, work);
    const FileSpec file = parse_file_spec(spec, files);
    require_source(file.path, "grid", grid_names(), files);
    Source grid = array_of(file, files, work);
    match_type(grid, input, file.path, work);
    fit_grid(grid, input, file.path, work);
    return grid;
}

std::string file_of(const std::string& spec, std::span<const SourceName> builtin, const Files& files) {
    if (parse_named(spec, builtin)) return "";
    const size_t prefix = spec.starts_with(kThetaPrefix) ? kThetaPrefix.size() : 0;
    return parse_file_spec(spec.substr(prefix), files).path;
}

Source load_array(const std::string& spec, const Files& files, const gs::Work& work) {
    return array_of(parse_file_spec(spec, files), files, work);
}

void require_images(const std::string& spec, const Source& input) {
    const gs::Sizes& sizes = sizes_of(input.tensor);
    if (sizes.rank() == 5)
        throw std::runtime_error(
            fmt::format("{}: has sizes {}, as volumes have; pictures and explanations are of images, but the commands "
                        "sample and grad take volumes",
                        gs::visible(spec), sizes.text()));
    if (sizes.count() == 0)
        throw std::runtime_error(
            fmt::format("{}: is empty, its sizes are {}, so that there is nothing to be shown; the "
                        "commands sample and grad take empty batches",
                        gs::visible(spec), sizes.text()));
}

}  // namespace viz
