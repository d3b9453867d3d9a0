// SPDX-License-Identifier: MIT
#include "viz/cli/files.h"

#include <fmt/core.h>

#include "core/visible.h"
#include "viz/document/named_file.h"
#include "viz/document/values.h"
#include "viz/platform/desktop/disk_files.h"

namespace viz {
namespace {

[[noreturn]] void refuse_both(const std::string& first, const std::string& second, std::string_view what) {
    throw UsageError(
        fmt::format("{} and {} are both the {}: give one of them", gs::visible(first), gs::visible(second), what));
}

/// Puts a file's name where an option's text would stand.
void put(GivenSettings& settings, const std::string& option, const std::string& text) {
    if (settings.has(option)) refuse_both(settings.text(option), text, option.substr(2));
    settings.give(option, text);
}

/// Two arrays: the second is the grid, unless only the first can be one.
void put_pair(CommandLine& line, const NamedFile& first, const NamedFile& second) {
    const auto may_be_grid_of = [](const NamedFile& grid, const NamedFile& input) {
        return grid.may_be_grid(input.header.sizes.rank() == 5);
    };
    const bool is_swapped = may_be_grid_of(first, second) && !may_be_grid_of(second, first);
    line.settings.give("--input", (is_swapped ? second : first).text);
    line.settings.give("--grid", (is_swapped ? first : second).text);
}

}  // namespace

CommandLine with_files(CommandLine line, const gs::Work& work) {
    std::vector<NamedFile> arrays;
    for (const std::string& text : line.files) {
        const NamedFile file = look_at_file(text, disk(), work);
        switch (file.kind) {
            case NamedFile::Kind::scene:
                if (line.lesson)
                    throw UsageError(fmt::format("{} and the lesson {} are both scenes: give one of them",
                                                 gs::visible(text), gs::visible(*line.lesson)));
                if (line.scene) refuse_both(*line.scene, text, "scene");
                line.scene = text;
                break;
            case NamedFile::Kind::image: put(line.settings, "--input", text); break;
            case NamedFile::Kind::matrix: put(line.settings, "--grid", text); break;
            case NamedFile::Kind::array: arrays.push_back(file); break;
        }
    }
    line.files.clear();
    if (arrays.size() > 2)
        throw UsageError(fmt::format("{}, {} and {} are arrays, but one input and one grid are needed",
                                     gs::visible(arrays[0].text, 100), gs::visible(arrays[1].text, 100),
                                     gs::visible(arrays[2].text, 100)));
    if (arrays.size() == 2 && !line.settings.has("--input") && !line.settings.has("--grid")) {
        put_pair(line, arrays[0], arrays[1]);
        return line;
    }
    for (const NamedFile& array : arrays)
        put(line.settings, line.settings.has("--input") ? "--grid" : "--input", array.text);
    return line;
}

}  // namespace viz
