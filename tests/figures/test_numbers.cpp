// SPDX-License-Identifier: MIT
// Every number that is printed reads back as the traced one, to the digits that are printed.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "tests/figures/support.h"
#include "viz/text/narration.h"

namespace viz {
namespace {

/// The numbers in a text; true minus signs count, hyphens and minus signs between two numbers, as in "4 − 1", do not.
std::vector<double> numbers_in(std::string text) {
    const std::string minus = "−";
    for (size_t at = text.find(minus); at != std::string::npos; at = text.find(minus, at)) {
        const bool is_sign = at + minus.size() < text.size() && text[at + minus.size()] != ' ';
        text.replace(at, minus.size(), is_sign ? "-" : " ");
    }
    std::vector<double> numbers;
    for (size_t at = 0; at < text.size();) {
        const char c = text[at];
        const bool starts = (c >= '0' && c <= '9') || ((c == '-' || c == '+') && at + 1 < text.size() &&
                                                       text[at + 1] >= '0' && text[at + 1] <= '9');
        if (!starts) {
            ++at;
            continue;
        }
        char* end = nullptr;
        numbers.push_back(std::strtod(text.c_str() + at, &end));
        at = static_cast<size_t>(end - text.c_str());
    }
    return numbers;
}

/// Half a unit of the last of so many significant digits of the value. A billionth more, because the tie itself counts.
double half_unit(double value, int digits) {
    if (value == 0) return 0;
    const double exponent = std::floor(std::log10(std::abs(value)));
    return 0.5 * std::pow(10, exponent - digits + 1) * (1 + 1e-9);
}

constexpr double kHalfOfFourDecimals = 0.5e-4 * (1 + 1e-9);

/// Whether the text is the value, rounded to as many decimals as the text has.
bool is_rounding_of(std::string text, double value) {
    for (size_t at; (at = text.find("−")) != std::string::npos;) text.replace(at, std::string_view("−").size(), "-");
    const size_t exponent = text.find('e'), point = text.find('.');
    const size_t end = std::min(exponent, text.size());
    const auto decimals = static_cast<double>(point < end ? end - point - 1 : 0);
    const double power = exponent < text.size() ? std::strtod(text.c_str() + exponent + 1, nullptr) : 0;
    return std::abs(numbers_in(text).at(0) - value) <= 0.5 * std::pow(10, power - decimals) * (1 + 1e-9);
}

/// How a chip's numbers are cut out of it: "2 × 0.2449".
std::vector<std::string> factors(const std::string& chip) {
    const size_t times = chip.find(" × ");
    if (times == std::string::npos) return {chip};
    return {chip.substr(0, times), chip.substr(times + std::string_view(" × ").size())};
}

/// A traced number, and how far from it the printed one may be.
struct Expected {
    double value, tolerance;
};

/// As the narration prints: five significant digits, three for large numbers.
Expected told(double value) {
    return {value, half_unit(value, std::abs(value) < 1e4 ? 5 : 3)};
}
Expected weight(double value) {
    return {value, kHalfOfFourDecimals};
}
Expected result(double value) {
    return {value, half_unit(value, 6)};
}
Expected integer(double value) {
    return {value, 0};
}

void expect_numbers(const std::string& text, const std::vector<Expected>& expected, const State& state) {
    const std::vector<double> found = numbers_in(text);
    ASSERT_EQ(found.size(), expected.size()) << name(state) << ": " << text;
    for (size_t k = 0; k < found.size(); ++k) {
        EXPECT_TRUE(std::abs(found[k] - expected[k].value) <= expected[k].tolerance)
            << name(state) << ": " << text << ": number " << k << " should be " << expected[k].value;
    }
}

/// Calls visit(model) for many queries in each mode and padding.
template <class Visitor>
void for_each_model(int step, Visitor&& visit) {
    for (const gs::Mode mode : gs::kModes) {
        for (const gs::Padding padding : gs::kPaddings) {
            State state;
            state.sampling.mode = mode;
            state.sampling.padding = padding;
            state.walk.step = step;
            FileModel model = model_of(state);
            for (float x = -1.7f; x <= 1.7f; x += 0.1713f) {
                state.query = {.x = x, .y = 0.3f - 0.8f * x};
                model.update(state);
                visit(model);
            }
        }
    }
}

TEST(Numbers, OfTheQueryAreTheGridValue) {
    for_each_model(1, [](const Model& model) {
        const auto [x, y] = model.query_grid();
        expect_numbers(narrate(model).lines[0], {told(x), told(y)}, model.state());
    });
}

TEST(Numbers, OfUnnormaliseAreTheTrace) {
    for_each_model(2, [](const Model& model) {
        const std::vector<std::string> lines = narrate(model).lines;
        for (size_t k = 0; k < 2; ++k) {
            const Trace& trace = model.sides()[k].trace;
            const Expected g = told(trace.x.grid), one = integer(1), two = integer(2);
            const Expected size = integer(static_cast<double>(trace.x.size));
            const Expected x = told(trace.x.unnormalized), y = told(trace.y.unnormalized);
            expect_numbers(
                lines[k],
                k == 0 ? std::vector{g, one, two, size, one, x, y} : std::vector{g, one, size, one, two, x, y},
                model.state());
        }
    });
}

TEST(Numbers, OfPaddingAreTheTrace) {
    for_each_model(3, [](const Model& model) {
        const std::vector<std::string> lines = narrate(model).lines;
        for (size_t k = 0; k < 2; ++k) {
            const Trace& trace = model.sides()[k].trace;
            std::vector<Expected> expected{told(trace.x.unnormalized), told(trace.y.unnormalized)};
            const std::vector<double> found = numbers_in(lines[k]);
            const bool is_moved = lines[k].find(" to (") != std::string::npos;
            if (is_moved) {
                expected.push_back(told(trace.x.padded));
                expected.push_back(told(trace.y.padded));
            } else if (lines[k].find("count as 0") != std::string::npos) {
                expected.push_back(integer(0));
            } else if (trace.options.mode != gs::Mode::bicubic) {
                EXPECT_EQ(trace.x.padded, trace.x.unnormalized) << name(model.state());
                EXPECT_EQ(trace.y.padded, trace.y.unnormalized) << name(model.state());
            }
            expect_numbers(lines[k], expected, model.state());
        }
    });
}

TEST(Numbers, OfTheNeighboursAreTheTrace) {
    for_each_model(4, [](const Model& model) {
        const std::vector<std::string> lines = narrate(model).lines;
        for (size_t k = 0; k < 2; ++k) {
            const Trace& trace = model.sides()[k].trace;
            const double x = trace.x.base, y = trace.y.base;
            std::vector<Expected> expected;
            switch (trace.options.mode) {
                case gs::Mode::bilinear:
                    for (const double value : {x, y, x, x + 1, y, y + 1}) expected.push_back(integer(value));
                    break;
                case gs::Mode::nearest:
                    expected = {told(trace.x.padded), told(trace.y.padded), integer(x), integer(y)};
                    break;
                case gs::Mode::bicubic:
                    for (const double value : {x - 1, x + 2, y - 1, y + 2}) expected.push_back(integer(value));
            }
            expect_numbers(lines[k], expected, model.state());
        }
    });
}

TEST(Numbers, OfTheWeightsAreTheTrace) {
    for_each_model(5, [](const Model& model) {
        const Trace &a = model.sides()[0].trace, &b = model.sides()[1].trace;
        const std::vector<std::string> lines = narrate(model).lines;
        if (a.options.mode == gs::Mode::bilinear) {
            std::vector<Expected> expected;
            for (const Trace* trace : {&a, &b}) {
                for (const double value : {trace->x.weights[1], trace->y.weights[0], trace->taps[1].weight})
                    expected.push_back(weight(value));
            }
            expect_numbers(lines[2], expected, model.state());
        } else if (a.options.mode == gs::Mode::bicubic) {
            expect_numbers(
                lines[2],
                {Expected{-0.75, 0}, told(a.x.fraction), told(a.y.fraction), told(b.x.fraction), told(b.y.fraction)},
                model.state());
        }
    });
}

TEST(Numbers, OfTheValuesAreTheTrace) {
    for_each_model(6, [](const Model& model) {
        const std::vector<std::string> lines = narrate(model).lines;
        for (size_t k = 0; k < 2; ++k) {
            std::vector<Expected> expected;
            const bool has_unread = model.state().sampling.padding != gs::Padding::zeros;
            for (const TapTrace& tap : model.sides()[k].trace.taps) {
                const bool is_told = tap.in_bounds || !has_unread;
                if (is_told && expected.size() < numbers_in(lines[k]).size()) expected.push_back(told(tap.value));
            }
            expect_numbers(lines[k], expected, model.state());
        }
    });
}

TEST(Numbers, OfTheSumAreTheTrace) {
    for_each_model(7, [](const Model& model) {
        const std::vector<std::string> lines = narrate(model).lines;
        for (size_t k = 0; k < 2; ++k) {
            const Trace& trace = model.sides()[k].trace;
            std::vector<Expected> expected;
            for (const double sum : trace.row_sums) expected.push_back(told(sum));
            if (trace.row_sums.empty()) {
                for (const TapTrace& tap : trace.taps) expected.push_back(told(tap.product));
            }
            expected.push_back(result(trace.output));
            expect_numbers(lines[k], expected, model.state());
        }
    });
}

TEST(Numbers, OfTheComparisonAreTheTrace) {
    for_each_model(8, [](const Model& model) {
        const Trace &a = model.sides()[0].trace, &b = model.sides()[1].trace;
        const std::vector<std::string> lines = narrate(model).lines;
        expect_numbers(lines[0], {result(a.output), result(b.output), told(a.output - b.output)}, model.state());
        expect_numbers(lines[1], {told(b.x.unnormalized - a.x.unnormalized), told(b.y.unnormalized - a.y.unnormalized)},
                       model.state());
    });
}

TEST(Numbers, OfTheSumAreTheTraceRoundedToTheirDigits) {
    for_each_model(kSteps, [](const Model& model) {
        const Drawing drawing = draw(model);
        for (size_t k = 0; k < 2; ++k) {
            const Trace& trace = model.sides()[k].trace;
            std::vector<std::vector<double>> expected;  // the factors of each summand
            for (size_t j = 0; j < trace.row_sums.size(); ++j)
                expected.push_back({trace.y.weights[j], trace.row_sums[j]});
            for (const TapTrace& tap : trace.taps) {
                if (trace.row_sums.empty()) expected.push_back({tap.value, tap.weight});
            }
            std::vector<std::string> texts;
            for (const std::string& part : texts_in(drawing.recording, drawing.layout.stages[k].formula)) {
                if (part != "+" && part != "=") texts.push_back(part);
            }
            ASSERT_EQ(texts.size(), expected.size() + 1) << name(model.state());
            expect_numbers(texts[0], {result(trace.output)}, model.state());
            for (size_t j = 0; j < expected.size(); ++j) {
                const std::vector<std::string> printed = factors(texts[j + 1]);
                if (printed[0] == "not read") {
                    EXPECT_EQ(expected[j], (std::vector<double>{0, 0})) << name(model.state());
                    continue;
                }
                for (size_t f = 0; f < printed.size(); ++f)
                    EXPECT_TRUE(is_rounding_of(printed[f], expected[j][f]))
                        << name(model.state()) << ": " << texts[j + 1] << " is not " << expected[j][f];
            }
        }
    });
}

TEST(Numbers, OfTheColumnAreTheTrace) {
    for_each_model(kSteps, [](const Model& model) {
        const Drawing drawing = draw(model);
        for (size_t k = 0; k < 2; ++k) {
            const Trace& trace = model.sides()[k].trace;
            const std::vector<std::string> texts = texts_in(drawing.recording, drawing.layout.stages[k].column);
            ASSERT_GE(texts.size(), 5u);
            EXPECT_EQ(texts[0], "pixel position");
            expect_numbers(texts[2], {result(trace.x.unnormalized)}, model.state());
            expect_numbers(texts[4], {result(trace.y.unnormalized)}, model.state());
            for (size_t row = 0; row + 1 < texts.size(); ++row) {
                for (const TapTrace& tap : trace.taps) {
                    const bool is_weight = tap.name == texts[row];
                    const double tiny = half_unit(tap.weight, 2);
                    if (is_weight)
                        expect_numbers(texts[row + 1],
                                       {{tap.weight, std::abs(tap.weight) < 0.5e-4f ? tiny : kHalfOfFourDecimals}},
                                       model.state());
                }
            }
        }
    });
}

TEST(Numbers, OnThePixelsAreTheInput) {
    State state;
    state.sources.input = "tens:6x7";
    const FileModel model = model_of(state);
    const Drawing drawing = draw(model);
    for (const StageView& view : drawing.hits.stages) {
        for (int64_t y = 0; y < model.height(); ++y) {
            for (int64_t x = 0; x < model.width(); ++x) {
                bool is_found = false;
                for (const std::string& text : texts_in(drawing.recording, view.cell_rect(x, y))) {
                    is_found = is_found || text == fmt::format("{}", 10 * y + x);
                }
                EXPECT_TRUE(is_found) << x << ", " << y;
            }
        }
    }
}

}  // namespace
}  // namespace viz
