// SPDX-License-Identifier: MIT
#include "viz/cli/file_info.h"

#include <fmt/core.h>

#include <stdexcept>

#include "core/visible.h"
#include "viz/document/any_tensor.h"
#include "viz/document/fields.h"
#include "viz/document/file_spec.h"
#include "viz/document/format.h"
#include "viz/document/limits.h"
#include "viz/document/scene.h"
#include "viz/document/sources.h"
#include "viz/document/theta.h"
#include "viz/document/value_summary.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/platform/npz.h"
#include "viz/text/source_json.h"

namespace viz {
namespace {

Json sizes_json(const gs::Sizes& sizes) {
    Json list = Json::array();
    for (const int64_t size : sizes) list.push_back(size);
    return list;
}

/// What an array of these sizes can be for grid_sample.
Json uses_of(const gs::Sizes& sizes, bool is_image) {
    Json uses = Json::array();
    const int rank = sizes.rank();
    if (is_image || rank >= 2) uses.push_back("input");
    if (is_image || rank < 2) return uses;
    const int64_t last = sizes[rank - 1];
    if ((last == 2 && (rank == 3 || rank == 4)) || (last == 3 && (rank == 4 || rank == 5))) uses.push_back("grid");
    if (is_theta(sizes, 2) || is_theta(sizes, 3)) uses.push_back("theta");
    return uses;
}

Json source_json(Source source, const std::string& origin, const gs::Work& work) {
    const bool is_image = source.facts.kind == SourceKind::image;
    const gs::Sizes stored = source.facts.stored_sizes;
    // What has too few axes for an input is described as it is.
    if (!is_image && stored.rank() >= 2) arrange(source, AxisLayout::automatic, origin, work);
    const ValueSummary values = summarize(source.tensor, work);
    Json json = facts_json(words_of(State{}), source.facts);
    json["read"] = {{"type", gs::name(dtype_of(source.tensor))}, {"sizes", sizes_json(sizes_of(source.tensor))}};
    const gs::Dtype type = arithmetic_of(source.tensor);
    json["range"] =
        values.finite > 0 ? Json{shortest(values.range.low, type), shortest(values.range.high, type)} : Json();
    json["nan"] = values.nans;
    json["infinite"] = values.infinities;
    json["uses"] = uses_of(stored, is_image);
    return json;
}

Json archive_json(const FileSpec& spec, const gs::Work& work) {
    Json arrays = Json::array();
    visit_npz(*disk().open(spec.path, work), spec.path, work,
              [&](const std::string& array, const std::function<Source()>& read) {
                  Json json{{"array", array}};
                  try {
                      json.update(source_json(read(), spec.path, work));
                  } catch (const gs::Stopped&) {
                      throw;
                  } catch (const std::runtime_error& error) {
                      json["error"] = error.what();
                  }
                  arrays.push_back(std::move(json));
              });
    return {{"kind", ".npz archive"}, {"arrays", std::move(arrays)}};
}

Json scene_json(const std::string& path, const gs::Work& work) {
    const State state = read_scene(path, disk(), work);
    Json settings;
    for (const Field& field : fields()) settings[field.key] = field.write(state);
    return {{"kind", "scene"}, {"settings", std::move(settings)}};
}

Json contents_json(const FileSpec& spec, const gs::Work& work) {
    require_file(spec.path, disk());
    const FileKind kind = file_kind(spec.path, disk(), work);
    if (kind == FileKind::scene) return scene_json(spec.path, work);
    const FileOptions options = file_options(spec);
    if (kind == FileKind::array) return source_json(read_array(spec.path, disk(), work), spec.path, work);
    if (options.array.empty() && looks_like_archive(read_beginning(spec.path, 4, disk(), work)))
        return archive_json(spec, work);
    return source_json(disk().decode(spec.path, options, work), spec.path, work);
}

/// One entry for each file, with an error where it cannot be read.
Json files_json(const std::vector<std::string>& files, const gs::Work& work) {
    Json list = Json::array();
    for (const std::string& text : files) {
        Json entry{{"file", text}};
        try {
            entry.update(contents_json(parse_file_spec(text, disk()), work));
        } catch (const gs::Stopped&) {
            throw;
        } catch (const std::runtime_error& error) {
            entry["error"] = error.what();
        }
        list.push_back(std::move(entry));
    }
    return list;
}

std::vector<std::string> refusals_of(const Json& files) {
    std::vector<std::string> refusals;
    for (const Json& entry : files)
        if (entry.contains("error")) refusals.push_back(entry["error"].get<std::string>());
    return refusals;
}

std::string line(std::string_view indent, std::string_view label, const std::string& text) {
    return text.empty() ? "" : fmt::format("{}{:<13}{}\n", indent, label, gs::visible(text, kMostTextBytes));
}

std::string values_text(const Json& json) {
    const Json& range = json["range"];
    const bool is_empty = json["nan"] == 0 && json["infinite"] == 0;
    std::string text = is_empty ? "none" : "none that is finite";
    if (!range.is_null()) text = fmt::format("{} to {}", range[0].dump(), range[1].dump());
    if (json["nan"] != 0) text += fmt::format("; {} NaN", json["nan"].dump());
    if (json["infinite"] != 0) text += fmt::format("; {} infinite", json["infinite"].dump());
    return text;
}

std::string sizes_text(const Json& sizes) {
    std::string text;
    for (const Json& size : sizes) text += (text.empty() ? "" : ", ") + size.dump();
    return "[" + text + "]";
}

std::string source_text(const Json& json, std::string_view indent) {
    const auto elements = [](const Json& part) {
        return fmt::format("{} {}", part["type"].get<std::string>(), sizes_text(part["sizes"]));
    };
    std::string uses;
    for (const Json& use : json["uses"]) uses += (uses.empty() ? "" : ", ") + use.get<std::string>();
    std::string text = line(indent, "kind", json["kind"]) + line(indent, "stored", elements(json["stored"])) +
                       line(indent, "layout", json["layout"]) + line(indent, "read as", elements(json["read"])) +
                       line(indent, "values", values_text(json)) + line(indent, "scale", json["scale"]) +
                       line(indent, "orientation", json["orientation"]) + line(indent, "may be", uses);
    for (const Json& note : json["notes"]) text += line(indent, "note", note);
    return text;
}

std::string settings_text(const Json& settings) {
    std::string text;
    for (const auto& [key, value] : settings.items())
        text += line("  ", key, value.is_string() ? value.get<std::string>() : json_text(value, -1));
    return text;
}

std::string entry_text(const Json& entry) {
    std::string text = gs::visible(entry["file"].get<std::string>(), kMostTextBytes) + "\n";
    if (entry.contains("settings")) return text + line("  ", "kind", "scene") + settings_text(entry["settings"]);
    if (!entry.contains("arrays")) return text + source_text(entry, "  ");
    text += line("  ", "kind", entry["kind"]);
    for (const Json& array : entry["arrays"]) {
        text += fmt::format("  array {}\n", gs::visible(array["array"].get<std::string>()));
        text += array.contains("error") ? line("    ", "error", array["error"]) : source_text(array, "    ");
    }
    return text;
}

}  // namespace

FilesInfo files_info_text(const std::vector<std::string>& files, const gs::Work& work) {
    const Json json = files_json(files, work);
    std::string text;
    for (const Json& entry : json)
        if (!entry.contains("error")) text += entry_text(entry);
    return {text, refusals_of(json)};
}

FilesInfo files_info_json(const std::vector<std::string>& files, const gs::Work& work) {
    const Json json = files_json(files, work);
    const Json answer{{"files", json}};
    return {json_text(answer) + "\n", refusals_of(json)};
}

}  // namespace viz
