// SPDX-License-Identifier: MIT
// What is in files, wherever they are: each is read by the library for what it begins with.
#pragma once

#include "viz/document/files.h"

namespace viz {

/// Files, of which those that are no .npy arrays are archives (npz.h) and images (image_io.h). Where the bytes are is
/// left to others.
class DecodedFiles : public Files {
public:
    Source decode(const std::string& path, const FileOptions& options, const gs::Work& work) const override;
    std::optional<std::vector<ArchivedArray>> arrays(const std::string& path, const gs::Work& work) const override;
    void require_image(const std::string& path, const gs::Work& work) const override;
};

}  // namespace viz
