// SPDX-License-Identifier: MIT
// Image files as inputs: what holds for all formats.
#include <sys/stat.h>

#include <cstdlib>

#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "tests/cli/image_files.h"
#include "tests/pictures/pixels.h"
#include "viz/platform/desktop/memory_limit.h"
#include "viz/platform/image_format.h"

namespace viz {
namespace {

struct Image : ImageTest {
    /// The sentence by which a path is refused.
    std::string refusal_of(const std::string& file) const {
        return gs::message_of<std::runtime_error>(
            [&] { read_image(*disk().open(path(file), gs::Work()), path(file), false, gs::Work()); });
    }
};

/// A PNG of 2 x 1 pixels whose bytes count up by 51, a fifth of white.
std::string small_png(int channels) {
    const unsigned char pixels[]{0, 51, 102, 153, 204, 255, 0, 51};
    return encode_png(2, 1, channels, pixels);
}

TEST_F(Image, ColoursBecomePlanes) {
    const gs::Tensor<float> want({1, 3, 1, 2}, of_255({0, 153, 51, 204, 102, 255}));
    EXPECT_TRUE(gs::same_bits(pixels(small_png(3)), want));
}

TEST_F(Image, GreyIsOnePlane) {
    EXPECT_TRUE(gs::same_bits(pixels(small_png(1)), gs::Tensor<float>({1, 1, 1, 2}, of_255({0, 51}))));
}

TEST_F(Image, AlphaIsLeftOutAndKeptWhenAsked) {
    EXPECT_TRUE(gs::same_bits(pixels(small_png(2)), gs::Tensor<float>({1, 1, 1, 2}, of_255({0, 102}))));
    EXPECT_TRUE(
        gs::same_bits(pixels(small_png(4)), gs::Tensor<float>({1, 3, 1, 2}, of_255({0, 204, 51, 255, 102, 0}))));
    EXPECT_TRUE(
        gs::same_bits(pixels(small_png(2), kWithAlpha), gs::Tensor<float>({1, 2, 1, 2}, of_255({0, 102, 51, 153}))));
    EXPECT_TRUE(gs::same_bits(pixels(small_png(4), kWithAlpha),
                              gs::Tensor<float>({1, 4, 1, 2}, of_255({0, 204, 51, 255, 102, 0, 153, 51}))));
}

TEST_F(Image, AlphaIsAlwaysTold) {
    EXPECT_TRUE(has_note(source(small_png(4)),
                         "has an alpha channel, which was left out: write FILE?alpha=keep to make it the fourth"));
    EXPECT_TRUE(has_note(source(small_png(2)), "FILE?alpha=keep to make it the second"));
    EXPECT_TRUE(has_note(source(small_png(4), kWithAlpha), "alpha is the fourth channel"));
    EXPECT_TRUE(has_note(source(small_png(3), kWithAlpha), "has no alpha channel that could be kept"));
    EXPECT_TRUE(source(small_png(3)).facts.notes.empty());
}

TEST_F(Image, FactsSayWhatTheFileHolds) {
    const SourceFacts facts = source(small_png(4)).facts;
    EXPECT_EQ(kind_text(english(), facts), "PNG image");
    EXPECT_EQ(stored_text(english(), facts), "8 bits per channel");
    EXPECT_EQ(facts.stored_sizes, (gs::Sizes{1, 2, 4}));
    EXPECT_EQ(facts.layout, "HWC");
    EXPECT_EQ(scale_text(english(), facts), "value / 255");
    EXPECT_EQ(orientation_text(english(), facts), "");
}

TEST_F(Image, AnythingElseIsRefusedByName) {
    for (const std::string& bytes : {std::string("no picture"), std::string(1, '\0'), std::string(600, 'x')}) {
        const std::string sentence = refusal(bytes);
        EXPECT_TRUE(gs::contains(sentence, "picture.png: is of no known image format"));
        EXPECT_EQ(sentence.find('\n'), std::string::npos);
    }
    EXPECT_TRUE(gs::contains(refusal(small_png(3).substr(0, 40)), "picture.png: is a damaged PNG image"));
    EXPECT_TRUE(gs::contains(refusal(""), "picture.png: is empty"));
    EXPECT_TRUE(gs::contains(refusal_of("none.png"), "none.png: cannot be opened"));
}

TEST_F(Image, FoldersAndPipesAreNoFiles) {
    EXPECT_TRUE(refusal_of("").ends_with("is a folder, not a file"));
    ASSERT_EQ(mkfifo(path("pipe.png").c_str(), 0600), 0);
    EXPECT_TRUE(gs::contains(refusal_of("pipe.png"), "pipe.png: is a pipe, but only files and standard input are"));
}

/// 33000 x 3000 pixels, half of which are white.
std::string wide_png() {
    constexpr int kWidth = 33000, kHeight = 3000;
    return make_png({kWidth, kHeight, 1, 0, std::string(size_t{kWidth} / 8 * kHeight, '\x55')});
}

TEST_F(Image, PicturesBeyond67MegapixelsAreRead) {
    const Source image = source(wide_png());
    const auto& tensor = std::get<gs::Tensor<float>>(image.tensor);
    EXPECT_EQ(tensor.sizes(), (gs::Sizes{1, 1, 3000, 33000}));
    EXPECT_EQ(tensor.at(0, 0, 2999, 32998), 0);
    EXPECT_EQ(tensor.at(0, 0, 2999, 32999), 1);
}

TEST_F(Image, WhatNeedsMoreMemoryThanAllowedIsRefusedWithTheWayOut) {
    const gs::Work work({.memory = 256 << 20});
    const std::string sentence = gs::message_of<std::runtime_error>([&] { source(wide_png(), {}, work); });
    EXPECT_TRUE(gs::contains(sentence, "picture.png: needs 379 MiB for its 33000 x 3000 pixels, but 256 MiB may be"));
    EXPECT_TRUE(gs::contains(sentence, "--memory 379M allows it"));
}

TEST_F(Image, BytesAreWrittenAsPeopleWriteThem) {
    EXPECT_GT(default_memory(), 0);
    for (const auto& [text, bytes] : {std::pair{"8G", int64_t{8} << 30}, {"512M", 512 << 20}, {"1.5K", 1536}, {"7", 7}})
        EXPECT_EQ(parse_bytes(text), bytes) << text;
    for (const char* const text : {"", "much", "-1", "0", "8GB", "8X", "nan", "1e30G", "G"})
        EXPECT_EQ(parse_bytes(text), std::nullopt) << text;
}

TEST_F(Image, FormatsAreToldByTheirBytes) {
    for (const auto& [file, format] : {std::pair{"colour.png", "PNG"},
                                       {"colour.jpg", "JPEG"},
                                       {"radiance.hdr", "Radiance HDR"},
                                       {"colour.ppm", "PNM"},
                                       {"colour.bmp", "BMP"},
                                       {"palette.gif", "GIF"},
                                       {"colour.psd", "PSD"},
                                       {"colour.tga", "TGA"}}) {
        EXPECT_EQ(image_format(corpus_file(file)), format);
        EXPECT_TRUE(looks_like_image(corpus_file(file)));
        EXPECT_EQ(format_refusal(corpus_file(file)), "");
    }
    EXPECT_EQ(image_format(corpus_file("strips.tif")), "TIFF");
    EXPECT_FALSE(looks_like_image(corpus_file("strips.tif")));
    EXPECT_EQ(image_format("no picture"), "");
    EXPECT_EQ(image_format(""), "");
}

TEST_F(Image, FormatsThatAreNotReadAreNamedWithWhatHelps) {
    using namespace std::string_literals;
    const std::string iso = "\0\0\0\x18"s + "ftyp";
    for (const auto& [bytes, part] : std::vector<std::pair<std::string, std::string>>{
             {corpus_file("strips.tif"), "is a TIFF image, which is not read: save it as PNG"},
             {"\x76\x2f\x31\x01\2\0\0\0"s, "is an OpenEXR image, which is not read: save it as Radiance HDR"},
             {"RIFF\x24\0\0\0WEBPVP8 "s, "is a WebP image, which is not read: save it as PNG"},
             {"PF\n2 1\n-1.0\n" + std::string(24, '\0'), "is a PFM image"},
             {"PIEH\2\0\0\0\1\0\0\0"s + std::string(16, '\0'), "is a Middlebury flow field (.flo), which is not read"},
             {"PK\3\4" + std::string(26, '\0') + "archive/data.pkl", "torch.load('x.pt').numpy()"},
             {"PK\3\4" + std::string(26, '\0') + "x.npy", "is a ZIP archive"},
             {corpus_file("crash.pic"), "is a Softimage PIC image"},
             {iso + "avif", "is an AVIF image"},
             {iso + "heic", "is a HEIF image (HEIC)"},
             {iso + "isom", "is a film"},
             {"\xff\x0a\xfa\x7f", "is a JPEG XL image"},
             {"\0\0\0\x0cjP  \r\n\x87\n"s, "is a JPEG 2000 image"},
             {"%PDF-1.7\n", "is a PDF document"},
             {"<?xml version=\"1.0\"?>\n<svg>", "is an SVG drawing"},
             {"\x89HDF\r\n\x1a\n", "is an HDF5 file"},
             {"\x80\4\x95", "is a Python pickle"},
             {"\x93NUMPY\1\0"s, "is a NumPy array (.npy), not an image"},
             {"P3 1 1 255 1 2 3\n", "is a PNM image as text"}})
        EXPECT_TRUE(gs::contains(refusal(bytes), part)) << part;
}

TEST_F(Image, CanBeSampled) {
    gs::replace_file(path("rgb.png"), small_png(3));
    answer({"sample", "--input", "rgb.png", "--grid", "linspace", "--align-corners", "true", "--output", "y.npy"});
    EXPECT_TRUE(gs::same_bits(gs::read_npy(path("y.npy")), pixels_of(path("rgb.png"))));
    EXPECT_TRUE(gs::contains(answer({"explain", "--input", "rgb.png", "--channel", "2"}), "sizes [1, 3, 1, 2]"));
}

TEST_F(Image, BrokenOnesEndACommandWithOneSentence) {
    gs::replace_file(path("bad.png"), "\x89PNG\r\n\x1a\n and then nothing");
    expect_refused({"explain", "--input", "bad.png"}, 1, "bad.png: is a damaged PNG image");
    expect_refused({"sample", "--input", "bad.png", "--output", "y.npy"}, 1, "bad.png");
}

TEST_F(Image, HostileOnesEndACommandWithOneSentence) {
    for (const auto& [file, part] : {std::pair{"crash.pic", "is a Softimage PIC image"},
                                     {"endless.hdr", "is a damaged Radiance HDR image: it is cut short"},
                                     {"uninitialised.ppm", "is a damaged PNM image: it is cut short"},
                                     {"uninitialised.tga", "is a damaged TGA image: it is cut short"}}) {
        gs::replace_file(path(file), corpus_file(file));
        expect_refused({"sample", "--input", file, "--output", "y.npy"}, 1, part);
    }
}

}  // namespace
}  // namespace viz
