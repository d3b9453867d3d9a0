// SPDX-License-Identifier: MIT
#include "viz/platform/decoded_files.h"

#include <stdexcept>

#include "core/visible.h"
#include "viz/platform/image_io.h"
#include "viz/platform/npz.h"

namespace viz {
namespace {

bool is_archive(const gs::FileBytes& file) {
    return looks_like_archive(gs::first_bytes(file, 4));
}

}  // namespace

Source DecodedFiles::decode(const std::string& path, const FileOptions& options, const gs::Work& work) const {
    const auto file = open(path, work);
    if (is_archive(*file)) {
        if (options.keeps_alpha)
            throw std::runtime_error(gs::visible(path) + ": is an archive of arrays, without alpha to keep");
        return read_npz(*file, path, options.array, work);
    }
    if (!options.array.empty())
        throw std::runtime_error(gs::visible(path) + ": is no archive, so that there is no array '" +
                                 gs::visible(options.array, gs::kMostExcerptBytes) + "' to choose");
    return read_image(*file, path, options.keeps_alpha, work);
}

std::optional<std::vector<ArchivedArray>> DecodedFiles::arrays(const std::string& path, const gs::Work& work) const {
    const auto file = open(path, work);
    if (!is_archive(*file)) return std::nullopt;
    return list_npz(*file, path, work);
}

void DecodedFiles::require_image(const std::string& path, const gs::Work& work) const {
    viz::require_image(*open(path, work), path);
}

}  // namespace viz
