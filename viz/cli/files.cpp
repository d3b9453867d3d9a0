// SPDX-License-Identifier: MIT
#include "viz/cli/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "core/file.h"
#include "core/npy_header.h"
#include "viz/cli/values.h"
#include "viz/model/file_spec.h"
#include "viz/model/theta.h"
#include "viz/platform/npz.h"

namespace viz {
namespace {

/// What a file's beginning tells of it.
struct NamedFile {
    enum class Kind { scene, image, array, matrix };
    std::string text;
    Kind kind = Kind::image;
    gs::NpyHeader header;  ///< of arrays; without axes where it is not known

    /// Whether it can be the grid of an image, or of a volume.
    bool may_be_grid(bool of_volume) const {
        using Type = gs::NpyType::Kind;
        const int rank = header.sizes.rank(), dims = of_volume ? 3 : 2;
        const bool is_real = header.type.kind == Type::floating || header.type.kind == Type::bfloat16;
        return is_real && (rank == dims + 1 || rank == dims + 2) && header.sizes[rank - 1] == dims;
    }
};

NamedFile look_at_archive(NamedFile file, const FileSpec& spec) {
    file.kind = NamedFile::Kind::array;
    const std::string wanted = file_options(spec).array;
    const std::vector<ArchivedArray> arrays = list_npz(spec.path);
    for (const ArchivedArray& array : arrays)
        if (array.name == wanted || (wanted.empty() && arrays.size() == 1)) file.header = array.header;
    return file;
}

NamedFile look_at(const std::string& text) {
    NamedFile file{.text = text};
    if (text.starts_with(kThetaPrefix)) {
        file.kind = NamedFile::Kind::matrix;
        return file;
    }
    const FileSpec spec = parse_file_spec(text);
    if (!file_exists(spec.path)) throw std::runtime_error(spec.path + ": there is no such file");
    const FileKind kind = file_kind(spec.path);
    if (kind == FileKind::scene) file.kind = NamedFile::Kind::scene;
    if (kind == FileKind::other && looks_like_archive(gs::read_beginning(spec.path, 4)))
        return look_at_archive(file, spec);
    if (kind != FileKind::array) return file;
    file.kind = NamedFile::Kind::array;
    // A pipe can be read once only.
    if (std::filesystem::is_regular_file(spec.path)) file.header = gs::read_npy_header(spec.path);
    return file;
}

/// Puts a file's name where an option's would stand.
void put(std::optional<std::string>& place, const std::string& text, std::string_view what) {
    if (place) throw UsageError(fmt::format("{} and {} are both the {}: give one of them", *place, text, what));
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

CommandLine with_files(CommandLine line) {
    std::vector<NamedFile> arrays;
    for (const std::string& text : line.files) {
        const NamedFile file = look_at(text);
        switch (file.kind) {
            case NamedFile::Kind::scene:
                if (line.lesson)
                    throw UsageError(
                        fmt::format("{} and the lesson {} are both scenes: give one of them", text, *line.lesson));
                put(line.scene, text, "scene");
                break;
            case NamedFile::Kind::image: put(line.input, text, "input"); break;
            case NamedFile::Kind::matrix: put(line.grid, text, "grid"); break;
            case NamedFile::Kind::array: arrays.push_back(file); break;
        }
    }
    line.files.clear();
    if (arrays.size() > 2)
        throw UsageError(fmt::format("{}, {} and {} are arrays, but one input and one grid are needed", arrays[0].text,
                                     arrays[1].text, arrays[2].text));
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
