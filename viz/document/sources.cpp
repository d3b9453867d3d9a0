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
void require_source(const std::string& path, std::string_view kind, std::span<const SourceName> names) {
    if (absence(path) == kNoSuchFile) throw std::runtime_error(no_source(path, kind, names));
    require_file(path);
}

/// Whatever a file holds that can be a tensor.
Source load_file(const FileSpec& spec, const FileReader& read_file, const gs::Work& work) {
    const FileOptions options = file_options(spec);
    switch (file_kind(spec.path, work)) {
        case FileKind::scene:
            throw std::runtime_error(
                fmt::format("{}: is JSON, as scenes are, which --scene opens", gs::visible(spec.path)));
        case FileKind::other: return read_file(spec.path, options, work);
        case FileKind::array: break;
    }
    if (options != FileOptions{}) {
        const auto& [key, value] = spec.settings.front();
        throw std::runtime_error(fmt::format("{}: is one array, so that there is nothing to choose with '{}={}'",
                                             gs::visible(spec.path), gs::visible(key, 50), gs::visible(value, 100)));
    }
    return source_of(gs::read_npy_array(spec.path, work));
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

/// The array in a file; images have their layout already, and are none.
Source array_of(const FileSpec& spec, const FileReader& read_file, const gs::Work& work) {
    require_file(spec.path);
    Source source = load_file(spec, read_file, work);
    if (!source.facts.layout.empty())
        throw std::runtime_error(
            fmt::format("{}: is an image, but an array is needed, from an .npy or .npz file", gs::visible(spec.path)));
    return source;
}

Source load_theta(const std::string& text, const gs::AnyTensor& input, const FileReader& read_file,
                  const gs::Work& work) {
    FileSpec spec = parse_file_spec(text);
    const bool align_corners = take_align_corners(spec);
    return grid_from_theta(array_of(spec, read_file, work), input, align_corners, spec.path, work);
}

}  // namespace

std::string no_source(const std::string& text, std::string_view kind, std::span<const SourceName> names) {
    std::string known;
    for (const SourceName& source : names) known += (known.empty() ? "" : ", ") + std::string(source.name);
    return fmt::format("{}: {} and no built-in {} of that name ({})", gs::visible(text), kNoSuchFile, kind, known);
}

Source load_input(const std::string& spec, AxisLayout layout, const FileReader& read_file, const gs::Work& work) {
    if (const auto named = parse_named(spec, input_names())) return builtin_input(*named, spec, work);
    const FileSpec file = parse_file_spec(spec);
    require_source(file.path, "input", input_names());
    Source source = load_file(file, read_file, work);
    if (source.facts.layout.empty())
        arrange(source, layout, file.path, work);
    else if (layout != AxisLayout::automatic)
        source.facts.notes.push_back(fmt::format("the layout {} is for arrays and does not concern it", name(layout)));
    return source;
}

Source load_grid(const std::string& spec, const gs::AnyTensor& input, const FileReader& read_file,
                 const gs::Work& work) {
    if (const auto named = parse_named(spec, grid_names())) return builtin_grid(*named, spec, input, work);
    if (spec.starts_with(kThetaPrefix)) return load_theta(spec.substr(kThetaPrefix.size()), input, read_file, work);
    const FileSpec file = parse_file_spec(spec);
    require_source(file.path, "grid", grid_names());
    Source grid = array_of(file, read_file, work);
    match_type(grid, input, file.path, work);
    fit_grid(grid, input, file.path, work);
    return grid;
}

std::string file_of(const std::string& spec, std::span<const SourceName> builtin) {
    if (parse_named(spec, builtin)) return "";
    const size_t prefix = spec.starts_with(kThetaPrefix) ? kThetaPrefix.size() : 0;
    return parse_file_spec(spec.substr(prefix)).path;
}

Source load_array(const std::string& spec, const FileReader& read_file, const gs::Work& work) {
    return array_of(parse_file_spec(spec), read_file, work);
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
