// SPDX-License-Identifier: MIT
#include "viz/ui/named_file.h"

#include <stdexcept>
#include <vector>

#include "core/files/file.h"
#include "viz/document/file_spec.h"
#include "viz/document/theta.h"
#include "viz/platform/npz.h"

namespace viz {
namespace {

NamedFile look_at_archive(NamedFile file, const FileSpec& spec, const gs::Work& work) {
    file.kind = NamedFile::Kind::array;
    const std::string wanted = file_options(spec).array;
    const std::vector<ArchivedArray> arrays = list_npz(spec.path, work);
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

NamedFile look_at_file(const std::string& text, const gs::Work& work) {
    NamedFile file{.text = text};
    if (text.starts_with(kThetaPrefix)) {
        file.kind = NamedFile::Kind::matrix;
        return file;
    }
    const FileSpec spec = parse_file_spec(text);
    require_file(spec.path);
    const FileKind kind = file_kind(spec.path, work);
    if (kind == FileKind::scene) file.kind = NamedFile::Kind::scene;
    if (kind == FileKind::other && looks_like_archive(gs::read_beginning(spec.path, 4, work)))
        return look_at_archive(file, spec, work);
    if (kind != FileKind::array) return file;
    file.kind = NamedFile::Kind::array;
    file.header = gs::read_npy_header(spec.path, work);
    return file;
}

}  // namespace viz
