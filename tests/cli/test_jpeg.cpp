// SPDX-License-Identifier: MIT
// JPEG files of every kind.
#include "tests/cli/image_files.h"

namespace viz {
namespace {

using Jpeg = ImageTest;

/// Puts a segment behind the two bytes with which a file starts.
std::string with_segment(const std::string& file, const std::string& segment) {
    return file.substr(0, 2) + segment + file.substr(2);
}

TEST_F(Jpeg, PixelsAreThoseOfLibjpegToTheBit) {
    // What Pillow 13 (libjpeg-turbo 3) makes of both files, the red channel; green and blue are 5 and 11 more.
    const std::vector<int> red{3, 16, 34, 45, 57, 71, 89, 100, 128, 142, 160, 171, 174, 188, 205, 216};
    std::vector<int> all;
    for (const int more : {0, 5, 11})
        for (const int value : red) all.push_back(value + more);
    for (const char* const file : {"colour.jpg", "progressive.jpg"})
        EXPECT_TRUE(gs::same_bits(pixels(corpus_file(file)), gs::Tensor<float>({1, 3, 4, 4}, of_255(all)))) << file;
}

TEST_F(Jpeg, GreyIsOnePlane) {
    EXPECT_EQ(pixels(corpus_file("grey.jpg")).sizes(), (gs::Sizes{1, 1, 4, 4}));
}

TEST_F(Jpeg, ACamerasTurnIsUndone) {
    // Stored as 16 rows of 32 pixels, white on the left and black on the right.
    const Source image = source(corpus_file("orientation_6.jpg"));
    const auto& tensor = std::get<gs::Tensor<float>>(image.tensor);
    ASSERT_EQ(tensor.sizes(), (gs::Sizes{1, 3, 32, 16}));
    for (int64_t y = 0; y < 32; ++y)
        for (int64_t x = 0; x < 16; ++x) EXPECT_EQ(tensor.at(0, 0, y, x), y < 16 ? 1 : 0);
    EXPECT_EQ(image.facts.orientation, 6);
    EXPECT_EQ(orientation_text(english(), image.facts),
              "turned by 90 degrees to the right, as its EXIF orientation 6 asks");
    EXPECT_EQ(image.facts.stored_sizes, (gs::Sizes{16, 32, 3}));
}

TEST_F(Jpeg, AllOrientationsAreUndone) {
    std::vector<unsigned char> samples;
    for (int i = 0; i < 5 * 37; ++i) samples.push_back(static_cast<unsigned char>(i));
    const std::string file = make_grey_jpeg(5, 37, samples);
    const gs::Tensor<float> stored = pixels(file);
    for (int orientation = 1; orientation <= 8; ++orientation)
        EXPECT_TRUE(gs::same_bits(pixels(with_segment(file, jpeg_segment('\xE1', exif(orientation)))),
                                  turned(stored, orientation)))
            << orientation;
}

TEST_F(Jpeg, ExifThatMeansNothingIsPassedOver) {
    const std::string file = corpus_file("grey.jpg");
    for (const std::string& data : {exif(0), exif(9), exif(6).substr(0, 20), std::string("Exif\0\0", 6),
                                    std::string("Exif\0\0MM\0\x2a\xff\xff\xff\xff", 14), exif(6).substr(1)}) {
        const Source image = source(with_segment(file, jpeg_segment('\xE1', data)));
        EXPECT_EQ(image.facts.orientation, 1);
    }
}

TEST_F(Jpeg, CutShortAnywhereIsRefused) {
    for (const char* const name : {"colour.jpg", "progressive.jpg", "grey.jpg"}) {
        const std::string file = corpus_file(name);
        for (size_t size = 3; size < file.size(); ++size)
            EXPECT_TRUE(gs::contains(refusal(file.substr(0, size)), "is a damaged JPEG image: "))
                << name << " " << size;
    }
}

TEST_F(Jpeg, WhatFollowsTheEndIsNoMatter) {
    const std::string file = corpus_file("colour.jpg");
    EXPECT_TRUE(gs::same_bits(pixels(file + "and more"), pixels(file)));
}

TEST_F(Jpeg, BytesBehindTheLastPixelAreToldAndNoMatter) {
    const std::string file = corpus_file("colour.jpg");
    const Source image = source(file.substr(0, file.size() - 2) + "padding" + file.substr(file.size() - 2));
    EXPECT_TRUE(gs::same_bits(std::get<gs::Tensor<float>>(image.tensor), pixels(file)));
    EXPECT_TRUE(has_note(image, "has bytes that mean nothing, which were passed over"));
}

TEST_F(Jpeg, TooManyHuffmanCodesAreRefused) {
    EXPECT_TRUE(gs::contains(refusal(corpus_file("too_many_codes.jpg")), "is a damaged JPEG image: "));
}

TEST_F(Jpeg, SixtyFourScansAreReadAndMoreAreRefused) {
    const std::vector<unsigned char> samples(64, 100);
    EXPECT_EQ(pixels(make_grey_jpeg(8, 8, samples, 1)).at(0, 0, 0, 0), 100.0f / 255);
    EXPECT_TRUE(
        refusal(make_grey_jpeg(8, 8, samples, 2)).ends_with("is a damaged JPEG image: it has more than 64 scans"));
}

TEST_F(Jpeg, MemoryIsNotTakenForWhatCannotBeThere) {
    std::string file = corpus_file("grey.jpg");
    const size_t frame = file.find("\xFF\xC0");
    ASSERT_NE(frame, std::string::npos);
    file.replace(frame + 5, 4, "\x7F\xFF\x7F\xFF");  // height and width
    EXPECT_TRUE(refusal(file).ends_with("is a damaged JPEG image: it is cut short"));
}

TEST_F(Jpeg, CmykIsRefusedByName) {
    // Four components without Adobe's mark are CMYK; the header alone tells.
    const std::string frame("\x8\0\x8\0\x8\4\1\x11\0\2\x11\0\3\x11\0\4\x11\0", 18),
        scan("\4\1\0\2\0\3\0\4\0\0\x3f\0", 12);
    const std::string file = "\xFF\xD8" + jpeg_segment('\xC0', frame) + jpeg_segment('\xDA', scan);
    EXPECT_TRUE(gs::contains(refusal(file), "is a JPEG image in CMYK, the colours of print, which is not read"));
}

TEST_F(Jpeg, TwelveBitsAreRefusedByName) {
    std::string file = corpus_file("grey.jpg");
    file[file.find("\xFF\xC0") + 4] = 12;
    EXPECT_TRUE(gs::contains(refusal(file), "is a JPEG image of a kind that is not read"));
}

TEST_F(Jpeg, AColourProfileIsToldUnlessItIsTheUsualOne) {
    const std::string file = corpus_file("colour.jpg"), mark("ICC_PROFILE\0\1\1", 14);
    EXPECT_TRUE(
        has_note(source(with_segment(file, jpeg_segment('\xE2', mark + "Display P3"))), "has a colour profile"));
    EXPECT_TRUE(source(with_segment(file, jpeg_segment('\xE2', mark + "sRGB"))).facts.notes.empty());
}

}  // namespace
}  // namespace viz
