// SPDX-License-Identifier: MIT
// Large data for the window's benchmark, made by code.
#pragma once

#include "viz/document/state.h"
#include "viz/platform/memory_files.h"

namespace viz {

/// An input of 3x4096x4096 and a grid of 1024x1024 places, as files that are decoded in no time.
class LargeFiles : public MemoryFiles {
public:
    LargeFiles();
    Source decode(const std::string& path, const FileOptions& options, const gs::Work& work) const override;
    /// The State that shows them.
    State state() const;
};

/// A side of the PNG that is opened, which has three channels.
inline constexpr int kLargePngSide = 8192;

/// The bytes of that PNG.
std::string large_png();

}  // namespace viz
