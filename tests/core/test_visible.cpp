// SPDX-License-Identifier: MIT
// Foreign texts in sentences: one line of valid UTF-8, not too long, with nothing in it that a terminal obeys.
#include <gtest/gtest.h>

#include "core/visible.h"
#include "tests/core/support.h"

namespace gs {
namespace {

TEST(Visible, LeavesOrdinaryTextsAsTheyAre) {
    for (const char* text : {"", "photo.png", "4×4 ramp − ½", "Größe.npy", "图像.npy", "𝄞", "a\\b \"c\" 'd'"})
        EXPECT_EQ(visible(text), text);
}

TEST(Visible, EscapesWhatTerminalsObey) {
    EXPECT_EQ(visible("a\nb\r\tc"), "a\\nb\\r\\tc");
    EXPECT_EQ(visible("\x1b[31m\x7f\a"), "\\x1b[31m\\x7f\\x07");
    EXPECT_EQ(visible(std::string_view("a\0b", 3)), "a\\x00b");
    EXPECT_EQ(visible("\u0080\u009b\u009f\u00a0"), "\\u0080\\u009b\\u009f\u00a0") << "C1, and what comes after it";
    EXPECT_EQ(visible("\u202a\u202e\u2066\u2069\u2028"), "\\u202a\\u202e\\u2066\\u2069\\u2028");
    EXPECT_EQ(visible("\u200e\u200f\u061c"), "\\u200e\\u200f\\u061c");
}

TEST(Visible, ShowsBytesThatAreNoUtf8) {
    EXPECT_EQ(visible("a\xff\x9b"), "a\\xff\\x9b");
    EXPECT_EQ(visible("\xc0\xaf"), "\\xc0\\xaf") << "an overlong slash";
    EXPECT_EQ(visible("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "half of a surrogate pair";
    EXPECT_EQ(visible("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "beyond U+10FFFF";
    EXPECT_EQ(visible("\xe2\x88"), "\\xe2\\x88") << "the end is missing";
}

TEST(Visible, KeepsTheEndsOfWhatIsTooLong) {
    const std::string path = "/home/somebody/" + std::string(5000, 'x') + "/photo-17.png";
    const std::string shown = visible(path);
    EXPECT_EQ(shown.size(), kMostNameBytes);
    EXPECT_TRUE(shown.starts_with("/home/somebody/"));
    EXPECT_TRUE(shown.ends_with("/photo-17.png"));
    EXPECT_TRUE(contains(shown, "…"));
    EXPECT_EQ(visible(std::string(kMostNameBytes, 'x')), std::string(kMostNameBytes, 'x'));
}

/// What `visible` promises of any text.
void expect_fit(std::string_view text, size_t most) {
    EXPECT_LE(text.size(), most);
    for (; !text.empty(); text.remove_prefix(first_letter(text).bytes)) {
        const Letter letter = first_letter(text);
        ASSERT_TRUE(letter.is_valid);
        ASSERT_FALSE(is_control(letter.code_point)) << letter.code_point;
    }
}

TEST(Visible, IsFitForASentenceWhateverTheBytes) {
    Random random(11);
    for (int round = 0; round < 20000; ++round) {
        std::string bytes;
        const auto count = random.bits() % 60;
        for (uint32_t k = 0; k < count; ++k) {
            if (random.bits() % 2 == 0)
                bytes += static_cast<char>(random.bits() % 256);
            else
                bytes += std::array{"é", "−", "𝄞", "\u202e", "x"}[random.bits() % 5];
        }
        for (const size_t most : {size_t{16}, size_t{17}, size_t{18}, size_t{19}, kMostNameBytes})
            expect_fit(visible(bytes, most), most);
    }
}

}  // namespace
}  // namespace gs
