// SPDX-License-Identifier: MIT
// Numbers and simple arithmetic, as they are typed into a field.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "viz/document/expression.h"

namespace viz {
namespace {

struct Case {
    const char* text;
    double value;
};

TEST(Expression, ReadsNumbersTheWayTheyAreWritten) {
    for (const auto& [text, value] : {Case{"0", 0.0},
                                      {"12", 12},
                                      {"0.25", 0.25},
                                      {".5", 0.5},
                                      {"5.", 5},
                                      {"+1e-1", 0.1},
                                      {"1e30", 1e30},
                                      {"1E+2", 100},
                                      {"0.1", 0.1},
                                      {"4.9406564584124654e-324", 5e-324},
                                      {"1e-400", 0},
                                      {"0.001e3", 1},
                                      {"  7  ", 7}}) {
        const auto read = read_expression(text);
        ASSERT_TRUE(std::holds_alternative<double>(read)) << text << ": " << std::get<std::string>(read);
        EXPECT_EQ(std::get<double>(read), value) << text;
    }
    EXPECT_TRUE(std::signbit(std::get<double>(read_expression("-0"))));
}

TEST(Expression, ReadsACommaAsADecimalSign) {
    EXPECT_EQ(std::get<double>(read_expression("0,5")), 0.5);
    EXPECT_EQ(std::get<double>(read_expression("-0,7143")), -0.7143);
    EXPECT_EQ(std::get<double>(read_expression("1,5e1/3")), 5);
}

TEST(Expression, ReadsInfinitiesAndNan) {
    EXPECT_EQ(std::get<double>(read_expression("inf")), INFINITY);
    EXPECT_EQ(std::get<double>(read_expression("-Inf")), -INFINITY);
    EXPECT_EQ(std::get<double>(read_expression("infinity")), INFINITY);
    EXPECT_EQ(std::get<double>(read_expression("∞")), INFINITY);
    EXPECT_TRUE(std::isnan(std::get<double>(read_expression("NaN"))));
    EXPECT_TRUE(std::isnan(std::get<double>(read_expression("inf-inf"))));
    EXPECT_EQ(std::get<double>(read_expression("1/inf")), 0);
}

TEST(Expression, CalculatesLikeEverybodyDoes) {
    for (const auto& [text, value] : {Case{"1/3", 1.0 / 3},
                                      {"2/7-1", 2.0 / 7 - 1},
                                      {"1+2*3", 7},
                                      {"(1+2)*3", 9},
                                      {"8/4/2", 1},
                                      {"1-2-3", -4},
                                      {"-2*-3", 6},
                                      {"--1", 1},
                                      {"+-1", -1},
                                      {" - ( 1 + 2 ) * 0,1 ", -3 * 0.1},
                                      {"((2))", 2},
                                      {"1 / 4", 0.25},
                                      {"−1÷4", -0.25},
                                      {"2×3", 6},
                                      {"3-+1", 2}}) {
        const auto read = read_expression(text);
        ASSERT_TRUE(std::holds_alternative<double>(read)) << text << ": " << std::get<std::string>(read);
        EXPECT_EQ(std::bit_cast<uint64_t>(std::get<double>(read)), std::bit_cast<uint64_t>(value)) << text;
    }
}

TEST(Expression, RefusesTheRestWithOneSentence) {
    for (const char* text : {"",     " ",     "abc",   "1,2,3",   "1.2.3",       "1.000,5", "1 2", "0x10",  "1e",
                             "1e+",  "1e400", "1/0",   "1/(2-2)", "1e300*1e300", "1/",      "*2",  "(1",    "1)",
                             "()",   "(1 2)", "1..2",  ".",       ",",           "-",       "1+",  "2 inf", "infx",
                             "nan1", "1f",    "0.5px", "é",       "1;2",         "1e1e1",   "\"",  "2**3",  "=1"}) {
        const auto read = read_expression(text);
        ASSERT_TRUE(std::holds_alternative<std::string>(read)) << text << " = " << std::get<double>(read);
        const std::string sentence = std::get<std::string>(read);
        EXPECT_EQ(sentence.find('\n'), std::string::npos) << text;
        EXPECT_NE(sentence.find("such as 0.25"), std::string::npos) << text << ": " << sentence;
    }
}

TEST(Expression, SaysWhatIsWrong) {
    const auto says = [](const char* text, const char* words) {
        const auto read = read_expression(text);
        const std::string sentence = std::holds_alternative<std::string>(read) ? std::get<std::string>(read) : "";
        return sentence.find(words) != std::string::npos;
    };
    EXPECT_TRUE(says("abc", "\"abc\" is not understood"));
    EXPECT_TRUE(says("1 + px", "\"px\" is not understood"));
    EXPECT_TRUE(says("1,2,3", "one decimal sign"));
    EXPECT_TRUE(says("1/0", "divides by 0"));
    EXPECT_TRUE(says("1/", "missing at the end"));
    EXPECT_TRUE(says("(1", "a ) is missing"));
    EXPECT_TRUE(says("1 2", "an operator is missing before 2"));
    EXPECT_TRUE(says("1e999", "1e999 is too large"));
}

TEST(Expression, SurvivesALongText) {
    for (const char* piece : {"(", "-", "1+", "((1)", "9", "1,", " "}) {
        std::string text;
        for (int k = 0; k < 100000; ++k) text += piece;
        EXPECT_NO_THROW(read_expression(text)) << piece;
    }
}

}  // namespace
}  // namespace viz
