// SPDX-License-Identifier: MIT
// A tensor from somewhere, with what was found there: for `info`, headers and the window.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/files/npy.h"
#include "core/work.h"
#include "viz/document/notes.h"

namespace viz {

enum class SourceKind {
    builtin_input,
    builtin_grid,
    array,
    matrix,  ///< an array with an affine matrix, of which the grid was made
    image
};

/// How elements are stored.
namespace stored {

struct Array {
    gs::NpyType type;
    bool fortran_order;
    friend bool operator==(const Array&, const Array&) = default;
};

struct BitsPerChannel {
    int bits;
    friend bool operator==(const BitsPerChannel&, const BitsPerChannel&) = default;
};

struct BitsPerPixel {
    int bits;
    friend bool operator==(const BitsPerPixel&, const BitsPerPixel&) = default;
};

/// Indices into colours of 8 bits per channel.
struct Palette {
    std::optional<int> index_bits = std::nullopt;  ///< nothing: they are of no fixed size
    friend bool operator==(const Palette&, const Palette&) = default;
};

/// Indices into colours of any size.
struct ColourTable {
    int colour_bits, index_bits;
    friend bool operator==(const ColourTable&, const ColourTable&) = default;
};

/// Three mantissas that share an exponent.
struct Rgbe {
    friend bool operator==(const Rgbe&, const Rgbe&) = default;
};

}  // namespace stored

using StoredElements = std::variant<std::monostate, stored::Array, stored::BitsPerChannel, stored::BitsPerPixel,
                                    stored::Palette, stored::ColourTable, stored::Rgbe>;

/// What a file or a built-in name turned out to hold. viz/text/source_words.h puts it into words.
struct SourceFacts {
    SourceKind kind = SourceKind::array;
    std::string format;        ///< of an image: "PNG"
    std::string file;          ///< its path; empty: none
    std::string array;         ///< of an archive: the array's name
    StoredElements stored;     ///< nothing for what was made
    gs::Sizes stored_sizes;    ///< as they are stored: (H, W, C) of images
    std::string layout;        ///< how the stored axes are read, in letters: "HWC", "NCHW"
    std::optional<int> white;  ///< of an image: the number that became 1; nothing: its values are linear
    bool is_shared = false;    ///< a single grid of the file serves all images of the batch
    int orientation = 1;       ///< of an image, by which it was turned: as TIFF and EXIF count, 1 to 8
    std::vector<Note> notes;   ///< what was converted, guessed or left out
};

struct Source {
    gs::AnyTensor tensor;
    SourceFacts facts;
};

/// An array as its file has it; `name` is its name in an archive.
Source source_of(gs::NpyArray array, const std::string& name = "");

/// What a user can ask of a file, written behind its name: "photo.png?alpha=keep", "arrays.npz?array=x".
struct FileOptions {
    bool keeps_alpha = false;
    std::string array;  ///< of an archive: its name; empty: the only one

    friend bool operator==(const FileOptions&, const FileOptions&) = default;
};

}  // namespace viz
