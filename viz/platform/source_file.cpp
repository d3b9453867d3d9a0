// SPDX-License-Identifier: MIT
#include "viz/platform/source_file.h"

#include <stdexcept>

#include "core/files/file.h"
#include "core/visible.h"
#include "viz/platform/image_io.h"
#include "viz/platform/npz.h"

namespace viz {

Source read_source_file(const std::string& path, const FileOptions& options, const gs::Work& work) {
    if (looks_like_archive(gs::read_beginning(path, 4, work))) {
        if (options.keeps_alpha)
            throw std::runtime_error(gs::visible(path) + ": is an archive of arrays, without alpha to keep");
        return read_npz(path, options, work);
    }
    if (!options.array.empty())
        throw std::runtime_error(gs::visible(path) + ": is no archive, so that there is no array '" +
                                 gs::visible(options.array, gs::kMostExcerptBytes) + "' to choose");
    return read_image(path, options, work);
}

}  // namespace viz
