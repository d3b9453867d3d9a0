// SPDX-License-Identifier: MIT
// Image files as inputs.
#include "core/file.h"
#include "core/npy.h"
#include "tests/cli/program.h"
#include "tests/core/near.h"
#include "tests/core/support.h"
#include "viz/platform/image_io.h"

namespace viz {
namespace {

struct Image : ProgramTest {
    gs::Tensor<float> read_as(const std::string& file, const std::string& bytes) const {
        gs::replace_file(path(file), bytes);
        return read_image(path(file));
    }

    std::string refusal(const std::string& bytes) const {
        return gs::message_of<std::runtime_error>([&] { read_as("picture.png", bytes); });
    }
};

/// A PNG of 2 x 1 pixels whose bytes count up by 51, a fifth of white.
std::string small_png(int channels) {
    const unsigned char pixels[]{0, 51, 102, 153, 204, 255, 0, 51};
    return encode_png(2, 1, channels, pixels);
}

constexpr float fifths(int count) {
    return static_cast<float>(51 * count) / 255;
}

TEST_F(Image, ColoursBecomePlanes) {
    const gs::Tensor<float> want({1, 3, 1, 2}, {fifths(0), fifths(3), fifths(1), fifths(4), fifths(2), fifths(5)});
    EXPECT_TRUE(gs::same_bits(read_as("rgb.png", small_png(3)), want));
}

TEST_F(Image, GreyIsOnePlane) {
    EXPECT_TRUE(
        gs::same_bits(read_as("grey.png", small_png(1)), gs::Tensor<float>({1, 1, 1, 2}, {fifths(0), fifths(1)})));
}

TEST_F(Image, AlphaIsDropped) {
    EXPECT_TRUE(
        gs::same_bits(read_as("ga.png", small_png(2)), gs::Tensor<float>({1, 1, 1, 2}, {fifths(0), fifths(2)})));
    const gs::Tensor<float> want({1, 3, 1, 2}, {fifths(0), fifths(4), fifths(1), fifths(5), fifths(2), fifths(0)});
    EXPECT_TRUE(gs::same_bits(read_as("rgba.png", small_png(4)), want));
}

/// A chunk of a PNG file, without its checksum, which stb does not look at.
std::string chunk(const std::string& type, const std::string& data) {
    return std::string(3, '\0') + static_cast<char>(data.size()) + type + data + "sums";
}

TEST_F(Image, SixteenBitsAreNotCutToEight) {
    const std::string size("\0\0\0\3\0\0\0\1", 8), deep_grey("\20\0\0\0\0", 5);
    // One deflate block, stored: 7 bytes, the first one being the row's filter.
    const std::string row("\x78\x01\x01\x07\x00\xf8\xff\x00\x00\x01\x80\x00\xff\xffsums", 18);
    const std::string png =
        "\x89PNG\r\n\x1a\n" + chunk("IHDR", size + deep_grey) + chunk("IDAT", row) + chunk("IEND", "");
    const gs::Tensor<float> want({1, 1, 1, 3}, {1.0f / 65535, 32768.0f / 65535, 1});
    EXPECT_TRUE(gs::same_bits(read_as("deep.png", png), want));
}

TEST_F(Image, SixteenBitsThatStbGetsWrongAreRefused) {
    EXPECT_TRUE(gs::contains(refusal("P5 1 1 65535\n" + std::string(2, '\1')), "picture.png: is a PNM file"));
    EXPECT_TRUE(gs::same_bits(read_as("grey.pgm", "P5 1 1 255\n3"), gs::Tensor<float>({1, 1, 1, 1}, {fifths(1)})));
}

TEST_F(Image, AnythingElseIsRefusedByName) {
    for (const std::string& bytes : {std::string("no picture"), std::string(1, '\0'), small_png(3).substr(0, 40)}) {
        const std::string sentence = refusal(bytes);
        EXPECT_TRUE(gs::contains(sentence, "picture.png: cannot be read as an image: "));
        EXPECT_EQ(sentence.find('\n'), std::string::npos);
    }
    EXPECT_TRUE(gs::contains(refusal(""), "picture.png: is empty"));
    EXPECT_TRUE(gs::contains(gs::message_of<std::runtime_error>([&] { read_image(path("none.png")); }), "none.png"));
    EXPECT_TRUE(gs::contains(gs::message_of<std::runtime_error>([&] { read_image(path("")); }), "is not a file"));
}

TEST_F(Image, HugeSizesAreRefusedBeforeMemoryIsTaken) {
    // The size stands in the header's bytes 16 to 23; nobody need have sent that many pixels.
    std::string bytes = small_png(1);
    bytes.replace(16, 8, std::string("\0\0\x40\0\0\0\x40\0", 8));
    EXPECT_TRUE(gs::contains(refusal(bytes), "is 16384 x 16384 pixels, but may have 67108864 pixels at most"));
}

TEST_F(Image, AReasonIsGivenWhateverTheChunkIsCalled) {
    const std::string png = "\x89PNG\r\n\x1a\n" + chunk("IHDR", std::string("\0\0\0\3\0\0\0\1\x8\0\0\0\0", 13)) +
                            chunk(std::string(4, '\0'), "");
    EXPECT_TRUE(refusal(png).ends_with("it is damaged")) << refusal(png);
}

/// A segment of a JPEG file.
std::string segment(char marker, const std::string& data) {
    const size_t length = data.size() + 2;
    return std::string{'\xFF', marker, static_cast<char>(length >> 8), static_cast<char>(length & 255)} + data;
}

TEST_F(Image, JpegsWithTooManyHuffmanCodesAreRefused) {
    const std::string file = gs::read_file(GRIDSCOPE_FUZZ_CORPUS "/image/grey.jpg");
    const std::string start = file.substr(0, 2), rest = file.substr(2);
    const size_t scan = file.find("\xFF\xDA");
    ASSERT_NE(scan, std::string::npos);
    // Two tables of which the second one has 257 codes.
    std::string tables = std::string(1, '\0') + '\1' + std::string(15, '\0') + "v";
    tables += std::string(1, '\x10') + std::string(14, '\0') + "\2\xFF" + std::string(257, 'v');
    const std::string bad = segment('\xC4', tables), fill(3, '\xFF'), other = segment('\xE1', "some words");
    for (const std::string& bytes :
         {start + bad + rest, start + other + fill + bad + rest, start + "padding" + bad + rest,
          fill + start + bad + rest, file.substr(0, scan + 14) + "\x12" + bad + rest, start + bad.substr(0, 50)})
        EXPECT_TRUE(gs::contains(refusal(bytes), "more than 256 codes"));

    // What only looks like one is in a segment that nothing is read from, or after the end.
    const gs::Tensor<float> image = read_as("picture.jpg", file);
    for (const std::string& bytes : {start + segment('\xE1', bad) + rest, file + bad})
        EXPECT_TRUE(gs::same_bits(read_as("picture.jpg", bytes), image));
}

TEST_F(Image, CanBeSampled) {
    gs::replace_file(path("rgb.png"), small_png(3));
    answer({"sample", "--input", "rgb.png", "--grid", "linspace", "--align-corners", "true", "--output", "y.npy"});
    EXPECT_TRUE(gs::same_bits(gs::read_npy(path("y.npy")), read_image(path("rgb.png"))));
    EXPECT_TRUE(gs::contains(answer({"explain", "--input", "rgb.png", "--channel", "2"}), "sizes [1, 3, 1, 2]"));
}

TEST_F(Image, BrokenOnesEndACommandWithOneSentence) {
    gs::replace_file(path("bad.png"), "\x89PNG\r\n\x1a\n and then nothing");
    expect_refused({"explain", "--input", "bad.png"}, 1, "bad.png: cannot be read as an image");
    expect_refused({"sample", "--input", "bad.png", "--output", "y.npy"}, 1, "bad.png");
}

}  // namespace
}  // namespace viz
