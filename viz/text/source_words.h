// SPDX-License-Identifier: MIT
// What was found in a source, in words: the same for the window, explanations, `info` and standard error. Empty texts:
// there is nothing to be said.
#pragma once

#include <string>
#include <vector>

#include "viz/document/source.h"
#include "viz/text/words.h"

namespace viz {

/// "PNG image", "NumPy array", "array 'x' of an .npz archive", "built-in input".
std::string kind_text(const Words& words, const SourceFacts& facts);

/// How the elements are stored: "16 bits per channel", "int64", "float32, big-endian".
std::string stored_text(const Words& words, const SourceFacts& facts);

/// How the numbers of an image become values: "value / 255".
std::string scale_text(const Words& words, const SourceFacts& facts);

/// "turned by 90 degrees to the right, as its EXIF orientation 6 asks".
std::string orientation_text(const Words& words, const SourceFacts& facts);

/// A sentence that starts with a small letter and lacks the full stop, to follow the file's name: "alpha is the fourth
/// channel".
std::string note_text(const Words& words, const Note& note);

/// One for each note.
std::vector<std::string> note_texts(const Words& words, const SourceFacts& facts);

}  // namespace viz
