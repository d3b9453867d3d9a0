// SPDX-License-Identifier: MIT
// PNG files of every kind.
#include <zlib.h>

#include <cstdlib>

#include "tests/cli/image_files.h"

namespace viz {
namespace {

using Png = ImageTest;

enum Color { kGrey = 0, kRgb = 2, kPalette = 3, kRgba = 6 };

TEST_F(Png, SixteenBitsAreNotCutToEightAndTheScaleIsTold) {
    const Source image = source(corpus_file("deep.png"));
    EXPECT_EQ(stored_of(image), "16 bits per channel");
    EXPECT_EQ(image.facts.white, 65535);
    std::vector<float> want;
    for (const int value : {0, 256, 25600, 65535, 1, 12800}) want.push_back(static_cast<float>(value) / 65535);
    EXPECT_TRUE(gs::same_bits(std::get<gs::Tensor<float>>(image.tensor), gs::Tensor<float>({1, 1, 2, 3}, want)));
}

TEST_F(Png, SixteenBitColoursKeepTheirAlpha) {
    const std::string samples("\0\1\0\2\0\3\0\4\x80\0\x80\1\x80\2\x80\3", 16);
    std::vector<float> want;
    for (const int value : {1, 0x8000, 2, 0x8001, 3, 0x8002, 4, 0x8003})
        want.push_back(static_cast<float>(value) / 65535);
    EXPECT_TRUE(
        gs::same_bits(pixels(make_png({2, 1, 16, kRgba, samples}), kWithAlpha), gs::Tensor<float>({1, 4, 1, 2}, want)));
}

TEST_F(Png, ColourUnderAlphaStaysAsStored) {
    const std::string file = corpus_file("colour_under_alpha.png");
    const gs::Tensor<float> left = pixels(file), kept = pixels(file, kWithAlpha);
    EXPECT_EQ(kept.sizes(), (gs::Sizes{1, 4, 4, 4}));
    for (const auto& image : {left, kept}) {
        EXPECT_EQ(image.at(0, 0, 3, 0), 200.0f / 255);
        EXPECT_EQ(image.at(0, 1, 3, 0), 100.0f / 255);
        EXPECT_EQ(image.at(0, 2, 3, 0), 50.0f / 255);
    }
    EXPECT_EQ(kept.at(0, 3, 3, 0), 0);
}

TEST_F(Png, DamagedPixelsAreRefusedWithTheChunk) {
    EXPECT_TRUE(refusal(corpus_file("damaged.png"))
                    .ends_with("picture.png: is a damaged PNG image: its chunk IDAT does not fit the checksum"));
}

TEST_F(Png, EveryChangedByteOfTheDataIsNoticed) {
    const std::string good = make_png({3, 2, 8, kRgb, "some colours here."});
    ASSERT_EQ(pixels(good).count(), 18);
    for (size_t at = good.find("IDAT"); at < good.size(); ++at) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        EXPECT_TRUE(gs::contains(refusal(bad), "is a damaged PNG image: ")) << at;
    }
}

TEST_F(Png, CutShortAnywhereIsRefused) {
    const std::string good = make_png({3, 2, 8, kRgb, "some colours here."});
    for (size_t size = 8; size < good.size(); ++size)
        EXPECT_TRUE(refusal(good.substr(0, size)).ends_with("is a damaged PNG image: it is cut short")) << size;
}

TEST_F(Png, WhatFollowsTheEndIsNoMatter) {
    const std::string good = make_png({3, 2, 8, kRgb, "some colours here."});
    EXPECT_TRUE(gs::same_bits(pixels(good + "and more"), pixels(good)));
}

TEST_F(Png, IphonesOwnKindIsRefusedByName) {
    const std::string sentence = refusal(corpus_file("iphone.png"));
    EXPECT_TRUE(gs::contains(sentence, "for the iPhone (CgBI), which is not read: save it as an ordinary PNG"));
}

TEST_F(Png, PalettesAndFewBitsAreUnpacked) {
    const Source indexed = source(
        make_png({.width = 2, .height = 1, .bits = 4, .color_type = kPalette, .samples = "\x10", .palette = "abcdef"}));
    EXPECT_EQ(stored_of(indexed), "palette of 8 bits per channel, 4-bit indices");
    EXPECT_TRUE(gs::same_bits(std::get<gs::Tensor<float>>(indexed.tensor),
                              gs::Tensor<float>({1, 3, 1, 2}, of_255({'d', 'a', 'e', 'b', 'f', 'c'}))));

    for (const auto& [bits, sample] : {std::pair{1, "\x40"}, {2, "\x30"}, {4, "\x0f"}}) {
        const Source grey = source(make_png({2, 1, bits, kGrey, sample}));
        EXPECT_TRUE(gs::same_bits(std::get<gs::Tensor<float>>(grey.tensor), gs::Tensor<float>({1, 1, 1, 2}, {0, 1})));
        EXPECT_EQ(grey.facts.white, (1 << bits) - 1);
    }
}

TEST_F(Png, ATransparentColourCountsAsAlpha) {
    const std::string file = make_png({.width = 2,
                                       .height = 1,
                                       .bits = 8,
                                       .color_type = kGrey,
                                       .samples = "ab",
                                       .chunks = png_chunk("tRNS", std::string("\0b", 2))});
    EXPECT_TRUE(has_note(source(file), "has an alpha channel"));
    EXPECT_TRUE(gs::same_bits(pixels(file, kWithAlpha), gs::Tensor<float>({1, 2, 1, 2}, of_255({'a', 'b', 255, 0}))));
}

TEST_F(Png, InterlacedOnesHoldTheSamePixels) {
    std::string samples;
    for (int i = 0; i < 9 * 11 * 3; ++i) samples += static_cast<char>(i * 7);
    EXPECT_TRUE(gs::same_bits(pixels(make_png({9, 11, 8, kRgb, samples, true})),
                              pixels(make_png({9, 11, 8, kRgb, samples, false}))));
}

TEST_F(Png, AreTurnedAsTheirExifAsks) {
    // More than Planes::kRows rows, and not a multiple of them.
    std::string samples;
    for (int i = 0; i < 5 * 37 * 3; ++i) samples += static_cast<char>(i * 7);
    const gs::Tensor<float> upright = pixels(make_png({5, 37, 8, kRgb, samples}));
    for (int orientation = 1; orientation <= 8; ++orientation) {
        for (const bool is_interlaced : {false, true}) {
            const std::string chunks = png_chunk("eXIf", exif(orientation).substr(6));
            const Source image = source(make_png({5, 37, 8, kRgb, samples, is_interlaced, {}, chunks}));
            EXPECT_TRUE(gs::same_bits(std::get<gs::Tensor<float>>(image.tensor), turned(upright, orientation)));
            EXPECT_EQ(image.facts.stored_sizes, (gs::Sizes{37, 5, 3}));
            EXPECT_EQ(image.facts.orientation, orientation);
        }
    }
}

TEST_F(Png, WhatIsNotAppliedIsTold) {
    const auto with = [&](const std::string& chunks) {
        return source(make_png({1, 1, 8, kGrey, "a", false, {}, chunks}));
    };
    EXPECT_TRUE(has_note(with(png_chunk("gAMA", std::string("\0\1\x86\xa0", 4))), "has the gamma 1, which was not"));
    EXPECT_TRUE(
        has_note(with(png_chunk("iCCP", std::string("Display P3\0\0x", 13))), "has a colour profile, which was"));
    EXPECT_TRUE(has_note(with(png_chunk("acTL", std::string(8, '\1'))), "is animated: its first picture was read"));
    EXPECT_TRUE(with(png_chunk("gAMA", std::string("\0\0\xb1\x8f", 4))).facts.notes.empty());
}

TEST_F(Png, MemoryIsNotTakenForWhatCannotBeThere) {
    // The size stands in the header; nobody need have sent that many pixels.
    const std::string small = make_png({1, 1, 8, kGrey, "a"});
    const std::string header = std::string("\0\0\x40\0\0\0\x40\0\x8\0\0\0\0", 13);
    const std::string bad = small.substr(0, 8) + png_chunk("IHDR", header) + small.substr(33);
    EXPECT_TRUE(refusal(bad).ends_with("is a damaged PNG image: it is cut short"));
}

TEST_F(Png, TextThatUnpacksToGigabytesIsPassedOver) {
    // Nothing but the header of packed text: were it unpacked, it would be refused or noted.
    const std::string text = png_chunk("zTXt", std::string("Comment\0\0\x78\x9c", 11) + std::string(100'000, '\xff'));
    const Source image = source(make_png({1, 1, 8, kGrey, "a", false, {}, text}));
    EXPECT_TRUE(image.facts.notes.empty());
}

TEST_F(Png, DataFarBeyondThePixelsAreNotUnpacked) {
    // One pixel, and what else is packed with it.
    const auto with_surplus = [](uLong surplus, char interlacing) {
        const std::string data(2 + surplus, '\0');
        uLongf size = compressBound(data.size());
        std::string packed(size, '\0');
        compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(data.data()),
                  data.size(), Z_NO_COMPRESSION);
        packed.resize(size);
        const std::string header("\0\0\0\1\0\0\0\1\x8\0\0\0", 12);
        return "\x89PNG\r\n\x1a\n" + png_chunk("IHDR", header + interlacing) + png_chunk("IDAT", packed) +
               png_chunk("IEND", "");
    };
    for (const char interlacing : {'\0', '\1'}) {
        EXPECT_TRUE(has_note(source(with_surplus(10'000, interlacing)), "Too much image data"));
        EXPECT_TRUE(refusal(with_surplus(200'000, interlacing)).ends_with("it holds far more data than pixels"));
    }
}

TEST_F(Png, AReasonIsGivenWhateverTheChunkIsCalled) {
    const std::string small = make_png({1, 1, 8, kGrey, "a"});
    const std::string bad = small.substr(0, 33) + png_chunk(std::string(4, '\0'), "") + small.substr(33);
    const std::string sentence = refusal(bad);
    EXPECT_TRUE(gs::contains(sentence, "is a damaged PNG image: "));
    EXPECT_EQ(sentence.find('\0'), std::string::npos);
    EXPECT_FALSE(sentence.ends_with(": "));
}

}  // namespace
}  // namespace viz
