// SPDX-License-Identifier: MIT
// Files that are no .npy tensors, each read by what it begins with.
#pragma once

#include <string>

#include "viz/document/source.h"

namespace viz {

/// The program's FileReader: archives (npz.h) and images (image_io.h). Refuses, in a sentence that names the file, an
/// option that says nothing to its kind.
Source read_source_file(const std::string& path, const FileOptions& options, const gs::Work& work);

}  // namespace viz
