// SPDX-License-Identifier: MIT
// The files of the disk, and standard input.
#pragma once

#include "viz/platform/decoded_files.h"

namespace viz {

class DiskFiles : public DecodedFiles {
public:
    std::string absence(const std::string& path) const override;
    std::optional<FileStamp> stamp(const std::string& path) const override;
    std::unique_ptr<const gs::FileBytes> open(const std::string& path, const gs::Work& work) const override;
};

/// There is one disk.
const Files& disk();

}  // namespace viz
