// SPDX-License-Identifier: MIT
#include "viz/cli/files.h"

#include <fmt/core.h>


#include "core/visible.h"
#include "viz/cli/values.h"
#include "viz/document/named_file.h"
#include "viz/platform/desktop/disk_files.h"

namespace viz {
namespace {

/// Puts a file's name where an option's would stand.
void put(std::optional<std::string>& place, const std::string& text, std::string_view what) {
    if (place)
        throw UsageError(
            fmt::format("{} and {} are both the {}: give one of them", gs::visible(*place), gs::visible(text), what));
    place = text;
}

/// Two arrays: the second is the grid, unless only the first can be one.
void put_pair(CommandLine& line, const NamedFile& first, const NamedFile& second) {
    const auto may_be_grid_of = [](const NamedFile& grid, const NamedFile& input) {
        return grid.may_be_grid(input.header.sizes.rank() == 5);
    };
    const bool is_swapped = may_be_grid_of(first, second) && !may_be_grid_of(second, first);
    line.input = (is_swapped ? second : first).text;
    line.grid = (is_swapped ? first : second).text;
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
                put(line.scene, text, "scene");
                break;
            case NamedFile::Kind::image: put(line.input, text, "input"); break;
            case NamedFile::Kind::matrix: put(line.grid, text, "grid"); break;
            case NamedFile::Kind::array: arrays.push_back(file); break;
        }
    }
    line.files.clear();
    if (arrays.size() > 2)
        throw UsageError(fmt::format("{}, {} and {} are arrays, but one input and one grid are needed",
                                     gs::visible(arrays[0].text, 100), gs::visible(arrays[1].text, 100),
                                     gs::visible(arrays[2].text, 100)));
    if (arrays.size() == 2 && !line.input && !line.grid) {
        put_pair(line, arrays[0], arrays[1]);
        return line;
    }
    for (const NamedFile& array : arrays) {
        const bool is_grid = line.input.has_value();
        put(is_grid ? line.grid : line.input, array.text, is_grid ? "grid" : "input");
    }
    return line;
}

}  // namespace viz
