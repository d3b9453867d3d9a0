// SPDX-License-Identifier: MIT
// A tensor from somewhere, with what was found there: for `info`, headers and the window.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/files/npy.h"
#include "core/work.h"

namespace viz {

/// What a file or a built-in name turned out to hold. Empty texts: there is nothing to be said.
struct SourceFacts {
    std::string kind;        ///< "PNG image", "NumPy array", "array 'x' of an .npz archive", "built-in input"
    std::string file;        ///< its path; empty: none
    std::string array;       ///< of an archive: the array's name
    std::string stored;      ///< the elements as they are stored: "16 bits per channel", "int64", "float32, big-endian"
    gs::Sizes stored_sizes;  ///< as they are stored: (H, W, C) of images
    std::string layout;      ///< how the stored axes are read: "HWC", "NCHW"
    std::string scale;       ///< how numbers become values: "value / 255"
    bool is_shared = false;  ///< a single grid of the file serves all images of the batch
    std::string orientation;  ///< "turned by 90 degrees, as its EXIF orientation 6 asks"
    /// What was converted, guessed or left out, each in one sentence that starts with a small letter and lacks the full
    /// stop: "alpha was left out: ?alpha=keep makes it the fourth channel".
    std::vector<std::string> notes;
};

struct Source {
    gs::AnyTensor tensor;
    SourceFacts facts;
};

/// The kind of an .npy file.
inline constexpr std::string_view kNumpyArray = "NumPy array";

/// An array as its file has it; `name` is its name in an archive.
Source source_of(gs::NpyArray array, const std::string& name = "");

/// What a user can ask of a file, written behind its name: "photo.png?alpha=keep", "arrays.npz?array=x".
struct FileOptions {
    bool keeps_alpha = false;
    std::string array;  ///< of an archive: its name; empty: the only one

    friend bool operator==(const FileOptions&, const FileOptions&) = default;
};

}  // namespace viz
