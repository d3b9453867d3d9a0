// SPDX-License-Identifier: MIT
// Image files made for tests, and what read_image makes of them.
#pragma once

#include <string>
#include <vector>

#include "tests/cli/program.h"
#include "tests/core/near.h"
#include "tests/core/support.h"
#include "viz/platform/image_io.h"
#include "viz/text/source_words.h"

namespace viz {

inline constexpr FileOptions kWithAlpha{.keeps_alpha = true};

/// Each file has the name picture.png, whatever it is: only content counts.
struct ImageTest : ProgramTest {
    Source source(const std::string& bytes, const FileOptions& options = {}, const gs::Work& work = gs::Work()) const;
    gs::Tensor<float> pixels(const std::string& bytes, const FileOptions& options = {}) const;
    /// The sentence by which the bytes are refused.
    std::string refusal(const std::string& bytes) const;
};

/// A file of the fuzzer's corpus.
std::string corpus_file(const std::string& name);

/// value / 255 for each.
std::vector<float> of_255(const std::vector<int>& values);

inline Words english() {
    return words_in("en");
}

/// How its elements are stored, in words.
inline std::string stored_of(const Source& source) {
    return stored_text(english(), source.facts);
}

/// Whether one of the notes holds the part.
testing::AssertionResult has_note(const Source& source, const std::string& part);

/// Bytes with the lowest byte first, as many as asked.
std::string little(uint32_t value, int bytes);

/// A chunk of a PNG file with its checksum.
std::string png_chunk(const std::string& type, const std::string& data);

/// What libpng writes. Samples are rows of bytes as the file has them, the higher byte of 16 bits first.
struct PngSpec {
    int width, height, bits, color_type;
    std::string samples;
    bool is_interlaced = false;
    std::string palette = {};  ///< RGB RGB ...
    std::string chunks = {};   ///< put in before the pixels
};
std::string make_png(const PngSpec& spec);

/// A JPEG file of grey values, in one scan, or progressive in 1 + 63 * parts scans, with parts 1 or 2.
std::string make_grey_jpeg(int width, int height, const std::vector<unsigned char>& samples, int parts = 0);

/// A segment of a JPEG file.
std::string jpeg_segment(char marker, const std::string& data);

/// EXIF data that hold an orientation and nothing else, beginning with "Exif\0\0".
std::string exif(int orientation);

/// The tensor (1, C, H, W) turned as EXIF defines the orientations, pixel by pixel.
gs::Tensor<float> turned(const gs::Tensor<float>& image, int orientation);

}  // namespace viz
