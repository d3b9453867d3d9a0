// SPDX-License-Identifier: MIT
#include "viz/document/named_file.h"

#include <stdexcept>
#include <vector>

#include "viz/document/file_spec.h"
#include "viz/document/theta.h"

namespace viz {
namespace {

NamedFile look_at_archive(NamedFile file, const std::vector<ArchivedArray>& arrays, const std::string& wanted) {
    file.kind = NamedFile::Kind::array;
    for (const ArchivedArray& array : arrays)
        if (array.name == wanted || (wanted.empty() && arrays.size() == 1)) file.header = array.header;
    return file;
}

}  // namespace

bool NamedFile::may_be_grid(bool of_volume) const {
    using ElementKind = gs::NpyType::Kind;
    const int rank = header.sizes.rank(), dims = of_volume ? 3 : 2;
    const bool is_real = header.type.kind == ElementKind::floating || header.type.kind == ElementKind::bfloat16;
    return is_real && (rank == dims + 1 || rank == dims + 2) && header.sizes[rank - 1] == dims;
}

NamedFile look_at_file(const std::string& text, const Files& files, const gs::Work& work) {
    NamedFile file{.text = text};
    if (text.starts_with(kThetaPrefix)) {
        file.kind = NamedFile::Kind::matrix;
        return file;
    }
    const FileSpec spec = parse_file_spec(text, files);
    require_file(spec.path, files);
    const FileKind kind = file_kind(spec.path, files, work);
    if (kind == FileKind::scene) file.kind = NamedFile::Kind::scene;
    if (kind == FileKind::other) {
        const auto arrays = files.arrays(spec.path, work);
        return arrays ? look_at_archive(file, *arrays, file_options(spec).array) : file;
    }
    if (kind != FileKind::array) return file;
    file.kind = NamedFile::Kind::array;
    gs::BytesInOrder bytes(files.open(spec.path, work), spec.path);
    file.header = gs::read_npy_header(bytes, spec.path);
    return file;
}

}  // namespace viz
