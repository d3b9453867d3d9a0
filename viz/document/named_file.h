// SPDX-License-Identifier: MIT
// Files that are named alone, or dropped on the window: what each one is, told by its content.
#pragma once

#include <string>

#include "viz/document/files.h"

namespace viz {

/// What a file's beginning tells of it.
struct NamedFile {
    enum class Kind { scene, image, array, matrix };
    std::string text;  ///< its name, with what is asked of it
    Kind kind = Kind::image;
    gs::NpyHeader header;  ///< of arrays; without axes where it is not known

    /// Whether it can be the grid of an image, or of a volume: floating-point numbers of which the last axis has size 2
    /// or 3.
    bool may_be_grid(bool of_volume) const;
};

/// Throws std::runtime_error, in one sentence, for a file that is not there or cannot be opened, and gs::Stopped.
NamedFile look_at_file(const std::string& text, const Files& files, const gs::Work& work);

}  // namespace viz
