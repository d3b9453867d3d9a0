// SPDX-License-Identifier: MIT
// What is said of sources: a sentence for each note, and words for whatever else was found.
#include "viz/text/source_words.h"

#include <gtest/gtest.h>

#include <set>

namespace viz {
namespace {

using Plain = note::Plain;
using Kind = gs::NpyType::Kind;

const gs::NpyType kInt64{Kind::signed_integer, 8, true};  // its byte order is nothing that the note speaks of
const note::ImageSizes kFirst{6, 3, 8}, kLast{8, 6, 3}, kGrey{8, 6, 1};

const std::vector<std::pair<Note, std::string>>& sentences() {
    using enum AxisLayout;
    using enum gs::Dtype;
    static const std::vector<std::pair<Note, std::string>> all{
        {Plain::bfloat16_guessed, "its elements, 2 bytes without a name, are read as bfloat16, which NumPy saves so"},
        {Plain::first_picture_only, "is animated: its first picture was read"},
        {Plain::profile_ignored, "has a colour profile, which was not applied"},
        {Plain::exposure_ignored, "has an EXPOSURE, by which the values were not divided"},
        {Plain::stray_bytes_ignored, "has bytes that mean nothing, which were passed over"},
        {Plain::no_alpha, "has no alpha channel that could be kept"},
        {Plain::white_taken_out, "white, on which Photoshop lays transparent pixels, was taken out of them"},
        {note::ChannelsLastGuessed{kLast, kFirst},
         "read as HWC, 8 rows and 6 columns with 3 channels, because its last axis has the size of channels and its "
         "first has not: --layout CHW reads 6 rows and 3 columns with 8 channels"},
        {note::ChannelsLastPossible{NCHW, NHWC, kFirst, kGrey},
         "read as NCHW, 6 rows and 3 columns with 8 channels: --layout NHWC reads 8 rows and 6 columns with 1 channel"},
        {note::LayoutIgnored{HWC}, "the layout HWC is for arrays and does not concern it"},
        {note::IntegersConverted{{Kind::boolean, 1}, {}}, "its booleans are read as float32, 0 and 1"},
        {note::IntegersConverted{{Kind::unsigned_integer, 1}, {}},
         "its uint8 values are read as float32, which holds each of them exactly"},
        {note::IntegersConverted{kInt64, {true, "16777217", ""}},
         "its int64 values are read as float64, since float32 cannot hold 16777217"},
        {note::IntegersConverted{kInt64, {true, "3", "5", 1}},
         "its int64 values are read as float64, since float32 cannot hold 3; nor can float64 hold 5: 1 value was "
         "rounded"},
        {note::IntegersConverted{kInt64, {true, "3", "5", 2}},
         "its int64 values are read as float64, since float32 cannot hold 3; nor can float64 hold 5: 2 values were "
         "rounded"},
        {note::BytesFollow{1, false}, "only the first array is read: 1 byte follows it"},
        {note::BytesFollow{3, false}, "only the first array is read: 3 bytes follow it"},
        {note::BytesFollow{156, true},
         "only the first array is read: 156 bytes follow it, which begin with another array"},
        {note::GridShared{4, false}, "its one grid serves all 4 images; PyTorch wants grid.expand(4, -1, -1, -1)"},
        {note::GridShared{2, true}, "its one grid serves all 2 images; PyTorch wants grid.expand(2, -1, -1, -1, -1)"},
        {note::GridConverted{float16, float32, bfloat16, true},
         "its float16 values are read as float32, as the input is bfloat16; PyTorch wants grid.float()"},
        {note::GridConverted{float64, float32, float32, false},
         "its float64 values were rounded to float32, as the input is float32; PyTorch wants grid.float()"},
        {note::GridOfMatrix{"t.npy", {1, 4, 5, 2}, false},
         "the matrix makes a grid as large as the input, [1, 4, 5, 2], for align_corners=False; "
         "theta:t.npy?align_corners=true makes the other"},
        {note::GridOfMatrix{"t.npy", {1, 4, 5, 2}, true},
         "the matrix makes a grid as large as the input, [1, 4, 5, 2], for align_corners=True; "
         "theta:t.npy?align_corners=false makes the other"},
        {note::GammaIgnored{0.33333}, "has the gamma 0.33333, which was not applied"},
        {note::FlawIgnored{"IDAT: Too much image data"}, "has a flaw that was passed over (IDAT: Too much image data)"},
        {note::AlphaLeftOut{true},
         "has an alpha channel, which was left out: write FILE?alpha=keep to make it the second channel"},
        {note::AlphaLeftOut{false},
         "has an alpha channel, which was left out: write FILE?alpha=keep to make it the fourth channel"},
        {note::AlphaKept{true}, "alpha is the second channel"},
        {note::AlphaKept{false}, "alpha is the fourth channel"}};
    return all;
}

TEST(SourceWords, HaveASentenceForEachNote) {
    std::set<size_t> seen;
    std::set<std::string> texts;
    for (const auto& [note, text] : sentences()) {
        EXPECT_EQ(note_text(words_in("en"), note), text);
        seen.insert(note.index());
        texts.insert(text);
    }
    EXPECT_EQ(seen.size(), std::variant_size_v<Note>);
    EXPECT_EQ(texts.size(), sentences().size());
}

TEST(SourceWords, FollowTheOrderOfTheNotes) {
    const SourceFacts facts{.notes = {Plain::profile_ignored, note::AlphaKept{false}, Plain::profile_ignored}};
    const std::string profile = "has a colour profile, which was not applied";
    EXPECT_EQ(note_texts(words_in("en"), facts),
              (std::vector<std::string>{profile, "alpha is the fourth channel", profile}));
}

TEST(SourceWords, SayHowElementsAreStored) {
    const auto text = [](const StoredElements& elements) {
        return stored_text(words_in("en"), SourceFacts{.stored = elements});
    };
    EXPECT_EQ(text({}), "");
    EXPECT_EQ(text(stored::Array{{Kind::floating, 4}, false}), "float32");
    EXPECT_EQ(text(stored::Array{kInt64, true}), "int64, big-endian, Fortran order");
    EXPECT_EQ(text(stored::BitsPerChannel{1}), "1 bit per channel");
    EXPECT_EQ(text(stored::BitsPerChannel{16}), "16 bits per channel");
    EXPECT_EQ(text(stored::BitsPerPixel{24}), "24 bits per pixel");
    EXPECT_EQ(text(stored::Palette{4}), "palette of 8 bits per channel, 4-bit indices");
    EXPECT_EQ(text(stored::Palette{}), "palette of 8 bits per channel");
    EXPECT_EQ(text(stored::ColourTable{24, 8}), "palette of 24 bits per colour, 8-bit indices");
    EXPECT_EQ(text(stored::Rgbe{}), "float (RGBE)");
}

TEST(SourceWords, SayWhatKindOfSourceItIs) {
    const auto text = [](const SourceFacts& facts) { return kind_text(words_in("en"), facts); };
    EXPECT_EQ(text({.kind = SourceKind::builtin_input}), "built-in input");
    EXPECT_EQ(text({.kind = SourceKind::builtin_grid}), "built-in grid");
    EXPECT_EQ(text({.kind = SourceKind::array}), "NumPy array");
    EXPECT_EQ(text({.kind = SourceKind::array, .array = "x"}), "array 'x' of an .npz archive");
    EXPECT_EQ(text({.kind = SourceKind::image, .format = "Radiance HDR"}), "Radiance HDR image");
    EXPECT_EQ(text({.kind = SourceKind::matrix}), "affine matrix in a NumPy array");
    EXPECT_EQ(text({.kind = SourceKind::matrix, .array = "x"}), "affine matrix in an array 'x' of an .npz archive");
}

TEST(SourceWords, SayHowAnImageWasTurned) {
    std::set<std::string> texts;
    for (int orientation = 2; orientation <= 8; ++orientation)
        texts.insert(orientation_text(words_in("en"), {.orientation = orientation}));
    EXPECT_EQ(texts.size(), 7u);
    EXPECT_TRUE(texts.contains("mirrored and turned by 90 degrees to the right, as its EXIF orientation 7 asks"));
    EXPECT_EQ(orientation_text(words_in("en"), {.orientation = 1}), "");
}

}  // namespace
}  // namespace viz
