// SPDX-License-Identifier: MIT
// The catalogue's texts with what takes the place of their placeholders, in languages with other rules.
#include "viz/text/words.h"

#include <gtest/gtest.h>

#include <vector>

namespace viz {
namespace {

/// English texts in a language that writes decimals after a comma and counts 0 as one.
const Language& other_language() {
    static const Language language{"xx", "Other", ",",
                                   [](int64_t count) { return count <= 1 ? PluralForm::one : PluralForm::other; },
                                   languages().front().texts};
    return language;
}

TEST(Words, TakeThePlacesOfPlaceholders) {
    const Words words = words_in("en");
    EXPECT_EQ(words("step.number", "step"_a = 3, "steps"_a = 8), "Step 3 of 8");
    EXPECT_EQ(words("step.number", "steps"_a = 8, "step"_a = 3), "Step 3 of 8");                 // in any order
    EXPECT_EQ(words("pair", "x"_a = std::string("{y}"), "y"_a = std::string("1")), "({y}, 1)");  // not filled twice
}

TEST(Words, AgreeWithACount) {
    const std::string list = "7";
    EXPECT_EQ(words_in("en")("explain.neighbours.rows", "count"_a = 1, "list"_a = list), "row 7");
    EXPECT_EQ(words_in("en")("explain.neighbours.rows", "count"_a = 0, "list"_a = list), "rows 7");
    EXPECT_EQ(words_in("en")("explain.neighbours.rows", "count"_a = 2, "list"_a = list), "rows 7");
    EXPECT_EQ(Words(other_language())("explain.neighbours.rows", "count"_a = 0, "list"_a = list), "row 7");
}

TEST(Words, WriteNumbersAsTheLanguageDoes) {
    EXPECT_EQ(words_in("en").number("−2.5"), "−2.5");
    EXPECT_EQ(Words(other_language()).number("−2.5"), "−2,5");
    EXPECT_EQ(Words(other_language()).number("1.5e+30"), "1,5e+30");
    EXPECT_EQ(Words(other_language()).number("nan"), "nan");
}

TEST(Words, OfALanguageWithoutACatalogueAreEnglish) {
    EXPECT_EQ(words_in("tlh")("step.query"), words_in("en")("step.query"));
}

TEST(Words, EveryTextHasAFormForEveryCount) {
    for (const Language& language : languages()) {
        EXPECT_EQ(language.texts.size(), std::size(detail::kCatalogueKeys)) << language.code;
        for (const TextForms& forms : language.texts) EXPECT_NE(forms[0], nullptr) << language.code;
    }
}

}  // namespace
}  // namespace viz
