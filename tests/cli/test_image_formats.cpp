// SPDX-License-Identifier: MIT
// Radiance HDR, PNM, BMP, GIF, PSD and TGA files.
#include <cstring>
#include <limits>

#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "tests/cli/image_files.h"

namespace viz {
namespace {

struct Formats : ImageTest {
    /// That the file is refused where it is cut short, in a hundred places, up to so many bytes at its end that no
    /// pixel needs.
    void expect_refused_when_cut(const std::string& file, size_t needless_bytes = 0) const {
        constexpr size_t kHeader = 18, kPlaces = 100;
        const gs::Tensor<float> whole = pixels(file);
        const size_t needed = file.size() - needless_bytes;
        for (size_t size = kHeader; size < needed; size += 1 + (needed - 1 - size) / kPlaces)
            EXPECT_TRUE(gs::contains(refusal(file.substr(0, size)), "it is cut short")) << size;
        EXPECT_TRUE(gs::contains(refusal(file.substr(0, needed - 1)), "it is cut short"));
        EXPECT_TRUE(gs::same_bits(pixels(file.substr(0, needed)), whole));
    }
};

std::string hdr(const std::string& sizes, const std::string& data, const std::string& variables = "") {
    return "#?RADIANCE\n" + variables + "FORMAT=32-bit_rle_rgbe\n\n" + sizes + "\n" + data;
}

TEST_F(Formats, HdrValuesAreLinear) {
    const std::vector<float> row{0.25f, 0.5f, 1, 2, 4, 0};
    std::vector<float> want;
    for (int c = 0; c < 3; ++c) want.insert(want.end(), row.begin(), row.end());
    const Source image = source(corpus_file("six_values.hdr"));
    EXPECT_TRUE(gs::same_bits(std::get<gs::Tensor<float>>(image.tensor), gs::Tensor<float>({1, 3, 1, 6}, want)));
    EXPECT_EQ(image.facts.white, std::nullopt);
    EXPECT_EQ(stored_of(image), "float (RGBE)");

    gs::replace_file(path("six.hdr"), corpus_file("six_values.hdr"));
    answer({"sample", "--input", "six.hdr", "--grid", "centres", "--mode", "nearest", "--output", "y.npy"});
    EXPECT_TRUE(gs::same_bits(gs::read_npy(path("y.npy")), gs::Tensor<float>({1, 3, 1, 6}, want)));
}

TEST_F(Formats, HdrRowsMayBePackedInEitherWay) {
    // Eight pixels of (128, 64, 32) * 2^-7 and one row more of the same.
    const std::string pixel("\x80\x40\x20\x81", 4), start("\2\2\0\x8", 4);
    std::string flat;
    for (int i = 0; i < 8; ++i) flat += pixel;
    const std::string old = pixel + std::string("\1\1\1\7", 4);
    const std::string packed = start + std::string("\x88\x80\x88\x40\x88\x20\x84\x81\4\x81\x81\x81\x81", 13);
    const gs::Tensor<float> want = pixels(hdr("-Y 2 +X 8", flat + flat));
    EXPECT_EQ(want.at(0, 0, 0, 0), 1);
    EXPECT_EQ(want.at(0, 2, 1, 7), 0.25f);
    for (const std::string& data : {old + old, packed + packed, packed + flat, flat + old})
        EXPECT_TRUE(gs::same_bits(pixels(hdr("-Y 2 +X 8", data)), want));
    for (const std::string& data : {flat + flat, old + old, packed + packed})
        for (size_t size = 0; size < data.size(); ++size)
            EXPECT_TRUE(refusal(hdr("-Y 2 +X 8", data.substr(0, size))).ends_with("it is cut short")) << size;
}

TEST_F(Formats, HdrRunsBeyondARowAreRefused) {
    const std::string pixel("\x80\x40\x20\x81", 4), start("\2\2\0\x8", 4);
    for (const std::string& data : {std::string("\1\1\1\7", 4), pixel + std::string("\1\1\1\x8", 4),
                                    pixel + std::string("\1\1\1\0\1\1\1\1", 8), start + std::string("\x89\x80", 2),
                                    start + std::string("\x9", 1) + std::string(9, 'x'), start + std::string(1, '\0')})
        EXPECT_TRUE(refusal(hdr("-Y 1 +X 8", data + std::string(99, '\0'))).ends_with("a run is too long"));
    EXPECT_TRUE(gs::contains(refusal(hdr("-Y 1 +X 8", std::string("\2\2\0\x9", 4))), "a row has another length"));
}

TEST_F(Formats, HdrOfOtherKindsIsRefusedByName) {
    for (const char* const sizes : {"+Y 1 +X 1", "+X 1 -Y 1", "-Y 1 -X 1", "-Y 0 +X 1", "-Y 1 +X 1 ", "-Y 1"})
        EXPECT_TRUE(gs::contains(refusal(hdr(sizes, "rgbe")), "without the line '-Y height +X width'")) << sizes;
    EXPECT_TRUE(gs::contains(refusal("#?RADIANCE\nFORMAT=32-bit_rle_xyze\n\n-Y 1 +X 1\nxyze"), "not 32-bit_rle_rgbe"));
    EXPECT_TRUE(has_note(source(hdr("-Y 1 +X 1", "rgbe", "EXPOSURE=2\n")), "has an EXPOSURE, by which"));
}

TEST_F(Formats, PnmIsScaledByItsLargestValue) {
    EXPECT_TRUE(gs::same_bits(pixels("P5 1 1 255\n3"), gs::Tensor<float>({1, 1, 1, 1}, of_255({51}))));
    const Source colour = source("P6\n# a comment\n1 1\n#\n100\nabc");
    EXPECT_TRUE(gs::same_bits(std::get<gs::Tensor<float>>(colour.tensor),
                              gs::Tensor<float>({1, 3, 1, 1}, {97.0f / 100, 98.0f / 100, 99.0f / 100})));
    EXPECT_EQ(colour.facts.white, 100);
    const Source deep = source("P5 2 1 65535\n" + std::string("\x80\0\0\1", 4));
    EXPECT_TRUE(gs::same_bits(std::get<gs::Tensor<float>>(deep.tensor),
                              gs::Tensor<float>({1, 1, 1, 2}, {32768.0f / 65535, 1.0f / 65535})));
    EXPECT_EQ(stored_of(deep), "16 bits per channel");
}

TEST_F(Formats, PnmThatCannotBeIsRefused) {
    EXPECT_TRUE(gs::contains(refusal("P5 1 1 100\ne"), "a value is larger than its header's largest one"));
    EXPECT_TRUE(gs::contains(refusal("P5 9999 9999 255\n"), "it is cut short"));
    EXPECT_TRUE(gs::contains(refusal("P6 999999999 999999999 65535\n"), "it is cut short"));
    for (const char* const header : {"P5\n", "P5 1 1\n", "P5 0 1 255\n", "P5 1 1 0\n", "P5 -1 1 255\n", "P5 #\n"})
        EXPECT_TRUE(gs::contains(refusal(header), "its header lacks width, height and largest value")) << header;
    EXPECT_TRUE(gs::contains(refusal("P5 1 1 65536\nab"), "more than 65535"));
    expect_refused_when_cut(corpus_file("colour.ppm"));
}

/// A BMP file with the usual header of 40 bytes.
std::string bmp(int width, int height, int bits, const std::string& palette, const std::string& data) {
    const auto size = static_cast<uint32_t>(54 + palette.size());
    return "BM" + little(0, 8) + little(size, 4) + little(40, 4) + little(static_cast<uint32_t>(width), 4) +
           little(static_cast<uint32_t>(height), 4) + little(1, 2) + little(static_cast<uint32_t>(bits), 2) +
           little(0, 24) + palette + data;
}

TEST_F(Formats, BmpRowsCountFromEitherEnd) {
    const std::string rows = "abcdef  ghijkl  ";  // BGR BGR, filled up to a multiple of four
    const std::vector<int> below{'i', 'l', 'c', 'f', 'h', 'k', 'b', 'e', 'g', 'j', 'a', 'd'};
    EXPECT_TRUE(gs::same_bits(pixels(bmp(2, 2, 24, "", rows)), gs::Tensor<float>({1, 3, 2, 2}, of_255(below))));
    const std::vector<int> above{'c', 'f', 'i', 'l', 'b', 'e', 'h', 'k', 'a', 'd', 'g', 'j'};
    EXPECT_TRUE(gs::same_bits(pixels(bmp(2, -2, 24, "", rows)), gs::Tensor<float>({1, 3, 2, 2}, of_255(above))));
}

TEST_F(Formats, BmpIndicesBeyondThePaletteAreRefused) {
    const std::string two = "abc defg";  // BGR and nothing, twice
    EXPECT_TRUE(gs::same_bits(pixels(bmp(2, 1, 4, two, std::string("\x10\0\0\0", 4))),
                              gs::Tensor<float>({1, 3, 1, 2}, of_255({'f', 'c', 'e', 'b', 'd', 'a'}))));
    EXPECT_TRUE(gs::contains(refusal(bmp(2, 1, 4, two, std::string("\x12\0\0\0", 4))), "that its palette lacks"));
    EXPECT_TRUE(gs::contains(refusal(bmp(2, 1, 8, two, std::string("\0\2\0\0", 4))), "that its palette lacks"));
}

TEST_F(Formats, BmpSidesWhoseBytesCannotBeCountedAreRefused) {
    constexpr int kMost = std::numeric_limits<int>::max();
    EXPECT_TRUE(gs::contains(refusal(bmp(kMost, kMost, 32, "", "abcd")), "its sides are too long"));
    EXPECT_TRUE(gs::contains(refusal(corpus_file("endless_rows.bmp")), "its sides are too long"));
}

TEST_F(Formats, CutShortFilesAreRefused) {
    expect_refused_when_cut(bmp(2, 2, 24, "", "abcdef  ghijkl  "), 2);
    expect_refused_when_cut(bmp(3, 2, 8, "abc defg", std::string("\0\1\0 \1\0\1 ", 8)), 1);
    expect_refused_when_cut(corpus_file("colour.tga"), 0);
    expect_refused_when_cut(corpus_file("palette.tga"), 26);  // with an indexed palette; the footer has 26 bytes
    expect_refused_when_cut(corpus_file("packed.tga"), 26);
    expect_refused_when_cut(corpus_file("interlaced.gif"), 1);  // ';' ends the file
    expect_refused_when_cut(corpus_file("colour.psd"), 1);
}

TEST_F(Formats, GifsWithFewerPixelsThanTheySayAreRefused) {
    // 2 x 2 pixels of a palette of two colours; four codes of 3 bits, others of 4: clear, 0, 1, 0, [1,] end.
    const std::string start =
        "GIF89a" + std::string("\2\0\2\0\x80\0\0", 7) + "abcdef" + "," + std::string("\0\0\0\0\2\0\2\0\0\2", 10);
    const auto with_codes = [&](std::initializer_list<int> codes) {
        uint32_t bits = 0;
        int have = 0;
        for (const int code : codes) {
            bits |= static_cast<uint32_t>(code) << have;
            have += have < 12 ? 3 : 4;
        }
        return start + "\3" + little(bits, 3) + std::string(1, '\0') + ";";
    };
    EXPECT_EQ(pixels(with_codes({4, 0, 1, 0, 1, 5})).sizes(), (gs::Sizes{1, 3, 2, 2}));
    EXPECT_TRUE(gs::contains(refusal(with_codes({4, 0, 1, 0, 5})), "it is cut short"));
    EXPECT_TRUE(gs::contains(refusal(with_codes({4, 0, 7, 0, 1, 5})), "a code stands for nothing"));
    EXPECT_TRUE(gs::contains(refusal(with_codes({0, 1, 0, 1, 5})), "its codes begin wrongly"));
}

TEST_F(Formats, TheFirstPictureOfAnAnimationIsRead) {
    const std::string still = corpus_file("interlaced.gif");
    const size_t picture = still.find(',', 13 + 3 * 16);
    const std::string animated = still.substr(0, still.size() - 1) + still.substr(picture);
    EXPECT_TRUE(has_note(source(animated), "is animated: its first picture was read"));
    EXPECT_TRUE(source(still).facts.notes.empty());
    EXPECT_TRUE(gs::same_bits(pixels(animated), pixels(still)));
}

TEST_F(Formats, TgaKeepsItsAlphaWhenAsked) {
    // Uncompressed colour, 1 x 1, 32 bits, from the top.
    const std::string file = std::string("\0\0\2\0\0\0\0\0\0\0\0\0\1\0\1\0\x20\x28", 18) + "bgra";
    EXPECT_TRUE(gs::same_bits(pixels(file), gs::Tensor<float>({1, 3, 1, 1}, of_255({'r', 'g', 'b'}))));
    EXPECT_TRUE(gs::same_bits(pixels(file, kWithAlpha), gs::Tensor<float>({1, 4, 1, 1}, of_255({'r', 'g', 'b', 'a'}))));
    std::string from_right = file;
    from_right[17] = '\x38';
    EXPECT_TRUE(gs::contains(refusal(from_right), "whose rows run from the right, which is not read"));
}

TEST_F(Formats, PsdWithOtherColoursIsRefusedByName) {
    std::string file = corpus_file("colour.psd");
    file[25] = 4;  // CMYK
    EXPECT_TRUE(gs::contains(refusal(file), "PSD"));
}

}  // namespace
}  // namespace viz
